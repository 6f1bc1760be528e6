// What was measured, drawn: latencies, memory and CPU over time, bars of bytes.
import { formatBytes, formatCpus, formatDuration } from '../../../base/units.ts';
import type { LoadRaw, UsageRaw } from '../../../model/measurement.ts';
import type { ServiceBytes } from '../format.ts';
import { figure, line, path, rect, text, ticks } from './svg.ts';

const width = 720;
const left = 70;
const right = width - 20;
const ms = (value: number) => (value < 10 ? `${Number(value.toFixed(1))}ms` : formatDuration(value));

/** Classes on a logarithmic scale: a tail that lies far out is seen beside the many quick ones. */
export function latencyChart({ name, all, histogram }: LoadRaw): string {
  const { p50, p95, p99, max } = all.latency;
  const counted = histogram.filter(([, amount]) => amount > 0);
  const low = Math.log10(Math.max(0.05, Math.min(...counted.map(([at]) => at))));
  const high = Math.max(low + 0.3, Math.log10(Math.max(max, 0.1)));
  const bins = 60;
  const amounts = Array.from({ length: bins }, () => 0);
  for (const [at, amount] of counted) {
    const bin = Math.floor(((Math.log10(Math.max(at, 0.05)) - low) / (high - low)) * bins);
    const index = Math.min(bins - 1, Math.max(0, bin));
    amounts[index] = (amounts[index] ?? 0) + amount;
  }
  const most = Math.max(...amounts, 1);
  const x = (value: number) =>
    left + ((Math.log10(Math.max(value, 0.05)) - low) / (high - low)) * (right - left);
  const bars = amounts.flatMap((amount, index) => {
    if (amount === 0) return [];
    const from = 10 ** (low + (index / bins) * (high - low));
    // At least one pixel: the rare slow ones are what a latency chart is for.
    const height = Math.max(1, (amount / most) * 130);
    return rect(
      { x: x(from), y: 160 - height, width: (right - left) / bins - 1, height },
      'bar latency',
      `${amount} near ${ms(from)}`,
    );
  });
  const marks = (
    [
      ['p50', p50],
      ['p95', p95],
      ['p99', p99],
    ] as const
  ).map(
    ([name, value], index) =>
      line(x(value), 14 + index * 12, x(value), 160, 'mark') +
      label(x(value), 22 + index * 12, `${name} ${ms(value)}`),
  );
  const axis = [0.1, 1, 10, 100, 1000, 10_000].filter(
    (at) => Math.log10(at) >= low && Math.log10(at) <= high,
  );
  const scale = axis.map((at) => line(x(at), 160, x(at), 165, 'grid') + text(x(at), 178, ms(at), 'middle'));
  const caption = `${name}: ${all.requests} requests, p50 ${ms(p50)}, p95 ${ms(p95)}, p99 ${ms(p99)}, slowest ${ms(max)}. Logarithmic scale.`;
  return figure(
    `Latency of ${name}`,
    width,
    190,
    [line(left, 160, right, 160, 'axis'), ...bars, ...scale, ...marks].join(''),
    caption,
  );
}

/** Beside its mark, on the side where there is room. */
function label(x: number, y: number, words: string): string {
  return x > right - 80 ? text(x - 3, y, words, 'end') : text(x + 3, y, words);
}

interface Course {
  readonly label: string;
  readonly of: (sample: UsageRaw['samples'][number]) => number | undefined;
  readonly budget: number | undefined;
  readonly format: (value: number) => string;
}

export function usageCharts(
  usage: UsageRaw,
  memoryBudget: number | undefined,
  cpuBudget: number | undefined,
): string {
  const courses: readonly Course[] = [
    { label: 'Memory over time', of: (one) => one.memory, budget: memoryBudget, format: formatBytes },
    {
      label: 'CPU over time',
      of: (one) => one.cpus,
      budget: cpuBudget,
      format: (value) => `${formatCpus(value)} CPU`,
    },
  ];
  return courses.map((course) => courseChart(usage, course)).join('');
}

