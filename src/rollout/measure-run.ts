// Measures a run that ended well, and keeps what it measured: a bonus, which must never turn a good run into a failed one.
import type { Clock } from '../base/clock.ts';
import { count } from '../base/text.ts';
import { formatBytes, formatDuration } from '../base/units.ts';
import { version } from '../base/version.ts';
import type { Engine } from '../engines/engine.ts';
import type { StateStore } from '../journal/store.ts';
import type { Evidence } from '../model/evidence.ts';
import type { ImageLayer } from '../model/image.ts';
import type { KpiSetting } from '../model/kpi.ts';
import type { ImagesRaw, UsageRaw } from '../model/measurement.ts';
import type { Plan } from '../model/plan.ts';
import type { BudgetSetting } from '../model/settings.ts';
import { recordsOf } from './history.ts';
import { rolloutKpis } from './kpis.ts';
import type { RunTarget } from './run-context.ts';
import { timesOf } from './run-times.ts';
import type { RecordedUsage } from './usage-course.ts';

const measureMs = 2000;

/** What changes nothing measures nothing. */
export function startsSomething(plan: Plan): boolean {
  return plan.phases.some(({ steps }) => steps.some(({ action }) => action.kind === 'start'));
}

interface Where {
  readonly store: StateStore;
  readonly engine: Engine;
  readonly clock: Clock;
  readonly kpis: KpiSetting | undefined;
  readonly budget: BudgetSetting | undefined;
  readonly usage: RecordedUsage | undefined;
}

export async function keepKpis({ run, plan }: RunTarget, where: Where): Promise<void> {
  const { store, engine, clock, kpis, budget, usage } = where;
  if (usage === undefined) return;
  try {
    const signal = AbortSignal.timeout(measureMs);
    const [observed, capacity] = await Promise.all([engine.observe(signal), engine.capacity(signal)]);
    const records = recordsOf(store, run);
    const at = clock.now();
    const seen = observed.map(({ service, instance, state, memory, memoryPeak, cpuSeconds, restarts }) => {
      return { service, instance, state, memory, memoryPeak, cpuSeconds, restarts };
    });
    const { starts: _starts, pulls: _pulls, ...times } = timesOf(plan, records);
    const value = { schema: 'seaworthy.rollout/1', run, release: plan.release, ...times, observed: seen };
    const raw = store.putRaw(plan.release, `rollout-${run}`, 'json', JSON.stringify(value));
    const kept = [keepUsage(store, { plan, run, usage, at, budget }), ...keepImages(store, plan, run, at)];
    const earlier = kpis?.change === undefined ? [] : store.evidence().records;
    const used = { ...usage, raw: kept[0]?.raw };
    const given = { plan, records, observed, capacity, kpis, earlier, at, raw, usage: used };
    store.addEvidence([...kept, ...rolloutKpis(given)]);
  } catch {
    // A full disk, an engine that hangs: nothing was measured, which a verdict then says.
  }
}

interface Kept {
  readonly plan: Plan;
  readonly run: string;
  readonly usage: RecordedUsage;
  readonly at: Date;
  readonly budget: BudgetSetting | undefined;
}

/** The samples as a file, and what they say of the budget. */
function keepUsage(store: StateStore, { plan, run, usage, at, budget }: Kept): Evidence {
  const { samples, memoryPeak, taken, lastedMs } = usage;
  const begunAt = new Date(at.getTime() - lastedMs).toISOString();
  const value: UsageRaw = { schema: 'seaworthy.raw.usage/1', begunAt, samples };
  const base = {
    name: 'rollout/usage',
    unit: 'bytes',
    at: at.toISOString(),
    by: `seaworthy ${version} rollout`,
    release: plan.release,
  };
  if (memoryPeak === undefined) {
    const what = 'the engine gave no sample of what instances use';
    return { ...base, outcome: 'unknown', what, value: undefined, raw: undefined };
  }
  const limit = budget?.memory;
  return {
    ...base,
    outcome: limit === undefined || memoryPeak <= limit ? 'pass' : 'fail',
    what: `of memory at the peak of ${count(taken, 'sample')} over ${formatDuration(lastedMs)}`,
    value: memoryPeak,
    limit: limit === undefined ? undefined : `<= ${formatBytes(limit)}`,
    raw: store.putRaw(plan.release, `usage-${run}`, 'json', JSON.stringify(value)),
  };
}

/** The images by the plan, which looked at what they are by content; none where the engine has none. */
function keepImages(store: StateStore, plan: Plan, run: string, at: Date): readonly Evidence[] {
  if (plan.images === undefined) return [];
  const { images, whole } = plan.images;
  const bytes = (layers: readonly ImageLayer[], of: (layer: ImageLayer) => number | undefined) => {
    const known = layers.flatMap((layer) => of(layer) ?? []);
    return layers.length === 0 || known.length < layers.length
      ? undefined
      : known.reduce((sum, one) => sum + one, 0);
  };
  const listed = images.flatMap(({ name, services, layers }) =>
    services.slice(0, 1).map((service) => ({
      service,
      image: name,
      compressed: bytes(layers, (layer) => layer.compressed),
      unpacked: bytes(layers, (layer) => layer.unpacked),
    })),
  );
  const isWhole = images.every(({ layers }) => layers.length > 0);
  const total = isWhole ? whole.unpacked : undefined;
  const value: ImagesRaw = { schema: 'seaworthy.raw.images/1', images: listed, total };
  return [
    {
      name: 'rollout/images',
      outcome: isWhole ? 'pass' : 'unknown',
      what: isWhole
        ? `of ${count(images.length, 'image')} unpacked, shared layers once${whole.estimated ? ', partly reckoned' : ''}`
        : 'an image that was still to be built had no size yet',
      value: total,
      unit: 'bytes',
      at: at.toISOString(),
      by: `seaworthy ${version} rollout`,
      release: plan.release,
      raw: store.putRaw(plan.release, `images-${run}`, 'json', JSON.stringify(value)),
    },
  ];
}
