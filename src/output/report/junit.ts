// JUnit XML: a suite a group, a case a check. Unknown is an error and not a pass; what does not count is skipped.
import { groups, type Report, type ReportLine } from '../../model/readiness.ts';
import { attributes, escapeXml } from '../review/markup.ts';
import { lineText } from './format.ts';

export function reportJunit(report: Report): string {
  const suites = groups.map((group) =>
    suiteText(
      group,
      report.lines.filter((line) => line.group === group),
      report.at,
    ),
  );
  const totals = attributes({ name: `seaworthy report ${report.stack}`, ...totalsOf(report.lines) });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${totals}>\n${suites.join('')}</testsuites>\n`;
}

function totalsOf(lines: readonly ReportLine[]): Readonly<Record<string, number>> {
  return {
    tests: lines.length,
    failures: lines.filter(({ counts, outcome }) => counts && outcome === 'fail').length,
    errors: lines.filter(({ counts, outcome }) => counts && outcome === 'unknown').length,
  };
}

function suiteText(group: string, lines: readonly ReportLine[], at: string): string {
  const skipped = lines.filter((line) => isSkipped(line)).length;
  const totals = attributes({ name: group, ...totalsOf(lines), skipped, timestamp: at });
  return `  <testsuite ${totals}>\n${lines.map(caseText).join('')}  </testsuite>\n`;
}

function isSkipped({ counts, outcome }: ReportLine): boolean {
  return outcome === 'waived' || outcome === 'not-applicable' || (!counts && outcome !== 'pass');
}

function caseText(line: ReportLine): string {
  const head = attributes({ classname: line.group, name: line.id });
  const message = attributes({ message: lineText(line) });
  if (isSkipped(line)) return `    <testcase ${head}><skipped ${message}/></testcase>\n`;
  if (line.outcome === 'pass') return `    <testcase ${head}/>\n`;
  const tag = line.outcome === 'fail' ? 'failure' : 'error';
  const text = [line.remedy ?? '', ...line.evidence.map((one) => one.text)].join('\n');
  return `    <testcase ${head}><${tag} ${attributes({ type: line.outcome })} ${message}>${escapeXml(text)}</${tag}></testcase>\n`;
}