/** The sum of all instances, each holding its last value until its next sample. */
function courseChart({ samples }: UsageRaw, { label, of, budget, format }: Course): string {
  const latest = new Map<string, number>();
  const sums = new Map<number, number>();
  for (const sample of [...samples].sort((a, b) => a.atMs - b.atMs)) {
    const value = of(sample);
    if (value === undefined) continue;
    latest.set(sample.instance, value);
    sums.set(
      sample.atMs,
      [...latest.values()].reduce((sum, one) => sum + one, 0),
    );
  }
  const points = [...sums];
  if (points.length === 0) return `<p class="soft">${label}: the engine does not count it.</p>`;
  const end = Math.max(...points.map(([at]) => at), 1);
  const peak = Math.max(...points.map(([, value]) => value), 0);
  const most = Math.max(peak, budget ?? 0) * 1.1 || 1;
  const x = (at: number) => left + (at / end) * (right - left);
  const y = (value: number) => 150 - (value / most) * 130;
  const drawn = thinned(points).map(([at, value]) => [x(at), y(value)] as const);
  const first = drawn[0]?.[0] ?? left;
  const area = path([[first, 150], ...drawn, [drawn.at(-1)?.[0] ?? left, 150]], 'area');
  const limit =
    budget === undefined
      ? ''
      : line(left, y(budget), right, y(budget), 'budget') +
        text(right, y(budget) - 4, `budget ${format(budget)}`, 'end');
  const scale = ticks(6, end).map((at) => text(x(at), 166, formatDuration(at), 'middle'));
  const heights = [0, peak].map((value) => text(left - 6, y(value) + 4, format(value), 'end'));
  const within =
    budget === undefined
      ? 'no budget is declared'
      : peak <= budget
        ? `within the budget of ${format(budget)}`
        : `over the budget of ${format(budget)}`;
  return figure(
    label,
    width,
    176,
    [area, path(drawn, 'course'), line(left, 150, right, 150, 'axis'), limit, ...scale, ...heights].join(''),
    `Peak ${format(peak)}, ${within}.`,
  );
}

/** At most so many points as are told apart, of neighbours the highest: a peak must be seen. */
function thinned(points: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  const size = Math.ceil(points.length / 400);
  if (size <= 1) return points;
  const kept: (readonly [number, number])[] = [];
  for (let from = 0; from < points.length; from += size)
    kept.push(points.slice(from, from + size).reduce((most, one) => (one[1] > most[1] ? one : most)));
  return kept;
}

/** A bar each, longest first, with a mark where its limit is. */
export function bytesChart(label: string, all: readonly ServiceBytes[]): string {
  const sorted = [...all].sort((a, b) => b.bytes - a.bytes);
  const most = Math.max(...sorted.map(({ bytes, limit }) => Math.max(bytes, limit ?? 0)), 1);
  const x = (bytes: number) => 150 + (bytes / most) * (right - 310);
  const rows = sorted.map(({ service, bytes, limit }, index) => {
    const y = 6 + index * 22;
    const over = limit !== undefined && bytes > limit * 0.9;
    const said = limit === undefined ? formatBytes(bytes) : `${formatBytes(bytes)} of ${formatBytes(limit)}`;
    const mark = limit === undefined ? '' : line(x(limit), y, x(limit), y + 16, 'budget');
    return (
      text(142, y + 12, service, 'end') +
      rect(
        { x: 150, y, width: x(bytes) - 150, height: 16 },
        over ? 'bar failed' : 'bar bytes',
        `${service}: ${said}`,
      ) +
      mark +
      text(Math.max(x(bytes), x(limit ?? 0)) + 6, y + 12, said)
    );
  });
  const sum = sorted.reduce((total, { bytes }) => total + bytes, 0);
  return figure(
    label,
    width,
    12 + sorted.length * 22,
    rows.join(''),
    `${formatBytes(sum)} in all, ${sorted[0]?.service ?? ''} most.`,
  );
}
