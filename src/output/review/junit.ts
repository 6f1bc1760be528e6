// JUnit XML: a suite a file, a case a finding, as CI servers show them. What is not understood is an error of its own.
import { printableLine } from '../../base/text.ts';
import type { Finding } from '../../model/finding.ts';
import { type Positions, positionsIn } from '../../review/positions.ts';
import type { ReviewResult } from '../../review/result.ts';
import type { ReviewFormat } from './format.ts';
import { attributes, escapeXml } from './markup.ts';

export const junit: ReviewFormat = {
  name: 'junit',
  mediaType: 'application/xml',
  render(result, { at }) {
    const positions = positionsIn(result.texts);
    const suites = result.artifacts.map((artifact) => {
      const findings = result.findings.filter((finding) => finding.at.file === artifact.file);
      const cases = findings.map((finding) => caseOf(finding, result, positions));
      const why = artifact.understood === 'yes' ? undefined : (artifact.why ?? 'not understood');
      return { name: artifact.file, cases, why, findings };
    });
    const body = suites.map((suite) => suiteText(suite, at)).join('');
    const failures = result.findings.filter((finding) => finding.waived === undefined).length;
    const errors = suites.filter(({ why }) => why !== undefined).length;
    const tests = suites.reduce((sum, { cases, why }) => sum + Math.max(1, cases.length + (why ? 1 : 0)), 0);
    const totals = attributes({ name: 'seaworthy review', tests, failures, errors });
    return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${totals}>\n${body}</testsuites>\n`;
  },
};

interface Suite {
  readonly name: string;
  readonly cases: readonly string[];
  readonly why: string | undefined;
  readonly findings: readonly Finding[];
}

function suiteText({ name, cases, why, findings }: Suite, at: string): string {
  const shown = [...cases, ...(why === undefined ? [] : [unknownCase(name, why)])];
  // A clean file is a case that passed, or nobody would see that it was looked at.
  if (shown.length === 0) shown.push(`    <testcase ${attributes({ classname: name, name: 'review' })}/>\n`);
  const totals = attributes({
    name,
    tests: shown.length,
    failures: findings.filter((finding) => finding.waived === undefined).length,
    errors: why === undefined ? 0 : 1,
    skipped: findings.filter((finding) => finding.waived !== undefined).length,
    timestamp: at,
  });
  return `  <testsuite ${totals}>\n${shown.join('')}  </testsuite>\n`;
}

function caseOf(finding: Finding, { rules }: ReviewResult, positions: Positions): string {
  const { line, column } = positions.start(finding.at);
  const place = `${finding.at.file}:${line}:${column}`;
  const head = attributes({ classname: finding.at.file, name: `${finding.rule} ${place}` });
  if (finding.waived !== undefined) {
    const reason = attributes({ message: finding.waived.reason });
    return `    <testcase ${head}><skipped ${reason}/></testcase>\n`;
  }
  const advice = finding.advice ?? rules.get(finding.rule)?.fix ?? '';
  const failure = attributes({ type: finding.severity, message: finding.message });
  const text = escapeXml(`${printableLine(place)} ${printableLine(finding.message)}\n${advice}`.trim());
  return `    <testcase ${head}><failure ${failure}>${text}</failure></testcase>\n`;
}

function unknownCase(file: string, why: string): string {
  const head = attributes({ classname: file, name: 'understood' });
  return `    <testcase ${head}><error ${attributes({ type: 'unknown', message: why })}/></testcase>\n`;
}
