// One deployer's hold on a stack: lock, state, engine, journal; and the three things it does with a run.
import type { Clock } from '../base/clock.ts';
import { SeaworthyError } from '../base/errors.ts';
import { formatDuration } from '../base/units.ts';
import { version } from '../base/version.ts';
import type { Engine, RouteCount } from '../engines/engine.ts';
import { openJournal } from '../journal/journal.ts';
import { acquireLock, type HeldBy, type Lock } from '../journal/lock.ts';
import { openStore, type StateStore } from '../journal/store.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Plan } from '../model/plan.ts';
import type { RunKind } from '../model/record.ts';
import { beginRun, interruptedRun, type KnownRun, lastRun, reachedBy, reopenRun } from './history.ts';
import type { Emit } from './progress.ts';
import {
  nothingReached,
  type Reached,
  Rollout,
  type RunContext,
  type RunResult,
  type RunTarget,
  thisHost,
} from './run.ts';
import { forgetSources } from './sources.ts';

export interface DeployerOptions {
  readonly stateFolder: string;
  /** The command line, for those who ask who holds the lock. */
  readonly command: string;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly stop: AbortSignal;
  readonly parallel: number;
  /** How long to wait for another deployer; 0: not at all. */
  readonly waitLockMs: number;
  /** Opens the engine of the stack; called once, when it is needed. */
  readonly openEngine: (store: StateStore) => Promise<Engine>;
}

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
      return await body(deployerOf(options, store, engine, lock, position, cancel.signal));
    } finally {
      await engine.close();
    }
  } finally {
    await lock.release();
  }
}

const lockPollMs = 200;

/** @throws SeaworthyError LOCKED when it is still held after the time to wait, or when told to stop meanwhile. */
async function waitForLock(
  { clock, emit, stop, waitLockMs }: DeployerOptions,
  acquire: () => Promise<Lock | HeldBy>,
): Promise<Lock> {
  const until = clock.monotonicMs() + waitLockMs;
  for (let looks = 0; ; looks++) {
    const lock = await acquire();
    if (!('heldBy' in lock)) return lock;
    const refusal = lockedBy(lock, clock);
    const leftMs = until - clock.monotonicMs();
    if (leftMs <= 0 || stop.aborted) throw refusal;
    if (looks === 0)
      emit({ type: 'warning', message: `${refusal.message}; waiting up to ${formatDuration(waitLockMs)}` });
    await clock.sleep(Math.min(lockPollMs, leftMs), stop);
  }
}

export function lockedBy({ heldBy, answers }: HeldBy, clock: Clock): SeaworthyError {
  const age =
    heldBy.since === '' ? '' : ` for ${formatDuration(clock.now().getTime() - Date.parse(heldBy.since))}`;
  const run = heldBy.run === undefined ? '' : `, run ${heldBy.run}`;
  const step = heldBy.step === undefined ? '' : `, at step ${heldBy.step}`;
  const silent = answers ? '' : '; it does not answer';
  return new SeaworthyError(
    'LOCKED',
    `pid ${heldBy.pid} (${heldBy.command}) holds the stack${age}${run}${step}${silent}`,
    {
      hint: 'Wait for it (--wait-lock 5m), or stop it with seaworthy cancel.',
    },
  );
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
    const { clock, stop, parallel, stateFolder } = options;
    const guard = () => {
      if (!lock.isCurrent()) throw overtaken(target.run);
    };
    const context = { engine, journal, stateFolder, clock, emit, parallel, stop, cancel, stopFirst, guard };
    try {
      begin(context);
      const before = await countsOf(engine);
      const result = await body(new Rollout(target, context, reached));
      const lost = lostRequests(before, await countsOf(engine), target.plan, options.clock.now());
      store.addEvidence(lost);
      if (result.outcome === 'done') forgetSources(store, engine.sourcesFolder);
      const counted = lost.map(
        (one) => `${one.name.slice('lost-requests/'.length)}: ${one.value} ${one.what}`,
      );
      return { ...result, detail: [...result.detail, ...counted] };
    } finally {
      journal.close();
    }
  };
  const again = async (body: (rollout: Rollout, reached: Reached) => Promise<RunResult>) => {
    const known = interrupted(store);
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

function overtaken(run: string): SeaworthyError {
  return new SeaworthyError(
    'LOCKED',
    `another deployer has taken over while this one was stopped, in run ${run}`,
    {
      hint: 'seaworthy status shows what it did; this one does nothing more.',
    },
  );
}

function interrupted(store: StateStore) {
  const known = interruptedRun(store);
  if (known !== undefined) return known;
  const last = lastRun(store);
  const ended =
    last?.state?.ended === undefined
      ? ''
      : `; the last one, ${last.entry.run}, ended: ${last.state.ended.message}`;
  throw new SeaworthyError('NOTHING_TO_RESUME', `there is no interrupted run${ended}`, {
    hint: 'seaworthy up begins a new one.',
  });
}

/** @throws SeaworthyError RUN_INTERRUPTED */
export function refuseInterrupted(store: StateStore): void {
  const known = interruptedRun(store);
  if (known === undefined) return;
  throw new SeaworthyError('RUN_INTERRUPTED', describeInterrupted(known), {
    hint: 'seaworthy resume | seaworthy rollback',
  });
}

/** `run r14-2 interrupted at step 17/41 (replace api …), deployer gone since 02:11:09`. */
export function describeInterrupted({ entry, state }: KnownRun): string {
  if (state === undefined) return `run ${entry.run} left nothing behind`;
  const steps = [...state.steps];
  const done = steps.filter(([, outcome]) => outcome === 'done').length;
  const open = steps.find(([, outcome]) => outcome === 'intent')?.[0] ?? steps.at(-1)?.[0] ?? 'its beginning';
  const what = state.rollingBack === undefined ? '' : ' while rolling back';
  return `run ${entry.run} interrupted${what} at step ${Math.min(done + 1, state.totalSteps)}/${state.totalSteps} (${open}), deployer pid ${state.pid} gone since ${state.lastAt.slice(11, 19)}Z`;
}

async function countsOf(engine: Engine): Promise<ReadonlyMap<string, RouteCount>> {
  // Counting is a bonus: an engine without a front, or a front not yet up, must not fail the run.
  const counts = await engine.counts(AbortSignal.timeout(1000)).catch(() => []);
  return new Map(counts.map((one) => [one.service, one]));
}

/** Requests seen and lost by the front while services were replaced. */
function lostRequests(
  before: ReadonlyMap<string, RouteCount>,
  after: ReadonlyMap<string, RouteCount>,
  plan: Plan,
  now: Date,
): readonly Evidence[] {
  const replaced = plan.phases.flatMap((phase) => phase.services).filter((one) => one.change === 'replace');
  return replaced.flatMap(({ service }) => {
    const then = before.get(service) ?? { requests: 0, lost: 0 };
    const end = after.get(service);
    if (end === undefined || end.requests === then.requests) return [];
    const lost = end.lost - then.lost;
    return [
      {
        name: `lost-requests/${service}`,
        outcome: lost === 0 ? ('pass' as const) : ('fail' as const),
        what: `of ${end.requests - then.requests} requests lost while it was replaced`,
        value: lost,
        unit: undefined,
        at: now.toISOString(),
        by: `seaworthy ${version} front`,
        release: plan.release,
        raw: undefined,
      },
    ];
  });
}
