// The readiness verdict as text for a terminal.
import { printable } from '../../base/text.ts';
import { formatDuration } from '../../base/units.ts';
import type { Report, ReportLine } from '../../model/readiness.ts';
import type { Paint } from '../paint.ts';
import { countsText, lineText, type ReportExtras, sortedLines } from './format.ts';

export function reportText(report: Report, extras: ReportExtras, paint: Paint, verbose = false): string {
  const tone = {
    fail: paint.red,
    unknown: paint.yellow,
    waived: paint.yellow,
    pass: paint.green,
    'not-applicable': paint.dim,
  };
  const verdict =
    report.verdict === 'READY' ? paint.green : report.verdict === 'UNKNOWN' ? paint.yellow : paint.red;
  const counted = sortedLines(report).filter(
    ({ counts, outcome }) => verbose || (counts && outcome !== 'not-applicable'),
  );
  const width = Math.max(...counted.map(({ id }) => id.length), 10) + 2;
  const rows = counted.flatMap((line) => [
    `${tone[line.outcome](wordOf(line).padEnd(8))} ${printable(line.id).padEnd(width)}${printable(lineText(line))}${paint.dim(printable(restsOn(line)))}`,
    ...(line.counts && line.remedy !== undefined
      ? [paint.dim(`${''.padEnd(9 + width)}to pass: ${line.remedy}`)]
      : []),
  ]);
  const left = report.lines.length - counted.length;
  const release = report.release?.slice(0, 8) ?? 'none';
  return [
    `${paint.bold(verdict(report.verdict))}   ${countsText(report)}`,
    paint.dim(`${report.stack}, profile ${report.profile}, release ${release}, ${report.at}`),
    ...report.warnings.map((warning) => `${paint.yellow('warning')}  ${printable(warning)}`),
    ...rows,
    ...(left === 0
      ? []
      : [paint.dim(`${left} more do not count in this profile or do not apply: --all lists them`)]),
    ...extras.signOffs.map((one) => signOffText(one, paint)),
    '',
  ].join('\n');
}

function wordOf({ outcome, counts }: ReportLine): string {
  if (outcome === 'not-applicable') return 'n/a';
  return counts ? outcome : `(${outcome})`;
}

function restsOn({ evidence, known, ageMs }: ReportLine): string {
  const [first] = evidence;
  if (first === undefined) return '';
  const more = evidence.length > 1 ? ` +${evidence.length - 1}` : '';
  const age = known === 'executed' && ageMs !== undefined ? `, ${formatDuration(ageMs)} ago` : '';
  const raw = first.path === first.text || first.text.startsWith(`${first.path}:`) ? '' : ` ${first.path}`;
  return `  [${first.text}${raw}${more}${age}]`;
}

export function signOffText({ signOff, problems }: ReportExtras['signOffs'][number], paint: Paint): string {
  const who = printable(
    `${signOff.by} (${signOff.role}), ${signOff.at}, ${signOff.verdict} on ${signOff.release.slice(0, 8)}`,
  );
  if (problems.length === 0) return `${paint.green('signed')}   ${who}`;
  return `${paint.red('void')}     ${who}: ${printable(problems.join('; '))}`;
}
