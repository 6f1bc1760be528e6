// What a run took, by its journal.
import type { Plan, Step } from '../model/plan.ts';
import type { JournalRecord } from '../model/record.ts';

/** Times of the run by the journal: its beginning, its starts and gates, its end. */
export function timesOf(plan: Plan, records: readonly JournalRecord[]) {
  const steps = new Map(plan.phases.flatMap((phase) => phase.steps).map((step) => [step.id, step]));
  const passed = new Map(
    records.flatMap((one) => (one.event === 'gate' ? [[one.step, one.state.firstPassMs] as const] : [])),
  );
  const timed = records.flatMap((record) => {
    const step = record.event === 'done' ? steps.get(record.step) : undefined;
    return record.event === 'done' && step !== undefined ? [{ step, ms: record.ms, at: record.at }] : [];
  });
  const begun = Date.parse(records[0]?.at ?? '');
  const firstStart = records.find((one) => one.event === 'intent' && isStart(steps.get(one.step)));
  const between = (at: string | undefined) => Math.max(0, Date.parse(at ?? '') - begun);
  return {
    steps: timed.map(({ step, ms, at }) => ({ step: step.id, kind: step.action.kind, ms, at })),
    setupMs: firstStart === undefined ? undefined : between(firstStart.at),
    totalMs: between(records.at(-1)?.at),
    // A gate then goes on for as long as the service has to be stable, which is no part of its start.
    starts: sumsOf(
      timed.map((one) => ({ ...one, ms: Math.min(one.ms, passed.get(one.step.id) ?? one.ms) })),
      'start',
      'gate',
    ),
    pulls: sumsOf(timed, 'pull'),
  };
}

function isStart(step: Step | undefined): boolean {
  return step?.action.kind === 'start';
}

/** By service: the time of its steps of these kinds, of the slowest of its instances. */
function sumsOf(
  timed: readonly { readonly step: Step; readonly ms: number }[],
  ...kinds: readonly Step['action']['kind'][]
): ReadonlyMap<string, number> {
  const sums = new Map<string, Map<string, number>>();
  for (const { step, ms } of timed) {
    const { action } = step;
    if (!kinds.includes(action.kind) || !('service' in action)) continue;
    const own = sums.get(action.service) ?? new Map<string, number>();
    const name = ('instance' in action && action.instance) || '';
    sums.set(action.service, own.set(name, (own.get(name) ?? 0) + ms));
  }
  return new Map([...sums].map(([service, own]) => [service, Math.max(...own.values())]));
}
