import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ExitCode, exitCodes, messageOf, SeaworthyError } from '../base/errors.ts';
import { count, printableLine } from '../base/text.ts';
import type { Engine } from '../engines/engine.ts';
import { lockHolder } from '../journal/lock.ts';
import { planShape } from '../journal/plan-shape.ts';
import { stateFolderOf } from '../journal/state-folder.ts';
import { openStore, type StateStore } from '../journal/store.ts';
import { refusedKeys } from '../model/container-keys.ts';
import type { Plan } from '../model/plan.ts';
import type { Project } from '../model/project.ts';
import type { Stack } from '../model/service.ts';
import { replicasWanted } from '../model/unit.ts';
import { planText } from '../output/plan-text.ts';
import { allSteps } from '../plan/plan.ts';
import { withGaps } from '../rollout/gaps.ts';
import { currentRelease, distrustedInstances, formerWanted, usedNumbers } from '../rollout/history.ts';
import { type Prepared, type PrepareInput, prepare } from '../rollout/prepare.ts';
import { engineOptions, projectOptions, strictOption } from './flags.ts';
import { kubernetesSetting } from './own-stack.ts';
import { openTolerant } from './project.ts';
import { projectFolder } from './project-folder.ts';
import { scaled, scaleOption } from './scale.ts';
import { chooseEngine, engineBefore, openEngine } from './stack.ts';
import type { Verb, VerbContext } from './verb.ts';

export const verb: Verb = {
  name: 'plan',
  usage: 'plan [FOLDER] [FLAGS]',
  about:
    'Shows what would be done: phases, steps, reasons, budgets. Touches nothing; a phase that does not fit exits 4.',
  options: {
    output: {
      type: 'string',
      short: 'o',
      value: 'FILE|json',
      help: 'save the plan for `up FILE`, or print JSON',
    },
    json: { type: 'boolean', help: 'print JSON' },
    'exit-code': { type: 'boolean', help: 'exit 2 when something would change' },
    steps: { type: 'boolean', help: 'list every step with its reason' },
    ...scaleOption,
    ...projectOptions,
    ...engineOptions,
    ...strictOption,
  },
  examples: [
    ['seaworthy plan', 'what `up` would do here'],
    [
      'seaworthy plan -e production -o plan.json',
      'saves the plan; `seaworthy up plan.json` refuses when the world has changed',
    ],
  ],
  async run(context) {
    const { flags, terminal } = context;
    const folder = projectFolder(context, context.positionals[0]);
    const { project, stack, problems } = scaled(await openTolerant(context, folder), flags);
    const stateFolder = stateFolderOf(project.root, context.env);
    const store = openStore(stateFolder);
    const { name, why } = chooseEngine(context, project.settings?.engine?.value, engineBefore(store));
    const engine = await openEngine(
      context,
      name,
      stack.name,
      stateFolder,
      store,
      kubernetesSetting(project.settings, stack.environment)?.namespace,
    );
    try {
      const { plan, obstacles } = await planFor(context, { project, stack, engine, store });
      const inTheWay = [...problems, ...obstacles];
      const output = flags.text('output');
      const asJson = flags.is('json') || output === 'json';
      if (output !== undefined && output !== 'json')
        writeFileSync(resolve(context.cwd, output), `${JSON.stringify(plan, null, 2)}\n`, { mode: 0o600 });
      if (asJson) terminal.stdout.write(`${JSON.stringify(plan, null, 2)}\n`);
      else {
        terminal.stdout.write(
          planText(plan, `${engine.name} (${engine.description}; ${why})`, terminal.paint),
        );
        if (flags.is('steps'))
          for (const step of allSteps(plan)) terminal.stdout.write(`  ${step.id}  because ${step.because}\n`);
      }
      if (output !== undefined && output !== 'json') terminal.stderr.write(`Saved to ${output}.\n`);
      const holder = await lockHolder(stateFolder);
      if (holder !== undefined)
        terminal.stderr.write(`warning: pid ${holder.heldBy.pid} is deploying this stack now\n`);
      if (inTheWay.length > 0) {
        const lines = inTheWay.map((line) => `  ${printableLine(line)}\n`).join('');
        terminal.stderr.write(
          `${count(inTheWay.length, 'obstacle stands', 'obstacles stand')} in the way of \`up\`:\n${lines}`,
        );
      }
      return exitOf(plan, inTheWay.length > 0, flags.is('exit-code'));
    } finally {
      await engine.close();
    }
  },
};

function exitOf(plan: Plan, blocked: boolean, wantsPending: boolean): ExitCode {
  if (plan.phases.some((phase) => !phase.admitted)) return exitCodes.budget;
  if (blocked) return exitCodes.refused;
  return wantsPending && allSteps(plan).length > 0 ? exitCodes.pending : exitCodes.ok;
}

/** The plan of a stack as it stands now. */
export async function planFor(
  context: VerbContext,
  from: {
    readonly project: Project;
    readonly stack: Stack;
    readonly engine: Engine;
    readonly store: StateStore;
    readonly adopts?: boolean;
  },
): Promise<Prepared> {
  const putSecret = (value: string) => from.store.putSecret(value);
  await shareSalt(from.store, from.engine);
  const own = await ownStackOf(from, putSecret);
  const found = await prepare({
    ...from,
    own,
    objects: own === undefined ? await objectsFor(context, from) : undefined,
    putSecret,
    secretRef: (value) => from.store.secretRef(value),
    previousRelease: currentRelease(from.store)?.hash,
    numbers: usedNumbers(from.store),
    now: context.clock.now(),
    signal: new AbortController().signal,
    former: formerWanted(from.store),
    distrusted: distrustedInstances(from.store),
  });
  const prepared = { ...found, plan: withGaps(found.plan, from.store) };
  if (!context.flags.is('strict') || from.engine.name !== 'docker') return prepared;
  return { ...prepared, obstacles: [...prepared.obstacles, ...leftOut(prepared.plan)] };
}

