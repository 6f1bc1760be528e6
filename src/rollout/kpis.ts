// What a rollout took, as evidence: each time, memory and CPU that was really measured, beside its target. What the engine
// does not know (images of an engine that has none) is left out here and thereby unknown to a verdict, never good.
import { formatBytes, formatDuration } from '../base/units.ts';
import { version } from '../base/version.ts';
import type { Evidence } from '../model/evidence.ts';
import { type ChangeMeasure, type KpiSetting, kpiTargets } from '../model/kpi.ts';
import type { Plan, Step } from '../model/plan.ts';
import type { JournalRecord } from '../model/record.ts';
import type { Capacity, Observed } from '../model/unit.ts';

export interface KpiInput {
  readonly plan: Plan;
  readonly records: readonly JournalRecord[];
  readonly observed: readonly Observed[];
  readonly capacity: Capacity | undefined;
  readonly kpis: KpiSetting | undefined;
  /** Evidence of earlier rollouts, for what is said about change. */
  readonly earlier: readonly Evidence[];
  readonly at: Date;
  /** Path of the raw measurement. */
  readonly raw: string | undefined;
}

interface Measured {
  readonly name: string;
  readonly what: string;
  readonly value: number;
  readonly unit: 'ms' | 'bytes' | '%';
  /** The value may be at most this, or at least where `least`. */
  readonly target: number;
  readonly least?: true;
}

/** One piece of evidence a KPI, and one for each statement about change. */
export function rolloutKpis(input: KpiInput): readonly Evidence[] {
  const measured = [...times(input), ...resources(input), ...images(input), ...healthy(input)];
  return [...measured.map((one) => evidenceOf(one, input)), ...changes(measured, input)];
}

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

/** By service: the time of its steps of these kinds. */
function sumsOf(
  timed: readonly { readonly step: Step; readonly ms: number }[],
  ...kinds: readonly Step['action']['kind'][]
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { step, ms } of timed) {
    const { action } = step;
    if (!kinds.includes(action.kind) || !('service' in action)) continue;
    sums.set(action.service, (sums.get(action.service) ?? 0) + ms);
  }
  return sums;
}

function times({ plan, records, kpis }: KpiInput): readonly Measured[] {
  const { setupMs, totalMs, starts, pulls } = timesOf(plan, records);
  const targets = { ...kpiTargets, ...kpis };
  const slowest = [...starts].sort(([, a], [, b]) => b - a)[0];
  return [
    ...(setupMs === undefined
      ? []
      : [ms('setup', 'from the beginning to the first start', setupMs, targets.setupMs)]),
    ...[...pulls].map(([service, took]) =>
      ms(`pull/${service}`, `to fetch the image of ${service}`, took, targets.pullMs),
    ),
    ...[...starts].map(([service, took]) =>
      ms(
        `start/${service}`,
        `from the start of ${service} to the first pass of its gate`,
        took,
        targets.startMs,
      ),
    ),
    ...(slowest === undefined
      ? []
      : [ms('start', `from start to first pass of ${slowest[0]}, the slowest`, slowest[1], targets.startMs)]),
    ms('total', 'for the whole rollout', totalMs, targets.totalMs),
  ];
}

function ms(name: string, what: string, value: number, target: number): Measured {
  return { name, what, value: Math.round(value), unit: 'ms', target };
}

function resources({ plan, observed, capacity, records, kpis }: KpiInput): readonly Measured[] {
  const targets = { ...kpiTargets, ...kpis };
  const use = kpis?.use ?? kpiTargets.use;
  const running = observed.filter((one) => one.state !== 'exited');
  const peaks = running.flatMap(({ service, memoryPeak, memory }) => {
    const bytes = memoryPeak ?? memory;
    return bytes === undefined ? [] : [{ service, bytes }];
  });
  const peak = peaks.reduce((sum, { bytes }) => sum + bytes, 0);
  const used = peaks.flatMap(({ service, bytes }) => {
    const given = plan.wanted[service]?.unit.memoryLimit;
    if (given === undefined) return [];
    const share = Math.round((bytes / given) * 1000) / 10;
    const what = `of the ${formatBytes(given)} that ${service} was given, at its peak`;
    return [{ name: `use/${service}`, what, value: share, unit: '%', target: use } as const];
  });
  const seconds = timesOf(plan, records).totalMs / 1000;
  const cpu = running.reduce((sum, { cpuSeconds = 0 }) => sum + cpuSeconds, 0);
  const share = Math.round((cpu / (seconds * (capacity?.cpus ?? 1))) * 1000) / 10;
  const knowsCpu =
    capacity !== undefined && seconds > 0 && running.some((one) => one.cpuSeconds !== undefined);
  // The peak of each by itself: they need not have been at the same time, so the true peak is at most this.
  const what = `of memory at the peak of ${peaks.length} instances`;
  return [
    ...(peaks.length === 0
      ? []
      : [{ name: 'memory', what, value: peak, unit: 'bytes', target: targets.memory } as const]),
    ...used,
    ...(knowsCpu
      ? [
          {
            name: 'cpu',
            what: `of ${capacity?.cpus} processors, all services over the rollout`,
            value: share,
            unit: '%',
            target: targets.cpu,
          } as const,
        ]
      : []),
  ];
}

