// Annotations of GitHub's runner: workflow commands on standard output, a line a finding.
import { printable } from '../../base/text.ts';
import { type Finding, fixOf, type Severity } from '../../model/finding.ts';
import { positionsIn } from '../../review/positions.ts';
import { pathFrom, type ReviewFormat } from './format.ts';

const commands: Readonly<Record<Severity, string>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
  info: 'notice',
};

export const github: ReviewFormat = {
  name: 'github',
  mediaType: 'text/plain',
  render({ findings, rules, artifacts, texts }, { folder }) {
    const positions = positionsIn(texts);
    const lines = findings.flatMap((finding) => {
      if (finding.waived !== undefined) return [];
      const [start, end] = [positions.start(finding.at), positions.end(finding.at)];
      const place = {
        file: pathFrom(folder, finding.at.file),
        line: start.line,
        endLine: end.line,
        // The runner takes columns only where the lines are the same.
        ...(start.line === end.line ? { col: start.column, endColumn: end.column } : {}),
        title: `${finding.severity}: ${finding.rule}`,
      };
      return [command(commands[finding.severity], place, textOf(finding, rules.get(finding.rule)?.fix))];
    });
    const unknown = artifacts
      .filter(({ understood }) => understood !== 'yes')
      .map(({ file, why }) =>
        command(
          'warning',
          { file: pathFrom(folder, file), title: 'not understood' },
          why ?? 'no reason is known',
        ),
      );
    return [...lines, ...unknown].map((line) => `${line}\n`).join('');
  },
};

function textOf(finding: Finding, ruleAdvice: string | undefined): string {
  const { message, advice } = finding;
  const then = fixOf(finding)?.title ?? advice ?? ruleAdvice;
  return then === undefined ? message : `${message}\n${then}`;
}

function command(name: string, properties: Readonly<Record<string, string | number>>, text: string): string {
  const list = Object.entries(properties)
    .map(([key, value]) => `${key}=${escapeProperty(String(value))}`)
    .join(',');
  return `::${name} ${list}::${escapeData(text)}`;
}

/** The runner's own escapes; a line feed of a file's content must not begin a command of its own. */
function escapeData(text: string): string {
  return printable(text.replaceAll('\r', '')).replaceAll('%', '%25').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
