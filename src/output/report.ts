// The readiness verdict as text, Markdown and JSON.
import { printable } from '../base/text.ts';
import type { Readiness, VerdictLine } from '../model/evidence.ts';
import type { Paint } from './paint.ts';

const order: readonly VerdictLine['outcome'][] = ['fail', 'unknown', 'waived', 'pass'];

function counts({ lines }: Readiness): string {
  const of = (outcome: VerdictLine['outcome']) => lines.filter((line) => line.outcome === outcome).length;
  return `${of('pass')} pass · ${of('fail')} fail · ${of('unknown')} unknown · ${of('waived')} waived`;
}

/** Worst first, so that the first screen says why. */
function sorted({ lines }: Readiness): readonly VerdictLine[] {
  return order.flatMap((outcome) => lines.filter((line) => line.outcome === outcome));
}

export function reportText(report: Readiness, paint: Paint): string {
  const colour = { fail: paint.red, unknown: paint.yellow, waived: paint.yellow, pass: paint.green };
  const verdict =
    report.verdict === 'READY' ? paint.green : report.verdict === 'UNKNOWN' ? paint.yellow : paint.red;
  const width = Math.max(...report.lines.map((line) => line.name.length)) + 2;
  const rows = sorted(report).map(
    (line) =>
      `${colour[line.outcome](line.outcome.padEnd(8))} ${printable(line.name).padEnd(width)}${printable(line.detail)}`,
  );
  return `${paint.bold(verdict(report.verdict))}   ${counts(report)}\n${rows.join('\n')}\n`;
}

export function reportMarkdown(report: Readiness): string {
  const cell = (text: string) => printable(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
  const rows = sorted(report).map(
    (line) => `| ${line.outcome} | ${cell(line.name)} | ${cell(line.detail)} |`,
  );
  return [
    `# ${report.stack}: ${report.verdict}`,
    '',
    `Release ${report.release ?? 'none'}, ${report.at}. ${counts(report)}.`,
    '',
    '| outcome | check | evidence |',
    '| --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

export function reportJson(report: Readiness): string {
  return `${JSON.stringify({ schema: 'seaworthy.report/1', ...report, lines: sorted(report) }, null, 2)}\n`;
}
