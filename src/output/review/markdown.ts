// Markdown: for pull requests and for the step summary of a workflow.
import { count } from '../../base/text.ts';
import { type Finding, fixOf, severities } from '../../model/finding.ts';
import { type Positions, positionsIn } from '../../review/positions.ts';
import type { ReviewResult } from '../../review/result.ts';
import type { ReviewFormat } from './format.ts';
import { escapeMarkdown, markdownCode } from './markup.ts';

export const markdown: ReviewFormat = {
  name: 'markdown',
  mediaType: 'text/markdown',
  render(result) {
    const positions = positionsIn(result.texts);
    const open = result.findings.filter((finding) => finding.waived === undefined);
    const sections = [
      [`# Review: risk ${result.risk.word}`, '', summaryLine(result, open)],
      ...severities.flatMap((severity) => {
        const own = open.filter((finding) => finding.severity === severity);
        return own.length === 0 ? [] : [severitySection(severity, own, result, positions)];
      }),
      ...waivedSection(result, positions),
      ...unknownSection(result),
    ];
    return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
  },
};

function summaryLine({ risk, summary }: ReviewResult, open: readonly Finding[]): string {
  const because = risk.points === 0 ? '' : ` (${escapeMarkdown(risk.because)})`;
  const unknown = summary.unknown === 0 ? '' : `, ${summary.unknown} not or not wholly understood`;
  const waived = summary.waived === 0 ? '' : `, ${summary.waived} waived`;
  return `${count(open.length, 'finding')}${waived} in ${count(summary.files, 'file')}${unknown}${because}`;
}

function severitySection(
  severity: string,
  findings: readonly Finding[],
  { rules }: ReviewResult,
  positions: Positions,
): string[] {
  const rows = findings.map((finding) => {
    const advice = fixOf(finding)?.title ?? finding.advice ?? rules.get(finding.rule)?.fix ?? '';
    const sure = finding.confidence === 'certain' ? '' : ` (${finding.confidence})`;
    const see = finding.related.map(
      ({ at, message }) => `<br>see ${placeOf(at, positions)} ${escapeMarkdown(message)}`,
    );
    const what = `${escapeMarkdown(finding.message)}${sure}${see.join('')}`;
    return `| ${placeOf(finding.at, positions)} | ${what} | ${escapeMarkdown(advice)} | ${markdownCode(finding.rule)} |`;
  });
  return [`## ${severity}`, '', '| where | what | do | rule |', '| --- | --- | --- | --- |', ...rows];
}

function waivedSection({ findings }: ReviewResult, positions: Positions): string[][] {
  const rows = findings.flatMap(({ waived, at, rule }) => {
    if (waived === undefined) return [];
    const owner = waived.owner === undefined ? '' : `, ${escapeMarkdown(waived.owner)}`;
    const until = waived.expires === undefined ? '' : `, until ${waived.expires}`;
    return [
      `- ${placeOf(at, positions)} ${markdownCode(rule)}: ${escapeMarkdown(waived.reason)}${owner}${until}`,
    ];
  });
  return rows.length === 0 ? [] : [['## waived', '', ...rows]];
}

function unknownSection({ artifacts }: ReviewResult): string[][] {
  const rows = artifacts
    .filter(({ understood }) => understood !== 'yes')
    .map(({ file, understood, why }) => {
      const part = understood === 'partly' ? ' (in part)' : '';
      return `- ${markdownCode(file)}${part}: ${escapeMarkdown(why ?? 'no reason is known')}`;
    });
  return rows.length === 0 ? [] : [['## not judged, because not understood', '', ...rows]];
}

function placeOf(at: Finding['at'], positions: Positions): string {
  const { line, column } = positions.start(at);
  return markdownCode(`${at.file}:${line}:${column}`);
}
