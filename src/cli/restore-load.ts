import { type ExitCode, exitCodes } from '../base/errors.ts';
import { restoreGroups } from '../plan/shed.ts';
import type { Deployer } from '../rollout/deployer.ts';
import { currentRelease, distrustedInstances, formerWanted, usedNumbers } from '../rollout/history.ts';
import { refuseInterrupted } from '../rollout/interruption.ts';
import { planOfRelease, requireClear } from '../rollout/prepare-release.ts';
import type { RunResult } from '../rollout/run-context.ts';
import { rolledOut, shedNow, wantedOn } from '../rollout/shed.ts';
import { engineOptions, lockOptions, progressOptions, whereOptions } from './flags.ts';
import { refuseUnadmitted } from './refusal.ts';
import { holdStack, requireStack } from './stack.ts';
import type { Verb, VerbContext } from './verb.ts';

export const verb: Verb = {
  name: 'restore-load',
  usage: 'restore-load [FLAGS]',
  about:
    'Brings back what shed has stopped, as its release wants it: the most important first, what others need before them, each behind its gate. Refused (exit 4) while the host has no room for it.',
  options: {
    parallel: { type: 'string', value: 'N', help: 'effects at once (default 16; 64 on Kubernetes)' },
    ...whereOptions,
    ...engineOptions,
    ...progressOptions,
    ...lockOptions,
  },
  examples: [['seaworthy restore-load', 'after seaworthy shed, when the emergency is over']],
  run: (context) => {
    const { stateFolder, engineName, name } = requireStack(context);
    return holdStack(context, { stateFolder, engineName, stack: name }, (deployer) =>
      restore(context, deployer, name),
    );
  },
};

async function restore(
  { clock, terminal }: VerbContext,
  deployer: Deployer,
  stack: string,
): Promise<RunResult | ExitCode> {
  const { store, engine } = deployer;
  refuseInterrupted(store);
  const shed = shedNow(store);
  if (shed === undefined) {
    terminal.stdout.write('nothing is shed: nothing to bring back\n');
    return exitCodes.ok;
  }
  const { releases } = shed;
  const wanted = wantedOn(store, rolledOut(store));
  const main = currentRelease(store) ?? store.releases().at(-1);
  const prepared = await planOfRelease({
    wanted,
    phases: restoreGroups(Object.keys(releases), wanted),
    engine,
    stack,
    environment: store.releases().at(-1)?.plan.environment,
    previousRelease: main?.hash,
    numbers: usedNumbers(store),
    now: clock.now(),
    signal: new AbortController().signal,
    former: formerWanted(store),
    distrusted: distrustedInstances(store),
  });
  requireClear(prepared);
  const load = { kind: 'restore', releases } as const;
  const plan = { ...prepared.plan, load, release: main?.hash ?? prepared.plan.release };
  refuseUnadmitted(plan);
  return deployer.run(plan, 'restore', prepared.stopFirst);
}
