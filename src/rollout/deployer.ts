// One deployer's hold on a stack: lock, state, engine, journal; and the three things it does with a run.
import { hostname } from 'node:os';
import { messageOf } from '../base/errors.ts';
import type { Engine } from '../engines/engine.ts';
import { openJournal } from '../journal/journal.ts';
import { acquireLock, type Lock } from '../journal/lock.ts';
import { openStore, type StateStore } from '../journal/store.ts';
import type { KpiSetting } from '../model/kpi.ts';
import type { Plan } from '../model/plan.ts';
import type { RunKind } from '../model/record.ts';
import type { BudgetSetting } from '../model/settings.ts';
import { gapWords, measuredGaps } from './gaps.ts';
import { beginRun, recordsOf, reopenRun } from './history.ts';
import { type LockWait, overtaken, waitForLock } from './hold.ts';
import { refuseInterrupted, requireInterrupted } from './interruption.ts';
import { forgetSources, keptReleasesOf } from './kept-sources.ts';
import { countsOf, lostRequests } from './lost-requests.ts';
import { keepKpis, startsSomething } from './measure-run.ts';
import type { Emit } from './progress.ts';
import { reachedBy } from './reached.ts';
import { Rollout } from './run.ts';
import {
  nothingReached,
  type Reached,
  type RunContext,
  type RunResult,
  type RunTarget,
} from './run-context.ts';
import { recordUsage } from './usage.ts';

export interface DeployerOptions extends LockWait {
  readonly stateFolder: string;
  /** The command line, for those who ask who holds the lock. */
  readonly command: string;
  /** Effects at once; undefined: as many as the engine takes. */
  readonly parallel: number | undefined;
  /** What a run is held to when it has ended well. */
  readonly kpis?: KpiSetting;
  /** What the whole stack may need. */
  readonly budget?: BudgetSetting;
  /** Nothing will be done: an engine that other machines share is not held. */
  readonly onlyLooks?: boolean;
  /** Opens the engine of the stack; called once, when it is needed. */
  readonly openEngine: (store: StateStore) => Promise<Engine>;
}

/** Effects at once on an engine that names no number. */
const usualEffects = 16;

/** What is under way, for the lock's report. */
interface Position {
  run: string | undefined;
  step: string | undefined;
}

export interface Deployer {
  readonly store: StateStore;
  readonly engine: Engine;
  /** Runs a fresh plan. */
  run(plan: Plan, kind: RunKind, stopFirst: Readonly<Record<string, string>>): Promise<RunResult>;
  /** Runs a plan that takes everything away; an interrupted run before it is thereby over. */
  takeDown(plan: Plan): Promise<RunResult>;
  /** Finishes the interrupted run, or its rollback. */
  resume(): Promise<RunResult>;
  /** Undoes the interrupted run, wholly or only its unfinished phases. */
  undo(scope: 'run' | 'phase', because: string): Promise<RunResult>;
}

/**
 * Takes the lock, opens state and engine, and lets go of them whatever happens.
 *
 * @throws SeaworthyError LOCKED naming the holder, its run and step, and since when.
 */
export async function asDeployer<T>(
  options: DeployerOptions,
  body: (deployer: Deployer) => Promise<T>,
): Promise<T> {
  const store = openStore(options.stateFolder);
  const position: Position = { run: undefined, step: undefined };
  const cancel = new AbortController();
  const since = options.clock.now().toISOString();
  const lock = await waitForLock(options, () =>
    acquireLock(
      options.stateFolder,
      () => ({ ...position, since, pid: process.pid, command: options.command }),
      { onCancel: () => cancel.abort(), clock: options.clock },
    ),
  );
  try {
    const engine = await options.openEngine(store);
    try {
      if (options.onlyLooks !== true) await engine.hold?.(options.waitLockMs, options.stop);
      return await body(deployerOf(options, store, engine, lock, position, cancel.signal));
    } finally {
      await engine.close();
    }
  } finally {
    await lock.release();
  }
}

/** A run that ended well stays so, whatever becomes of the names of old images. */
async function forgetImages(store: StateStore, engine: Engine, emit: Emit): Promise<void> {
  try {
    await engine.keepReleases?.(keptReleasesOf(store), new AbortController().signal);
  } catch (error) {
    emit({ type: 'warning', message: `names of old images are kept: ${messageOf(error)}` });
  }
}

