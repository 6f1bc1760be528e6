import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ExitCode, exitCodes } from '../base/errors.ts';
import { stateFolderOf } from '../journal/state-folder.ts';
import { openStore } from '../journal/store.ts';
import { planText } from '../output/plan-text.ts';
import { allSteps } from '../plan/plan.ts';
import type { Deployer } from '../rollout/deployer.ts';
import { refuseInterrupted } from '../rollout/interruption.ts';
import type { Prepared } from '../rollout/prepare.ts';
import { requireClear } from '../rollout/prepare-release.ts';
import type { RunResult } from '../rollout/run-context.ts';
import { keepAllSources } from '../rollout/sources.ts';
import { engineOptions, lockOptions, progressOptions, projectOptions, strictOption } from './flags.ts';
import { kubernetesSetting } from './own-stack.ts';
import { checkSaved, planFor } from './plan.ts';
import { openUnchecked, refuseProblems } from './project.ts';
import { projectFolder } from './project-folder.ts';
import { brokenReferences } from './references.ts';
import { refuseUnadmitted } from './refusal.ts';
import { scaled, scaleOption } from './scale.ts';
import { chooseEngine, type EngineName, engineBefore, holdStack, refuseOtherEngine } from './stack.ts';
import type { Verb, VerbContext } from './verb.ts';

export const verb: Verb = {
  name: 'up',
  usage: 'up [FOLDER | PLAN.json] [FLAGS]',
  about:
    'Brings the stack up in phases behind health gates. A phase that fails is rolled back; a killed run can be resumed.',
  options: {
    'dry-run': { type: 'boolean', help: 'print the plan and stop' },
    adopt: {
      type: 'boolean',
      help: "take over what docker compose, kubectl or helm made under this stack's names; prints the plan first",
    },
    replan: { type: 'boolean', help: 'go ahead although a saved plan no longer fits' },
    parallel: { type: 'string', value: 'N', help: 'effects at once (default 16; 64 on Kubernetes)' },
    detach: {
      type: 'boolean',
      short: 'd',
      help: 'kept from docker compose: services always run in the background',
    },
    wait: {
      type: 'boolean',
      help: 'kept from docker compose: waiting for health is what up does',
      hidden: true,
    },
    yes: { type: 'boolean', short: 'y', help: 'do not ask', hidden: true },
    ...scaleOption,
    ...projectOptions,
    ...engineOptions,
    ...strictOption,
    ...progressOptions,
    ...lockOptions,
  },
  examples: [
    ['seaworthy up', 'brings up the stack of this folder'],
    ['seaworthy up --scale api=3', 'three instances of api, that share its traffic'],
    ['seaworthy up plan.json', 'carries out a saved plan, unless the world has changed since'],
  ],
  async run(context) {
    const { flags, terminal, positionals } = context;
    const saved = positionals.find((one) => one.endsWith('.json'));
    const folder = projectFolder(
      context,
      positionals.find((one) => one !== saved),
    );
    const { project, stack, problems } = scaled(await openUnchecked(context, folder), flags);
    refuseProblems(problems);
    const stateFolder = stateFolderOf(project.root, context.env);
    const { name, why } = chooseEngine(context, project.settings?.engine?.value, engineOf(stateFolder));
    const onlyLooks = flags.is('dry-run');
    const hold = {
      stateFolder,
      engineName: name,
      stack: stack.name,
      kpis: project.settings?.kpis,
      budget: project.settings?.budget,
      onlyLooks,
      namespace: kubernetesSetting(project.settings, stack.environment)?.namespace,
    };
    return holdStack(context, hold, async (deployer) => {
      if (!onlyLooks) await deployer.engine.ready?.(new AbortController().signal);
      refuseProblems(brokenReferences(project));
      refuseInterrupted(deployer.store);
      refuseOtherEngine(deployer.store, name);
      const prepared = await planFor(context, { project, stack, ...deployer, adopts: flags.is('adopt') });
      requireClear(prepared);
      const { plan } = prepared;
      if (saved !== undefined && !flags.is('replan')) checkSaved(resolve(context.cwd, saved), plan);
      const engine = `${deployer.engine.name} (${deployer.engine.description}; ${why})`;
      if (onlyLooks) {
        terminal.stdout.write(planText(plan, engine, terminal.paint));
        return exitCodes.ok;
      }
      return carryOut(context, deployer, prepared, engine);
    });
  },
};

/** What the state tells without being held. */
function engineOf(stateFolder: string): EngineName | undefined {
  return existsSync(stateFolder) ? engineBefore(openStore(stateFolder, { readOnly: true })) : undefined;
}

async function carryOut(
  { terminal, flags }: VerbContext,
  deployer: Deployer,
  { plan, stopFirst, sources }: Prepared,
  engine: string,
): Promise<RunResult | ExitCode> {
  refuseUnadmitted(plan);
  if (flags.is('adopt') && plan.adopted !== undefined)
    terminal.stdout.write(planText(plan, engine, terminal.paint));
  if (!flags.is('quiet')) terminal.stderr.write(`stack ${plan.stack}  engine ${engine}\n`);
  for (const warning of plan.warnings) if (!flags.is('quiet')) terminal.stderr.write(`warning: ${warning}\n`);
  for (const phase of plan.phases) {
    for (const { service, change, because } of phase.services) {
      if (change === 'skip') terminal.stderr.write(`warning: ${service} is left out: ${because}\n`);
    }
  }
  if (allSteps(plan).length === 0) {
    terminal.stdout.write(`${plan.stack} already runs release ${plan.release}: nothing to do\n`);
    return exitCodes.ok;
  }
  const given = deployer.engine.keepGiven?.(plan.release, Object.values(plan.wanted)) ?? [];
  for (const warning of [...keepAllSources(sources), ...given])
    terminal.stderr.write(`warning: ${warning}\n`);
  return deployer.run(plan, 'up', stopFirst);
}
