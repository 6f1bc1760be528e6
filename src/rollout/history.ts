// Runs and releases as a rollout needs them: what was before, what was reached, what is current.
import { statSync } from 'node:fs';
import { SeaworthyError } from '../base/errors.ts';
import { readJournalTolerant } from '../journal/read.ts';
import { replay } from '../journal/replay.ts';
import type { RunEntry, StateStore } from '../journal/store.ts';
import type { LoadChange, Plan, ServiceChange } from '../model/plan.ts';
import type { JournalRecord, RunState } from '../model/record.ts';
import { adoptedConfig, type Wanted } from '../model/unit.ts';
import { instanceNumber } from '../plan/numbers.ts';
import type { FormerWanted } from '../plan/steps.ts';
import { unprovedBy } from './reached.ts';
import type { RunTarget } from './run-context.ts';

export interface KnownRun {
  readonly entry: RunEntry;
  readonly records: readonly JournalRecord[];
  /** Undefined when the run died before its first record: it touched nothing. */
  readonly state: RunState | undefined;
  readonly problem: SeaworthyError | undefined;
}

interface ReadRun {
  /** Size and time of the journal. */
  readonly stamp: string;
  readonly known: KnownRun;
}

const runsRead = new WeakMap<StateStore, Map<string, ReadRun>>();

/** One that has not been written to is not read again: a verb asks many things of the last run. */
export function readRun(store: StateStore, entry: RunEntry): KnownRun {
  const path = store.journalPath(entry.run);
  const ofStore = runsRead.get(store) ?? new Map<string, ReadRun>();
  runsRead.set(store, ofStore);
  const stat = statSync(path, { throwIfNoEntry: false });
  const stamp = `${stat?.size} ${stat?.mtimeMs}`;
  const before = ofStore.get(entry.run);
  if (before?.stamp === stamp) return before.known;
  const { records, problem } = readJournalTolerant(path);
  const known = { entry, records, state: replay(records), problem };
  ofStore.set(entry.run, { stamp, known });
  return known;
}

/** What is on the disk of a run by now. */
export function recordsOf(store: StateStore, run: string): readonly JournalRecord[] {
  const entry = store.runs().find((one) => one.run === run);
  return entry === undefined ? [] : readRun(store, entry).records;
}

/** The newest run that left a trace. */
export function lastRun(store: StateStore): KnownRun | undefined {
  for (const entry of [...store.runs()].reverse()) {
    const run = readRun(store, entry);
    if (run.state !== undefined || run.problem !== undefined) return run;
  }
  return undefined;
}

/** What the last run took over, while it is not at its end: from then on it is gone, or another's again. */
export function adoptedByLastRun(store: StateStore): readonly string[] {
  const last = lastRun(store);
  const outcome = last?.state?.ended?.outcome;
  if (last === undefined || (outcome !== undefined && outcome !== 'failed')) return [];
  return (store.runPlan(last.entry.run)?.adopted ?? []).map(({ id }) => id);
}

export type InterruptedRun = KnownRun & { readonly state: RunState };

/** The newest run, when it has not ended. @throws SeaworthyError JOURNAL_DAMAGED when that cannot be told. */
export function interruptedRun(store: StateStore): InterruptedRun | undefined {
  const last = lastRun(store);
  if (last?.problem !== undefined) throw last.problem;
  if (last?.state === undefined || last.state.ended !== undefined) return undefined;
  return { ...last, state: last.state };
}

/** Begins a run: its release, its folder, its plan, and what each service was before. */
export function beginRun(store: StateStore, plan: Plan, at: Date): RunTarget {
  const number = plan.load === undefined ? store.releaseFor(plan, at).number : mainRelease(store);
  const { run } = store.newRun(number);
  store.putRunBefore(run, store.current());
  store.putRunPlan(run, plan);
  return targetOf(store, run, plan, number);
}

/** Shedding makes no release: its runs are counted with that which most of the stack is on. */
function mainRelease(store: StateStore): number {
  return currentRelease(store)?.number ?? store.releases().at(-1)?.number ?? 0;
}

/** @throws SeaworthyError JOURNAL_DAMAGED when the run's plan is gone. */
export function reopenRun(store: StateStore, known: KnownRun): RunTarget {
  const plan = store.runPlan(known.entry.run);
  if (plan === undefined) {
    throw new SeaworthyError('JOURNAL_DAMAGED', `the plan of run ${known.entry.run} is missing`, {
      hint: 'seaworthy status shows what runs; seaworthy down takes it away.',
    });
  }
  return targetOf(store, known.entry.run, plan, known.entry.release);
}

