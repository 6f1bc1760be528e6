// What a rollout took, as evidence: each time, memory and CPU that was really measured, beside its target. What the engine
// does not know (images of an engine that has none) is left out here and thereby unknown to a verdict, never good.
import { count } from '../base/text.ts';
import { formatBytes, formatDuration } from '../base/units.ts';
import { version } from '../base/version.ts';
import type { Evidence } from '../model/evidence.ts';
import { type ChangeMeasure, type KpiSetting, kpiTargets } from '../model/kpi.ts';
import type { Plan } from '../model/plan.ts';
import type { JournalRecord } from '../model/record.ts';
import { type Capacity, type Observed, replicasWanted } from '../model/unit.ts';
import { timesOf } from './run-times.ts';
import type { RecordedUsage } from './usage-course.ts';

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
  /** What was sampled while the run went on, and the path of the samples. */
  readonly usage: (UsageSums & { readonly raw: string | undefined }) | undefined;
}

export type UsageSums = Pick<
  RecordedUsage,
  'memoryPeak' | 'memoryPeaks' | 'cpuSeconds' | 'lastedMs' | 'taken'
>;

interface Measured {
  readonly name: string;
  readonly what: string;
  readonly value: number;
  readonly unit: 'ms' | 'bytes' | '%';
  /** The value may be at most this, or at least where `least`. */
  readonly target: number;
  readonly least?: true;
  /** Where it does not rest on the measurement of the whole run. */
  readonly raw?: string | undefined;
}

/** One piece of evidence a KPI, and one for each statement about change. */
export function rolloutKpis(input: KpiInput): readonly Evidence[] {
  const measured = [...times(input), ...resources(input), ...images(input), ...healthy(input)];
  return [...measured.map((one) => evidenceOf(one, input)), ...changes(measured, input)];
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

function resources(input: KpiInput): readonly Measured[] {
  return [...memory(input), ...uses(input), ...cpu(input)];
}

const runningOf = ({ observed }: KpiInput) => observed.filter((one) => one.state !== 'exited');

/** Of all instances at one time, old ones beside new ones and jobs too, where it was sampled; else each at its own peak. */
function memory(input: KpiInput): readonly Measured[] {
  const { usage } = input;
  const target = input.kpis?.memory ?? kpiTargets.memory;
  if (usage?.memoryPeak !== undefined) {
    const what = `of memory at the peak of ${count(usage.taken, 'sample')} over ${formatDuration(usage.lastedMs)}`;
    const { memoryPeak: value, raw } = usage;
    return [{ name: 'memory', what, value, unit: 'bytes', target, raw }];
  }
  const peaks = runningOf(input).flatMap((one) => one.memoryPeak ?? one.memory ?? []);
  if (peaks.length === 0) return [];
  const value = peaks.reduce((sum, bytes) => sum + bytes, 0);
  const what = `of memory at the peaks of ${peaks.length} instances, which need not have been at one time`;
  return [{ name: 'memory', what, value, unit: 'bytes', target }];
}

/** The kernel's own peak where the engine tells it: a sample a second can miss one. */
function uses(input: KpiInput): readonly Measured[] {
  const target = input.kpis?.use ?? kpiTargets.use;
  const services = new Map<string, Observed[]>();
  for (const one of runningOf(input)) services.set(one.service, [...(services.get(one.service) ?? []), one]);
  return [...services].flatMap(([service, all]): readonly Measured[] => {
    const given = input.plan.wanted[service]?.unit.memoryLimit;
    // What was sampled is the sum of all instances, of which each has the limit to itself.
    const sampled = all.length === 1 ? input.usage?.memoryPeaks.get(service) : undefined;
    const used = all.flatMap(({ memoryPeak, memory: now }) => memoryPeak ?? sampled ?? now ?? []);
    const bytes = used.length === 0 ? undefined : Math.max(...used);
    if (given === undefined || bytes === undefined) return [];
    const value = Math.round((bytes / given) * 1000) / 10;
    const what = `of the ${formatBytes(given)} that ${service} was given, at its peak`;
    return [{ name: `use/${service}`, what, value, unit: '%', target }];
  });
}

function cpu({ usage, capacity, kpis }: KpiInput): readonly Measured[] {
  if (usage?.cpuSeconds === undefined || capacity === undefined || usage.lastedMs <= 0) return [];
  const share = usage.cpuSeconds / ((usage.lastedMs / 1000) * capacity.cpus);
  const value = Math.round(share * 1000) / 10;
  const what = `of ${count(capacity.cpus, 'processor')}, all services over ${formatDuration(usage.lastedMs)}`;
  const { raw } = usage;
  return [{ name: 'cpu', what, value, unit: '%', target: kpis?.cpu ?? kpiTargets.cpu, raw }];
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
  const wanted = Object.values(plan.wanted).filter(
    (one) => !skipped.has(one.unit.service) && replicasWanted(one) > 0,
  );
  if (wanted.length === 0) return [];
  const good = wanted.filter((service) => {
    const { unit, config } = service;
    const own = observed.filter(
      (one) =>
        one.service === unit.service &&
        one.config === config &&
        (unit.oneShot ? one.exitCode === 0 : one.state === 'running'),
    );
    return own.length >= replicasWanted(service);
  });
  const value = Math.round((good.length / wanted.length) * 1000) / 10;
  const what = `of ${wanted.length} services run after their gates`;
  return [
    { name: 'healthy', what, value, unit: '%', target: kpis?.healthy ?? kpiTargets.healthy, least: true },
  ];
}

function evidenceOf(measured: Measured, input: KpiInput): Evidence {
  const { name, what, value, unit, target, least } = measured;
  const holds = least === true ? value >= target : value <= target;
  const bound = `${least === true ? 'at least' : 'at most'} ${shown(target, unit)}`;
  return {
    name: `kpi/${name}`,
    outcome: holds ? 'pass' : 'fail',
    what: `${what}; target ${bound}`,
    value,
    unit,
    limit: `${least === true ? '>=' : '<='} ${shown(target, unit)}`,
    ...about(input),
    ...(measured.raw === undefined ? {} : { raw: measured.raw }),
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