function deployerOf(
  options: DeployerOptions,
  store: StateStore,
  engine: Engine,
  lock: Lock,
  position: Position,
  cancel: AbortSignal,
): Deployer {
  const emit: Emit = (event) => {
    if (event.type === 'step-begun') position.step = event.step.id;
    options.emit(event);
  };
  const start = async (
    target: RunTarget,
    reached: Reached,
    stopFirst: Readonly<Record<string, string>>,
    body: (rollout: Rollout) => Promise<RunResult>,
    begin: (context: RunContext) => void,
  ) => {
    position.run = target.run;
    lock.publish();
    const journal = openJournal(options.stateFolder, target.run, {
      clock: options.clock,
      onWarning: (message) => emit({ type: 'warning', message }),
    });
    const { clock, stop, stateFolder } = options;
    const parallel = options.parallel ?? engine.effectsAtOnce ?? usualEffects;
    const guard = () => {
      if (!lock.isCurrent()) throw overtaken(target.run);
    };
    const usage = startsSomething(target.plan) ? recordUsage(engine, clock) : undefined;
    const watched: Emit = (event) => {
      usage?.heard(event);
      emit(event);
    };
    const told = { emit: watched, stop, cancel, stopFirst, guard };
    const context = { engine, journal, stateFolder, clock, parallel, ...told };
    try {
      begin(context);
      const before = await countsOf(engine);
      const result = await body(new Rollout(target, context, reached));
      const counts = { before, after: await countsOf(engine) };
      const { release } = target.plan;
      const lost = lostRequests(counts, target.plan, clock.now(), (text) =>
        store.putRaw(release, `lost-requests-${target.run}`, 'json', text),
      );
      const records = () => recordsOf(store, target.run);
      const gaps = result.outcome === 'done' ? measuredGaps(target.plan, records, clock.now()) : [];
      store.addEvidence([...lost, ...gaps]);
      if (result.outcome === 'done') {
        const { kpis, budget } = options;
        // A part of the stack is no measure of the whole.
        if (target.plan.load === undefined)
          await keepKpis(target, { store, engine, clock, kpis, budget, usage: usage?.stop() });
        forgetSources(store, engine.sourcesFolder);
        // Taking everything away forgets them all, a moment later.
        if (Object.keys(target.plan.wanted).length > 0) await forgetImages(store, engine, emit);
      }
      const counted = lost.map(
        (one) => `${one.name.slice('lost-requests/'.length)}: ${one.value} ${one.what}`,
      );
      return { ...result, detail: [...result.detail, ...counted, ...gaps.map(gapWords)] };
    } finally {
      usage?.stop();
      journal.close();
    }
  };
  const again = async (body: (rollout: Rollout, reached: Reached) => Promise<RunResult>) => {
    const known = requireInterrupted(store);
    const reached = reachedBy(known.state);
    const target = reopenRun(store, known);
    const { stopFirst } = await engine.preflight(Object.values(target.plan.wanted), options.stop);
    return start(
      target,
      reached,
      stopFirst,
      (rollout) => body(rollout, reached),
      ({ journal }) => {
        journal.append({ event: 'run-resumed', ...thisHost(), token: lock.token });
      },
    );
  };
  const fresh = (plan: Plan, kind: RunKind, stopFirst: Readonly<Record<string, string>>) => {
    const target = beginRun(store, plan, options.clock.now());
    const steps = plan.phases.flatMap((phase) => phase.steps).length;
    const { release, previousRelease: previous } = plan;
    const forward = (rollout: Rollout) => rollout.forward();
    return start(target, nothingReached, stopFirst, forward, ({ journal }) => {
      const who = { ...thisHost(), token: lock.token };
      journal.append({ event: 'run-begun', release, previous, kind, of: undefined, steps, ...who });
    });
  };
  return {
    store,
    engine,
    async run(plan, kind, stopFirst) {
      refuseInterrupted(store);
      return fresh(plan, kind, stopFirst);
    },
    takeDown: (plan) => fresh(plan, 'down', {}),
    resume: () =>
      again((rollout, { undoing }) =>
        undoing === undefined
          ? rollout.forward()
          : rollout.undo(undoing.because, undoing.outcome, undoing.phases),
      ),
    undo: (scope, because) =>
      again((rollout, reached) => {
        const open = rollout.openPhases(reached);
        return rollout.undo(
          because,
          scope === 'run' ? 'undone' : 'cancelled',
          scope === 'run' ? undefined : open,
        );
      }),
  };
}

function thisHost(): { readonly pid: number; readonly host: string } {
  return { pid: process.pid, host: hostname() };
}