function targetOf(store: StateStore, run: string, plan: Plan, release: number): RunTarget {
  const before = store.runBefore(run);
  const gone = (services: readonly string[]) =>
    services.filter((service) => plan.wanted[service] === undefined);
  return {
    run,
    plan,
    before: wantedBefore(store, before, plan),
    former: formerWanted(store),
    promote: (phase, services) => {
      if (plan.load !== undefined) return promoteLoad(store, plan.load, services);
      store.setCurrent(
        services.filter((service) => plan.wanted[service] !== undefined),
        release,
      );
      store.setCurrent(gone(services), null);
      store.markPromoted(release, phase);
    },
    demote: (services) => {
      for (const service of services) store.setCurrent([service], before[service] ?? null);
    },
  };
}

/** What is shed belongs to no release any more; what comes back, to the one that it was on. */
function promoteLoad(store: StateStore, { kind, releases }: LoadChange, services: readonly string[]): void {
  for (const service of services)
    store.setCurrent([service], kind === 'shed' ? null : (releases[service] ?? null));
}

/** The wanted state of each service in the release it was on. */
function wantedBefore(
  store: StateStore,
  before: Readonly<Record<string, number>>,
  next: Plan,
): ReadonlyMap<string, Wanted> {
  const plans = new Map<number, Plan | undefined>();
  const wanted = new Map<string, Wanted>();
  for (const [service, number] of Object.entries(before)) {
    if (!plans.has(number)) plans.set(number, store.release(number)?.plan);
    const plan = plans.get(number);
    const found = plan?.wanted[service];
    // What that release had left out, and has not run since, is not started by going back.
    const ran = changeOf(plan, service) !== 'skip' || wasThere.has(changeOf(next, service));
    if (found !== undefined && ran) wanted.set(service, found);
  }
  const ran = (next.adopted ?? []).flatMap((one) => (one.ran ? [one.service] : []));
  for (const service of new Set(ran)) {
    const found = next.wanted[service];
    const replicas = ran.filter((one) => one === service).length;
    // Its configuration is on no record; how it is stopped and called is taken from its successor.
    if (found !== undefined && !wanted.has(service))
      wanted.set(service, { ...found, config: adoptedConfig, replicas });
  }
  return wanted;
}

/** What an instance was started from, looked up in the releases by its configuration. Read once, when first asked. */
export function formerWanted(store: StateStore): FormerWanted {
  let known: ReadonlyMap<string, Wanted> | undefined;
  return (service, config) => {
    known ??= new Map(
      store
        .releases()
        .flatMap(({ plan }) => Object.values(plan.wanted))
        .map((one) => [`${one.unit.service} ${one.config}`, one]),
    );
    return known.get(`${service} ${config}`);
  };
}

/** Changes of a service that had an instance when the plan was made. */
const wasThere: ReadonlySet<ServiceChange | undefined> = new Set(['keep', 'replace', 'remove'] as const);

function changeOf(plan: Plan | undefined, service: string): ServiceChange | undefined {
  return plan?.phases.flatMap((phase) => phase.services).find((one) => one.service === service)?.change;
}

/** Instances that the last run started, could not prove, and could not take back. */
export function distrustedInstances(store: StateStore): ReadonlySet<string> {
  const state = lastRun(store)?.state;
  return state?.ended?.outcome === 'failed' ? unprovedBy(state) : new Set();
}

/** Highest instance number used so far, by service: a name is never used again, or logs would mix. */
export function usedNumbers(store: StateStore): Readonly<Record<string, number>> {
  const last = lastRun(store);
  if (last === undefined) return {};
  // Each plan carries the numbers before it, so that the newest run knows them all.
  const numbers: Record<string, number> = { ...store.runPlan(last.entry.run)?.numbers };
  for (const id of last.state?.steps.keys() ?? []) {
    const match = /^[^/]+\/(.+)\/start\/([^/]+)$/.exec(id);
    if (match === null) continue;
    const service = match[1] ?? '';
    numbers[service] = Math.max(numbers[service] ?? 0, instanceNumber(match[2] ?? ''));
  }
  return numbers;
}

/** Hash of the release that most services are on now, for people; undefined when nothing was promoted. */
export function currentRelease(
  store: StateStore,
): { readonly number: number; readonly hash: string } | undefined {
  const numbers = Object.values(store.current());
  if (numbers.length === 0) return undefined;
  const release = store.release(Math.max(...numbers));
  return release === undefined ? undefined : { number: release.number, hash: release.hash };
}