/** What the engine would leave out of the services, as `--strict` has it. */
function leftOut({ wanted }: Plan): readonly string[] {
  return Object.values(wanted).flatMap(({ unit }) =>
    refusedKeys(Object.keys(unit.container?.keys ?? {})).map(
      ([key, why]) => `${unit.service} has ${key}, which the engine would leave out: ${why}; take it out`,
    ),
  );
}

/** Where others deploy the stack from other machines, secret values have the same names everywhere. */
async function shareSalt(store: StateStore, engine: Engine): Promise<void> {
  const salt = await engine.salt?.(store.salt(), new AbortController().signal);
  if (salt !== undefined) store.useSalt(salt);
}

/** Reading manifests is loaded for those who have some. */
async function ownStackOf(
  { project, stack, engine }: { readonly project: Project; readonly stack: Stack; readonly engine: Engine },
  putSecret: (value: string) => string,
): Promise<PrepareInput['own']> {
  if (engine.name !== 'kubernetes') {
    if (stack.files.length > 0) return undefined;
    throw new SeaworthyError(
      'NO_PROJECT',
      `no compose file in ${project.root}, and the ${engine.name} engine runs no manifests`,
      {
        hint: 'Choose --engine kubernetes.',
      },
    );
  }
  if (kubernetesSetting(project.settings, stack.environment)?.from === undefined) return undefined;
  const { readOwnStack } = await import('./own-manifests.ts');
  return readOwnStack(project, stack, putSecret);
}

/** For Kubernetes: what `generate kubernetes` would write, which is what is applied. */
async function objectsFor(
  { flags, env }: VerbContext,
  { engine, project, stack }: { readonly engine: Engine; readonly project: Project; readonly stack: Stack },
): Promise<PrepareInput['objects']> {
  if (engine.name !== 'kubernetes') return undefined;
  const { objectsOfStack } = await import('../generate/kubernetes/stack-objects.ts');
  return objectsOfStack(project, stack, {
    profiles: flags.list('profile'),
    registry: env['SEAWORTHY_REGISTRY'] || kubernetesSetting(project.settings, stack.environment)?.registry,
    tag: env['SEAWORTHY_TAG'] || undefined,
  });
}

/** @throws SeaworthyError PLAN_STALE with what differs, CONFIG_INVALID for a file that is no plan. */
export function checkSaved(path: string, fresh: Plan): void {
  const saved = readSaved(path);
  const differences: string[] = [];
  if (saved.stack !== fresh.stack)
    differences.push(`the plan is for stack ${saved.stack}, this is ${fresh.stack}`);
  if (saved.engine !== fresh.engine)
    differences.push(`the plan is for engine ${saved.engine}, this is ${fresh.engine}`);
  if (saved.release !== fresh.release) differences.push(...wantedDifferences(saved, fresh));
  if (saved.observed !== fresh.observed) differences.push(...worldDifferences(saved, fresh));
  if (differences.length === 0) return;
  throw new SeaworthyError('PLAN_STALE', `${path} no longer fits the world`, {
    detail: differences,
    hint: 'Make a new plan, or go ahead with the present one by --replan.',
  });
}

/** What would now be done otherwise; a change in the world may also change nothing of that. */
function worldDifferences(saved: Plan, fresh: Plan): readonly string[] {
  const servicesOf = (plan: Plan) => plan.phases.flatMap((phase) => phase.services);
  const before = new Map(servicesOf(saved).map((one) => [one.service, one]));
  const lines = servicesOf(fresh).flatMap(({ service, change, because }) => {
    const was = before.get(service)?.change;
    return was === undefined || was === change
      ? []
      : [`${service} was to ${was}, now it is to ${change}: ${because}`];
  });
  return lines.length > 0 ? lines : ['what runs, or how it is routed, is not what the plan saw'];
}

function readSaved(path: string): Plan {
  const refuse = (why: string, cause?: unknown) =>
    new SeaworthyError('CONFIG_INVALID', `${path} is not a saved plan of this version: ${why}`, {
      cause,
      hint: 'Make one with seaworthy plan -o plan.json.',
    });
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw refuse(messageOf(error), error);
  }
  if (planShape.is(value)) return value;
  throw refuse(planShape.wrong(value) ?? 'it has another form');
}

function wantedDifferences(saved: Pick<Plan, 'wanted'>, fresh: Plan): readonly string[] {
  const names = new Set([...Object.keys(saved.wanted), ...Object.keys(fresh.wanted)]);
  return [...names].sort().flatMap((name) => {
    const before = saved.wanted[name];
    const now = fresh.wanted[name];
    if (before === undefined) return [`${name} was added since`];
    if (now === undefined) return [`${name} was taken out since`];
    const [had, has] = [replicasWanted(before), replicasWanted(now)];
    return [
      ...(before.config === now.config
        ? []
        : [`${name} changed since (configuration ${before.config.slice(0, 7)} → ${now.config.slice(0, 7)})`]),
      ...(had === has ? [] : [`${name} was planned with ${count(had, 'instance')}, now ${has} are wanted`]),
    ];
  });
}