/** What all images take on the disk, by the plan; what is only reckoned is said to be. */
function images({ plan, kpis }: KpiInput): readonly Measured[] {
  if (plan.images === undefined) return [];
  const { whole, images: all } = plan.images;
  // An image that was not built yet had no size when the plan was made.
  if (all.some(({ layers }) => layers.length === 0)) return [];
  const what = `of ${all.length} images unpacked, shared layers once${whole.estimated ? ', partly reckoned' : ''}`;
  return [
    { name: 'images', what, value: whole.unpacked, unit: 'bytes', target: kpis?.images ?? kpiTargets.images },
  ];
}

/** Services of the release that run, of those that should. */
function healthy({ plan, observed, kpis }: KpiInput): readonly Measured[] {
  const skipped = new Set(
    plan.phases
      .flatMap(({ services }) => services)
      .filter(({ change }) => change === 'skip')
      .map(({ service }) => service),
  );
  const wanted = Object.values(plan.wanted).filter(({ unit }) => !skipped.has(unit.service));
  if (wanted.length === 0) return [];
  const good = wanted.filter(({ unit, config }) =>
    observed.some(
      (one) =>
        one.service === unit.service &&
        one.config === config &&
        (unit.oneShot ? one.exitCode === 0 : one.state === 'running'),
    ),
  );
  const value = Math.round((good.length / wanted.length) * 1000) / 10;
  const what = `of ${wanted.length} services run after their gates`;
  return [
    { name: 'healthy', what, value, unit: '%', target: kpis?.healthy ?? kpiTargets.healthy, least: true },
  ];
}

function evidenceOf({ name, what, value, unit, target, least }: Measured, input: KpiInput): Evidence {
  const holds = least === true ? value >= target : value <= target;
  const bound = `${least === true ? 'at least' : 'at most'} ${shown(target, unit)}`;
  return {
    name: `kpi/${name}`,
    outcome: holds ? 'pass' : 'fail',
    what: `${what}; target ${bound}`,
    value,
    unit,
    ...about(input),
  };
}

function about({ at, plan, raw }: KpiInput) {
  return { at: at.toISOString(), by: `seaworthy ${version} rollout`, release: plan.release, raw };
}

/** Each statement against the newest measurement of the release before; without one it cannot be said. */
function changes(measured: readonly Measured[], input: KpiInput): readonly Evidence[] {
  return (input.kpis?.change ?? []).map(({ text, measure, factor }) => {
    const now = measured.find(({ name }) => name === measure);
    const before = lastOf(measure, input);
    const base = { name: `kpi/change/${text}`, ...about(input) };
    if (now === undefined || before === undefined) {
      const missing = now === undefined ? 'this release' : 'the last release';
      const what = `${measure} was not measured on ${missing}`;
      return { ...base, outcome: 'unknown', what, value: undefined, unit: undefined };
    }
    const percent = before === 0 ? 0 : Math.round((now.value / before - 1) * 1000) / 10;
    const what = `${shown(now.value, now.unit)} against ${shown(before, now.unit)} of the last release`;
    const holds = now.value <= before * factor;
    return { ...base, outcome: holds ? 'pass' : 'fail', what, value: percent, unit: '%' };
  });
}

function lastOf(measure: ChangeMeasure, { earlier, plan }: KpiInput): number | undefined {
  const found = earlier.findLast(
    ({ name, release }) =>
      name === `kpi/${measure}` && release !== undefined && release === plan.previousRelease,
  );
  return typeof found?.value === 'number' ? found.value : undefined;
}

function shown(value: number, unit: Measured['unit']): string {
  if (unit === 'ms') return formatDuration(value);
  return unit === 'bytes' ? formatBytes(value) : `${value} %`;
}
