// Thresholds in k6's words: `p(95)<200`, `http_req_failed: rate<0.01`, `error_rate<1%`, `http_req_duration{target:browse}: avg<80ms`.
// https://grafana.com/docs/k6/latest/using-k6/thresholds/
import { nearest } from '../../base/text.ts';
import { parseDuration } from '../../base/units.ts';
import type { Comparison, LoadMeasure, Threshold } from '../../model/load.ts';

export type ParsedThreshold = { readonly threshold: Threshold } | { readonly problem: string };

type Unit = 'time' | 'share' | 'amount';
interface Word {
  readonly measure: LoadMeasure;
  readonly unit: Unit;
}

const time = (kind: 'average' | 'minimum' | 'maximum'): Word => ({ measure: { kind }, unit: 'time' });
const times: Readonly<Record<string, Word>> = {
  avg: time('average'),
  min: time('minimum'),
  max: time('maximum'),
  med: { measure: { kind: 'percentile', of: 50 }, unit: 'time' },
};

/** What may stand before the colon, and the words that each of them has. */
const metrics: Readonly<Record<string, Readonly<Record<string, Word>>>> = {
  http_req_duration: times,
  http_req_failed: { rate: { measure: { kind: 'error-rate' }, unit: 'share' } },
  http_reqs: {
    rate: { measure: { kind: 'throughput' }, unit: 'amount' },
    count: { measure: { kind: 'requests' }, unit: 'amount' },
  },
  checks: { rate: { measure: { kind: 'success-rate' }, unit: 'share' } },
  dropped_iterations: { rate: { measure: { kind: 'missed-rate' }, unit: 'share' } },
};

/** Words that need no metric before them. */
const alone: Readonly<Record<string, Word>> = {
  ...times,
  error_rate: { measure: { kind: 'error-rate' }, unit: 'share' },
  success_rate: { measure: { kind: 'success-rate' }, unit: 'share' },
  missed_rate: { measure: { kind: 'missed-rate' }, unit: 'share' },
  throughput: { measure: { kind: 'throughput' }, unit: 'amount' },
  requests: { measure: { kind: 'requests' }, unit: 'amount' },
};

const comparisons: Readonly<Record<string, Comparison>> = {
  '<': '<',
  '<=': '<=',
  '>': '>',
  '>=': '>=',
  '==': '==',
  '===': '==',
  '!=': '!=',
};

const form =
  /^(?:(?<metric>[\w.]+)?(?:\{\s*(?:target|name)\s*:\s*(?<target>[^}]+?)\s*\})?\s*:\s*)?(?<word>[A-Za-z_]+(?:\(\s*[\d.]+\s*\)|[\d.]+)?)\s*(?<sign><=|>=|===|==|!=|<|>)\s*(?<limit>[\d.]+\s*[a-z\u00b5%/]*)$/;

export function parseThreshold(text: string): ParsedThreshold {
  const parts = form.exec(text.trim())?.groups;
  const { metric, target, word = '', sign = '', limit = '' } = parts ?? {};
  const comparison = comparisons[sign];
  if (comparison === undefined) return { problem: 'it has not the form p(95)<200 or error_rate<0.01' };
  const words = metric === undefined ? alone : metrics[metric];
  if (metric !== undefined && words === undefined)
    return { problem: unknownName(metric, Object.keys(metrics)) };
  const found = percentileOf(word, metric) ?? words?.[word];
  if (found === undefined) {
    const names = [...Object.keys(words ?? {}), ...(takesPercentiles(metric) ? ['p(95)'] : [])];
    return { problem: unknownName(word, names) };
  }
  const amount = limitOf(limit, found.unit);
  if (amount === undefined) return { problem: `${limit} is no ${unitWords[found.unit]}` };
  return { threshold: { text: text.trim(), measure: found.measure, target, comparison, limit: amount } };
}

const unitWords: Readonly<Record<Unit, string>> = {
  time: 'time (200 is milliseconds; 200ms and 1.5s may be written)',
  share: 'share (0.01 or 1%)',
  amount: 'number',
};

function takesPercentiles(metric: string | undefined): boolean {
  return metric === undefined || metric === 'http_req_duration';
}

function percentileOf(word: string, metric: string | undefined): Word | undefined {
  const digits = /^p(?:\(\s*([\d.]+)\s*\)|([\d.]+))$/.exec(word);
  const of = Number(digits?.[1] ?? digits?.[2]);
  if (!takesPercentiles(metric) || !(of > 0 && of <= 100)) return undefined;
  return { measure: { kind: 'percentile', of }, unit: 'time' };
}

function limitOf(text: string, unit: Unit): number | undefined {
  const plain = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
  if (unit === 'time') return plain ?? parseDuration(text);
  if (unit === 'amount') return plain ?? numberBefore(text, '/s');
  const share = plain ?? shareOf(numberBefore(text, '%'));
  return share === undefined || share > 1 ? undefined : share;
}

function numberBefore(text: string, end: string): number | undefined {
  const digits = text.endsWith(end) ? text.slice(0, -end.length).trim() : '';
  return /^\d+(?:\.\d+)?$/.test(digits) ? Number(digits) : undefined;
}

function shareOf(percent: number | undefined): number | undefined {
  return percent === undefined ? undefined : percent / 100;
}

function unknownName(name: string, known: readonly string[]): string {
  const guess = nearest(name, known);
  return guess === undefined
    ? `${name} is not one of ${known.join(', ')}`
    : `${name} is not known: did you mean ${guess}?`;
}
