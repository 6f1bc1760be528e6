// Load tests as text, one live line while they run, and JSON.
import { count, printableLine } from '../base/text.ts';
import type { MaxFound } from '../verify/load/find-max.ts';
import { formatAmount, formatLatency, formatShare } from '../verify/load/judge.ts';
import { type LoadPart, type LoadResult, lacksArrivals } from '../verify/load/result.ts';
import type { LoadProgress } from '../verify/load/run.ts';
import type { Paint } from './paint.ts';
import { table } from './table.ts';

export function loadText(result: LoadResult, paint: Paint): string {
  const head = ['target', 'requests', '/s', 'failed', 'p50', 'p90', 'p95', 'p99', 'max'];
  const parts = result.targets.length > 1 ? [...result.targets, result.all] : [result.all];
  const rows = parts.map((part) => rowOf(result.targets.length > 1 ? part.name : result.name, part));
  const lines = [
    ...table([head, ...rows]),
    ...errorLines(result),
    ...generatorLines(result),
    ...result.thresholds.map(
      ({ outcome, threshold, reason }) =>
        `${coloured(outcome, paint)} ${printableLine(threshold)}  ${printableLine(reason)}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function coloured(outcome: LoadResult['outcome'], paint: Paint): string {
  const word = outcome.padEnd(12);
  return outcome === 'pass' ? paint.green(word) : outcome === 'fail' ? paint.red(word) : paint.yellow(word);
}

function rowOf(name: string, { requests, throughput, errorRate, latency }: LoadPart): readonly string[] {
  const times = [latency.p50, latency.p90, latency.p95, latency.p99, latency.max];
  const shown = latency.samples === 0 ? times.map(() => '-') : times.map(formatLatency);
  return [printableLine(name), String(requests), String(throughput), formatShare(errorRate), ...shown];
}

function errorLines({ all }: LoadResult): readonly string[] {
  return Object.entries(all.errors)
    .sort(([, a], [, b]) => b - a)
    .map(([kind, times]) => `${count(times, 'request')} failed: ${printableLine(kind)}`);
}

/** What the generator itself could not do: a verdict on the server needs to know. */
function generatorLines(result: LoadResult): readonly string[] {
  const { due, missed, late, queued, discarded } = result;
  const lines: string[] = [];
  if (missed > 0)
    lines.push(`${missed} of ${due} were not sent: no connection, port or descriptor was left here`);
  if (late > 0) lines.push(`${late} of ${due} were sent more than 10ms late: this machine was busy`);
  if (queued > 0) lines.push(`${queued} of ${due} waited for a connection; their time ran`);
  if (discarded > 0)
    lines.push(`${discarded} were under way when the test was interrupted; they do not count`);
  if (lacksArrivals(result)) lines.push('so the rate that was asked for was not reached');
  return lines;
}

const bars = '▁▂▃▄▅▆▇█';

/** The newest values as bars, the highest of them as high as a line. */
export function sparkline(values: readonly number[], width: number): string {
  const newest = values.slice(-width);
  const most = Math.max(...newest, 0);
  return newest
    .map((value) => bars[most === 0 ? 0 : Math.min(7, Math.floor((value / most) * 8))] ?? '')
    .join('');
}

/** `browse 12s of 30s  2004/s  p95 14.2ms  0% failed  12 under way  ▂▃▂▅█` */
export function loadLine(name: string, progress: LoadProgress, totalMs: number, width: number): string {
  const { all, seconds, elapsedMs, inFlight } = progress;
  const last = seconds.at(-1);
  const rate = last === undefined ? 0 : last.requests;
  const share = all.requests === 0 ? 0 : all.failed / all.requests;
  const text = [
    `${printableLine(name)} ${Math.floor(elapsedMs / 1000)}s of ${Math.round(totalMs / 1000)}s`,
    `${formatAmount(rate)}/s`,
    `p95 ${last === undefined ? '-' : formatLatency(last.p95)}`,
    `${formatShare(share)} failed`,
    `${inFlight} under way`,
  ].join('  ');
  const left = Math.min(30, width - text.length - 3);
  return left < 3
    ? text.slice(0, width - 1)
    : `${text}  ${sparkline(
        seconds.map(({ p95 }) => p95),
        left,
      )}`;
}

export function maxText(name: string, found: MaxFound, paint: Paint): string {
  const rows = found.tried.map(({ rate, outcome, why, result }) => [
    `${formatAmount(rate)}/s`,
    coloured(outcome, paint).trimEnd(),
    formatLatency(result.all.latency.p95),
    formatShare(result.all.errorRate),
    printableLine(why),
  ]);
  const lines = table([['rate', 'outcome', 'p95', 'failed', 'decided by'], ...rows]);
  return `${lines.join('\n')}\n${printableLine(name)}: ${maxSentence(found)}\n`;
}

function maxSentence({ held, broke, because }: MaxFound): string {
  const reached = held === undefined ? 'no rate held' : `${formatAmount(held)}/s holds`;
  switch (because) {
    case 'found':
      return broke === undefined ? reached : `${reached}, ${formatAmount(broke)}/s breaks`;
    case 'generator':
      return `${reached}; above it this machine could not send all, which says nothing of the server`;
    case 'most':
      return `${reached}, which is the most that was to be tried (--most)`;
    case 'interrupted':
      return `${reached}; interrupted`;
    case 'inconclusive':
      return `${reached}; then nothing could be decided: hold each rate longer with --step, on a machine that is less busy`;
    default:
      return reached;
  }
}

export function loadJson(results: readonly LoadResult[], found: ReadonlyMap<string, MaxFound>): string {
  const shown = results.map((result) => {
    const max = found.get(result.name);
    if (max === undefined) return result;
    const tried = max.tried.map(({ rate, outcome, why }) => ({ rate, outcome, why }));
    return { ...result, max: { ...max, tried } };
  });
  return `${JSON.stringify({ schema: 'seaworthy.load/1', results: shown }, null, 2)}\n`;
}
