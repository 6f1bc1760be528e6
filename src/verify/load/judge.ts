// Thresholds against what was measured. Where too few samples decide, the answer is neither yes nor no.
import { unreachable } from '../../base/errors.ts';
import { formatDuration } from '../../base/units.ts';
import type { Comparison, LoadMeasure, Threshold } from '../../model/load.ts';
import type { LoadMeasured } from './run.ts';
import type { Counted } from './tally.ts';

export interface Judged {
  readonly threshold: Threshold;
  readonly outcome: 'pass' | 'fail' | 'inconclusive';
  /** In the threshold's unit; undefined when nothing was measured. */
  readonly value: number | undefined;
  /** The sentence a person reads. */
  readonly reason: string;
}

/**
 * So many samples must lie on the far side of a percentile before it means anything: of fewer, one more or less moves it by
 * a tenth and more. p95 needs 200 samples, p99 1,000.
 */
const beyond = 10;
/** An average of fewer samples is an anecdote. */
const leastForAverage = 30;
/** Without a single failure among n, the true rate may still be 3/n (95 %, the rule of three). */
const ruleOfThree = 3;

export function judge(threshold: Threshold, measured: LoadMeasured): Judged {
  const part = partOf(threshold, measured);
  if (part === undefined) {
    return {
      threshold,
      outcome: 'inconclusive',
      value: undefined,
      reason: `no target is named ${threshold.target}`,
    };
  }
  const value = measuredValue(threshold.measure, part, measured);
  const { comparison, limit } = threshold;
  const needed = neededSamples(threshold);
  const samples = isTime(threshold.measure) ? part.latency.count : part.requests;
  if (samples === 0) {
    return { threshold, outcome: 'inconclusive', value: undefined, reason: 'nothing was measured' };
  }
  const shown = formatValue(threshold.measure, value);
  const holds = compare(value, comparison, limit);
  // The server is not to blame for what the generator was late; but then it was not asked what it should have been.
  const sinceDue = measuredValue(threshold.measure, { ...part, served: part.latency }, measured);
  if (holds && !compare(sinceDue, comparison, limit)) {
    const reason = `${shown}, but ${formatValue(threshold.measure, sinceDue)} with what this machine was late`;
    return { threshold, outcome: 'inconclusive', value, reason };
  }
  if (holds && measured.interrupted) {
    return { threshold, outcome: 'inconclusive', value, reason: `${shown} when the test was interrupted` };
  }
  if (samples >= needed || (!holds && failsForSure(threshold, part))) {
    return { threshold, outcome: holds ? 'pass' : 'fail', value, reason: shown };
  }
  const reason = `${shown}, but of ${samples} samples; it takes ${needed}`;
  return { threshold, outcome: 'inconclusive', value, reason };
}

function partOf({ target }: Threshold, measured: LoadMeasured): Counted | undefined {
  return target === undefined ? measured.all : measured.targets.find(({ name }) => name === target);
}

function measuredValue(measure: LoadMeasure, part: Counted, measured: LoadMeasured): number {
  switch (measure.kind) {
    case 'percentile':
      return part.served.percentile(measure.of);
    case 'average':
      return part.served.average;
    case 'minimum':
      return part.served.minimum;
    case 'maximum':
      return part.served.maximum;
    case 'error-rate':
      return part.requests === 0 ? 0 : part.failed / part.requests;
    case 'success-rate':
      return part.requests === 0 ? 0 : 1 - part.failed / part.requests;
    case 'throughput':
      return part.requests / (measured.countedMs / 1000);
    case 'requests':
      return part.requests;
    case 'missed-rate':
      return measured.due === 0 ? 0 : measured.missed / measured.due;
    default:
      return unreachable(measure);
  }
}

function neededSamples({ measure, limit, comparison }: Threshold): number {
  switch (measure.kind) {
    case 'percentile':
      return measure.of >= 100 ? 1 : Math.ceil(beyond / (1 - measure.of / 100) - 1e-6);
    case 'average':
      return leastForAverage;
    case 'error-rate':
    case 'success-rate': {
      const failures = measure.kind === 'error-rate' ? limit : 1 - limit;
      const isBound = comparison !== '==' && comparison !== '!=' && failures > 1e-9;
      return isBound ? Math.ceil(ruleOfThree / failures) : leastForAverage;
    }
    default:
      return 1;
  }
}

/** Few samples can still be enough to say no: ten of twenty requests that failed are no accident. */
function failsForSure({ measure, limit }: Threshold, part: Counted): boolean {
  if (measure.kind === 'percentile') return part.served.above(limit) >= beyond;
  if (measure.kind === 'error-rate' || measure.kind === 'success-rate') return part.failed >= beyond;
  return false;
}

function compare(value: number, comparison: Comparison, limit: number): boolean {
  switch (comparison) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    case '==':
      return value === limit;
    case '!=':
      return value !== limit;
    default:
      return unreachable(comparison);
  }
}

function isTime({ kind }: LoadMeasure): boolean {
  return kind === 'percentile' || kind === 'average' || kind === 'minimum' || kind === 'maximum';
}

export function formatValue(measure: LoadMeasure, value: number): string {
  if (isTime(measure)) return formatLatency(value);
  if (measure.kind === 'throughput') return `${formatAmount(value)}/s`;
  if (measure.kind === 'requests') return String(value);
  return formatShare(value);
}

/** `0.42ms`, `14.2ms`, `1.9s`: three digits where they mean something. */
export function formatLatency(ms: number): string {
  if (ms >= 1000) return formatDuration(ms);
  return `${Number(ms.toFixed(ms < 10 ? 2 : ms < 100 ? 1 : 0))}ms`;
}

export function formatShare(share: number): string {
  const percent = share * 100;
  return `${Number(percent.toFixed(percent < 1 ? 3 : 2))}%`;
}

export function formatAmount(value: number): string {
  return String(Number(value.toFixed(value < 100 ? 1 : 0)));
}
