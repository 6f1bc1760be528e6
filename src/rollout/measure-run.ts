// Measures a run that ended well, and keeps what it measured: a bonus, which must never turn a good run into a failed one.
import type { Clock } from '../base/clock.ts';
import type { Engine } from '../engines/engine.ts';
import { readJournalTolerant } from '../journal/read.ts';
import type { StateStore } from '../journal/store.ts';
import type { KpiSetting } from '../model/kpi.ts';
import { rolloutKpis, timesOf } from './kpis.ts';
import type { RunTarget } from './run-context.ts';

const measureMs = 2000;

export async function keepKpis(
  { run, plan }: RunTarget,
  where: {
    readonly store: StateStore;
    readonly engine: Engine;
    readonly clock: Clock;
    readonly kpis: KpiSetting | undefined;
  },
): Promise<void> {
  const { store, engine, clock, kpis } = where;
  const starts = plan.phases.some(({ steps }) => steps.some(({ action }) => action.kind === 'start'));
  // What changed nothing has measured nothing.
  if (!starts) return;
  try {
    const signal = AbortSignal.timeout(measureMs);
    const [observed, capacity] = await Promise.all([engine.observe(signal), engine.capacity(signal)]);
    const { records } = readJournalTolerant(store.journalPath(run));
    const at = clock.now();
    const seen = observed.map(({ service, instance, state, memory, memoryPeak, cpuSeconds, restarts }) => {
      return { service, instance, state, memory, memoryPeak, cpuSeconds, restarts };
    });
    const { starts: _starts, pulls: _pulls, ...times } = timesOf(plan, records);
    const value = { schema: 'seaworthy.rollout/1', run, release: plan.release, ...times, observed: seen };
    const raw = store.putRaw(plan.release, `rollout-${run}`, 'json', JSON.stringify(value));
    const earlier = kpis?.change === undefined ? [] : store.evidence().records;
    store.addEvidence(rolloutKpis({ plan, records, observed, capacity, kpis, earlier, at, raw }));
  } catch {
    // A full disk, an engine that hangs: nothing was measured, which a verdict then says.
  }
}
