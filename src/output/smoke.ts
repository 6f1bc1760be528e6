// Results of smoke checks as text, JSON and JUnit.
import { count, printableLine } from '../base/text.ts';
import { formatDuration } from '../base/units.ts';
import type { SmokeResult } from '../verify/smoke.ts';
import type { Paint } from './paint.ts';
import { attributes } from './review/markup.ts';

export function smokeLine(result: SmokeResult, paint: Paint): string {
  const colour = { pass: paint.green, fail: paint.red, unknown: paint.yellow };
  const { outcome, name, reason, ms, attempts } = result;
  const again = attempts === 1 ? '' : `, ${attempts} attempts`;
  const shown = `${printableLine(name)}  ${printableLine(reason)}  ${formatDuration(ms)}${again}`;
  return `${colour[outcome](outcome.padEnd(8))} ${shown}\n`;
}

export function smokeSummary(results: readonly SmokeResult[]): string {
  const of = (outcome: SmokeResult['outcome']) => results.filter((one) => one.outcome === outcome).length;
  const derived = results.filter((one) => one.derived).length;
  const from = derived === 0 ? '' : `, ${derived} of them derived from the stack`;
  const total = count(results.length, 'check');
  return `${total}${from}: ${of('pass')} pass · ${of('fail')} fail · ${of('unknown')} unknown\n`;
}

export function smokeJson(results: readonly SmokeResult[]): string {
  return `${JSON.stringify({ schema: 'seaworthy.smoke/1', results }, null, 2)}\n`;
}

/** A suite of cases, as CI servers show them; what could not be checked is an error, not a failure. */
export function smokeJunit(stack: string, results: readonly SmokeResult[]): string {
  const of = (outcome: SmokeResult['outcome']) => results.filter((one) => one.outcome === outcome).length;
  const time = results.reduce((sum, { ms }) => sum + ms, 0) / 1000;
  const counts = {
    tests: results.length,
    failures: of('fail'),
    errors: of('unknown'),
    time: time.toFixed(3),
  };
  const suite = attributes({ name: `smoke ${stack}`, ...counts, timestamp: results[0]?.at ?? '' });
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites ${attributes({ name: 'seaworthy smoke', ...counts })}>`,
    `  <testsuite ${suite}>`,
    ...results.map(caseOf),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function caseOf({ name, kind, outcome, reason, ms }: SmokeResult): string {
  const head = attributes({ classname: `smoke.${kind}`, name, time: (ms / 1000).toFixed(3) });
  if (outcome === 'pass') return `    <testcase ${head}/>`;
  const message = attributes({ message: reason });
  const what = outcome === 'fail' ? `<failure ${message}/>` : `<error ${message}/>`;
  return `    <testcase ${head}>${what}</testcase>`;
}
