import { type ExitCode, exitCodes, messageOf, SeaworthyError } from '../base/errors.ts';
import type { Release, StateStore } from '../journal/store.ts';
import type { Plan } from '../model/plan.ts';
import type { Wanted } from '../model/unit.ts';
import type { Deployer } from '../rollout/deployer.ts';
import {
  currentRelease,
  distrustedInstances,
  formerWanted,
  interruptedRun,
  usedNumbers,
} from '../rollout/history.ts';
import { planOfRelease, requireClear } from '../rollout/prepare-release.ts';
import type { RunResult } from '../rollout/run-context.ts';
import { changedSources, startedUnkept } from '../rollout/sources.ts';
import { engineOptions, lockOptions, progressOptions, whereOptions } from './flags.ts';
import { openTolerant } from './project.ts';
import { holdStack, requireStack } from './stack.ts';
import type { Verb, VerbContext } from './verb.ts';

export const verb: Verb = {
  name: 'rollback',
  usage: 'rollback [RELEASE] [FLAGS]',
  about: 'Undoes the interrupted run; without one, goes back to the release before, or to RELEASE.',
  options: {
    parallel: { type: 'string', value: 'N', help: 'effects at once (default 16; 64 on Kubernetes)' },
    ...whereOptions,
    ...engineOptions,
    ...progressOptions,
    ...lockOptions,
  },
  examples: [
    ['seaworthy rollback', 'undoes the interrupted run, or goes back one release'],
    ['seaworthy rollback r3', 'goes back to release r3'],
  ],
  run: (context) => {
    const { folder, stateFolder, engineName, name } = requireStack(context);
    return holdStack(context, { stateFolder, engineName, stack: name }, (deployer) => {
      const asked = context.positionals[0];
      if (asked === undefined && interruptedRun(deployer.store) !== undefined)
        return deployer.undo('run', 'rolled back on request');
      return goBack(context, deployer, asked, folder);
    });
  },
};

async function goBack(
  context: VerbContext,
  deployer: Deployer,
  asked: string | undefined,
  folder: string,
): Promise<RunResult | ExitCode> {
  const { clock, terminal } = context;
  const { store, engine } = deployer;
  const release = asked === undefined ? previousOf(store) : namedRelease(store, asked);
  const current = currentRelease(store);
  const running = current === undefined ? undefined : store.release(current.number)?.plan.wanted;
  const prepared = await planOfRelease({
    wanted: Object.values(release.plan.wanted).map((one) => notDoneAgain(one, running?.[one.unit.service])),
    phases: release.plan.phases,
    engine,
    stack: release.plan.stack,
    environment: release.plan.environment,
    previousRelease: current?.hash,
    numbers: usedNumbers(store),
    now: clock.now(),
    signal: new AbortController().signal,
    former: formerWanted(store),
    distrusted: distrustedInstances(store),
  });
  const { plan, stopFirst } = prepared;
  requireClear({ obstacles: [...prepared.obstacles, ...(await missingSources(context, folder, plan))] });
  if (plan.phases.every((phase) => phase.steps.length === 0)) {
    terminal.stdout.write(`release r${release.number} (${release.hash}) already runs: nothing to do\n`);
    return exitCodes.ok;
  }
  return deployer.run(plan, 'rollback', stopFirst);
}

/** A migration of then has nothing to do with the data of now: what was done last stays done. */
function notDoneAgain(then: Wanted, now: Wanted | undefined): Wanted {
  return now?.irreversible === true && now.unit.oneShot ? now : then;
}

async function missingSources(context: VerbContext, folder: string, plan: Plan): Promise<readonly string[]> {
  if (plan.engine !== 'local' || startedUnkept(plan).length === 0) return [];
  try {
    const { project, stack } = await openTolerant(context, folder);
    return changedSources(plan, project, stack);
  } catch (error) {
    // Files that cannot be read are no reason to stay on a bad release.
    context.terminal.stderr.write(
      `warning: whether the sources are those of then is not known: ${messageOf(error)}\n`,
    );
    return [];
  }
}

function previousOf(store: StateStore): Release {
  const current = currentRelease(store)?.number ?? 0;
  const earlier = store
    .releases()
    .filter(
      (one) => one.number < current && one.promoted.length > 0 && Object.keys(one.plan.wanted).length > 0,
    )
    .at(-1);
  if (earlier !== undefined) return earlier;
  throw new SeaworthyError('NO_RELEASE', 'there is no earlier release to go back to', {
    hint: 'seaworthy down takes the stack away.',
  });
}

function namedRelease(store: StateStore, name: string): Release {
  const number = /^r?(\d+)$/.exec(name)?.[1];
  const found = number === undefined ? store.releaseByHash(name) : store.release(Number(number));
  if (found !== undefined) return found;
  const known = store
    .releases()
    .map((one) => `r${one.number}`)
    .join(', ');
  throw new SeaworthyError('NO_RELEASE', `release ${name} is not known`, {
    hint: `Known: ${known === '' ? 'none' : known}.`,
  });
}
