import { type ExitCode, exitCodes, SeaworthyError } from '../base/errors.ts';
import { version } from '../base/version.ts';
import type { Plan } from '../model/plan.ts';
import type { Priority } from '../model/settings.ts';
import type { Wanted } from '../model/unit.ts';
import { keepsAny, makeShedPlan, shedGroups } from '../plan/shed.ts';
import type { Deployer } from '../rollout/deployer.ts';
import { currentRelease, formerWanted, usedNumbers } from '../rollout/history.ts';
import { refuseInterrupted } from '../rollout/interruption.ts';
import type { RunResult } from '../rollout/run-context.ts';
import { wantedOn } from '../rollout/shed.ts';
import { choice, engineOptions, lockOptions, progressOptions, whereOptions } from './flags.ts';
import { holdStack, requireStack } from './stack.ts';
import type { Verb, VerbContext } from './verb.ts';

const keepable = ['critical', 'high', 'normal'] as const;

export const verb: Verb = {
  name: 'shed',
  usage: 'shed [--keep PRIORITY] [FLAGS]',
  about:
    'Emergency: stops the services of this stack that matter less than PRIORITY, the least important first and dependents before what they need. What a kept service needs is kept. restore-load brings them back.',
  options: {
    keep: {
      type: 'string',
      value: 'PRIORITY',
      help: 'critical (default), high or normal: what matters so much stays',
    },
    'dry-run': { type: 'boolean', help: 'say what would be stopped, and stop nothing' },
    parallel: { type: 'string', value: 'N', help: 'effects at once (default 16; 64 on Kubernetes)' },
    ...whereOptions,
    ...engineOptions,
    ...progressOptions,
    ...lockOptions,
  },
  examples: [
    ['seaworthy shed --keep critical', 'stops all that is not critical and that nothing critical needs'],
    ['seaworthy shed --keep high --dry-run', 'says what that would be'],
  ],
  run: (context) => {
    const keep = choice(context.flags, 'keep', keepable) ?? 'critical';
    const { stateFolder, engineName, name, plan } = requireStack(context);
    const onlyLooks = context.flags.is('dry-run');
    return holdStack(context, { stateFolder, engineName, stack: name, onlyLooks }, (deployer) =>
      shed(context, deployer, keep, plan),
    );
  },
};

async function shed(
  { clock, terminal, flags }: VerbContext,
  deployer: Deployer,
  keep: Priority,
  last: Plan | undefined,
): Promise<RunResult | ExitCode> {
  const { store, engine } = deployer;
  refuseInterrupted(store);
  const observed = await engine.observe(new AbortController().signal);
  const releases = store.current();
  const wanted = wantedOn(store, releases);
  const groups = shedGroups(wanted, observed, keep);
  if (groups.length === 0) {
    terminal.stdout.write(`nothing runs that matters less than ${keep}: nothing to shed\n`);
    return exitCodes.ok;
  }
  requireKept(wanted, keep);
  if (flags.is('dry-run')) {
    for (const { priority, services } of groups)
      terminal.stdout.write(`would stop, priority ${priority}: ${services.join(', ')}\n`);
    return exitCodes.ok;
  }
  const plan = makeShedPlan({
    stack: last?.stack ?? '',
    engine: engine.name,
    environment: last?.environment,
    version,
    wanted,
    groups,
    observed,
    numbers: usedNumbers(store),
    previousRelease: currentRelease(store)?.hash,
    releases,
    former: formerWanted(store),
    now: clock.now(),
  });
  return deployer.run(plan, 'shed', {});
}

/** To stop everything is what `down` is for. */
function requireKept(wanted: readonly Wanted[], keep: Priority): void {
  if (keepsAny(wanted, keep)) return;
  throw new SeaworthyError(
    'PREFLIGHT',
    `no service has the priority ${keep}: shedding would stop everything`,
    {
      hint: 'Set services.NAME.priority in seaworthy.yaml and run seaworthy up, or keep more (--keep normal).',
    },
  );
}
