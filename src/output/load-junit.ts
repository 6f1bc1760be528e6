// Load tests for a CI server: a suite a test, a case a threshold. What could not be decided is an error and not a pass.
import { formatLatency, formatShare } from '../verify/load/judge.ts';
import type { JudgedThreshold, LoadResult } from '../verify/load/result.ts';
import { attributes } from './review/markup.ts';

export function loadJunit(results: readonly LoadResult[]): string {
  const cases = results.flatMap(casesOf);
  const head = attributes({ name: 'seaworthy load', ...totalsOf(cases), time: seconds(results) });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${head}>`,
    ...results.flatMap(suiteOf),
    '</testsuites>',
    '',
  ].join('\n');
}

/** A test without thresholds is a case of its own: that it ran is what is known. */
function casesOf(result: LoadResult): readonly JudgedThreshold[] {
  const whole = { threshold: 'the test as a whole', outcome: result.outcome, value: undefined };
  return result.thresholds.length > 0 ? result.thresholds : [{ ...whole, reason: wholeText(result) }];
}

function totalsOf(cases: readonly JudgedThreshold[]) {
  const of = (outcome: LoadResult['outcome']) => cases.filter((one) => one.outcome === outcome).length;
  return { tests: cases.length, failures: of('fail'), errors: of('inconclusive') };
}

function seconds(results: readonly LoadResult[]): string {
  return results.reduce((sum, one) => sum + one.seconds, 0).toFixed(3);
}

function suiteOf(result: LoadResult): readonly string[] {
  const cases = casesOf(result);
  const totals = { ...totalsOf(cases), time: seconds([result]), timestamp: result.at };
  return [
    `  <testsuite ${attributes({ name: `load ${result.name}`, ...totals })}>`,
    `    <properties>${propertiesOf(result)}</properties>`,
    ...cases.map((one) => caseOf(result, one)),
    '  </testsuite>',
  ];
}

function propertiesOf({ all, due, missed, late }: LoadResult): string {
  const { p50, p95, p99, max } = all.latency;
  const values = { requests: all.requests, failed: all.failed, due, missed, late, p50, p95, p99, max };
  return Object.entries(values)
    .map(([name, value]) => `<property ${attributes({ name, value })}/>`)
    .join('');
}

function caseOf({ name }: LoadResult, { threshold, outcome, reason }: JudgedThreshold): string {
  const head = attributes({ classname: `load.${name}`, name: threshold });
  if (outcome === 'pass') return `    <testcase ${head}/>`;
  const message = attributes({ message: reason });
  return `    <testcase ${head}>${outcome === 'fail' ? `<failure ${message}/>` : `<error ${message}/>`}</testcase>`;
}

function wholeText({ all }: LoadResult): string {
  return `p95 ${formatLatency(all.latency.p95)}, ${formatShare(all.errorRate)} failed`;
}
