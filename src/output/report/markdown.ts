// The verdict as Markdown, and as the summary that GitHub shows under a run.
import { groups, type Report, type ReportLine } from '../../model/readiness.ts';
import { escapeMarkdown, markdownCode } from '../review/markup.ts';
import { countsText, lineText, sortedLines } from './format.ts';

export function reportMarkdown(report: Report): string {
  return [...head(report), ...groups.flatMap((group) => table(group, report))].join('\n');
}

/** Only what stands in the way is open; the rest is folded. */
export function reportSummary(report: Report): string {
  const bad = sortedLines(report).filter(
    ({ counts, outcome }) => counts && (outcome === 'fail' || outcome === 'unknown'),
  );
  const rows = bad.map(
    (line) =>
      `| ${line.outcome} | ${markdownCode(line.id)} | ${cell(line)} | ${escapeMarkdown(line.remedy ?? '')} |`,
  );
  const standing =
    rows.length === 0
      ? []
      : ['| outcome | check | evidence | to pass |', '| --- | --- | --- | --- |', ...rows, ''];
  return [
    ...head(report),
    ...standing,
    '<details><summary>All checks</summary>',
    '',
    ...groups.flatMap((group) => table(group, report)),
    '</details>',
    '',
  ].join('\n');
}

function head(report: Report): readonly string[] {
  return [
    `# ${escapeMarkdown(report.stack)}: ${report.verdict}`,
    '',
    `Release ${report.release?.slice(0, 8) ?? 'none'}, profile ${report.profile}, ${report.at}. ${countsText(report)}.`,
    '',
    ...report.warnings.flatMap((warning) => [`> ${escapeMarkdown(warning)}`, '']),
  ];
}

function table(group: string, report: Report): readonly string[] {
  const own = sortedLines(report).filter((line) => line.group === group);
  if (own.length === 0) return [];
  const rows = own.map((line) => {
    const word = line.outcome === 'not-applicable' ? 'n/a' : line.outcome;
    const links = line.evidence.map(({ text }) => markdownCode(text)).join(' ');
    return `| ${line.counts ? word : `(${word})`} | ${escapeMarkdown(line.title)} | ${cell(line)} | ${line.known} | ${links} |`;
  });
  return [
    `## ${group}`,
    '',
    '| outcome | check | what is the case | known | evidence |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ];
}

function cell(line: ReportLine): string {
  return escapeMarkdown(lineText(line));
}
