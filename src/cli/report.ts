import { resolve } from 'node:path';
import { type ExitCode, exitCodes, SeaworthyError } from '../base/errors.ts';
import { writeAtomic } from '../journal/files.ts';
import type { Report } from '../model/readiness.ts';
import { reportHtml } from '../output/report/html.ts';
import { reportJson } from '../output/report/json.ts';
import { reportJunit } from '../output/report/junit.ts';
import { reportMarkdown, reportSummary } from '../output/report/markdown.ts';
import { reportText } from '../output/report/text.ts';
import { choice, engineOptions, projectOptions } from './flags.ts';
import { chartsOf } from './report-charts.ts';
import { checkClaims } from './report-claims.ts';
import { type MadeReport, makeReport } from './report-facts.ts';
import { signReport, standingSignOffs, verifyReport } from './report-sign.ts';
import type { Verb, VerbContext } from './verb.ts';

const formats = ['text', 'json', 'md', 'junit', 'github', 'html'] as const;

export const verb: Verb = {
  name: 'report',
  usage: 'report [sign | verify [REPORT.json]] [FLAGS]',
  about:
    'READY, NOT READY or UNKNOWN, by a checklist in which every line names what it rests on. `sign` puts a name under the verdict, `verify` says whether it still stands.',
  options: {
    format: { type: 'string', value: 'FORMAT', help: `${formats.join(', ')} (default text)` },
    'report-file': { type: 'string', value: 'FILE', help: 'write the report there and print the verdict' },
    for: { type: 'string', value: 'PROFILE', help: 'what counts: dev, staging or production' },
    all: { type: 'boolean', help: 'also list what does not count or does not apply' },
    'check-claims': { type: 'string', value: 'FILE', help: 'check what a hand-written report says' },
    by: { type: 'string', value: 'NAME', help: 'sign: who' },
    role: { type: 'string', value: 'ROLE', help: 'sign: as what' },
    key: {
      type: 'string',
      value: 'FILE',
      help: 'sign: private key; verify: the public key that must have signed',
    },
    ...projectOptions,
    ...engineOptions,
  },
  examples: [
    ['seaworthy report', 'the verdict; exit 10 when not ready, 11 when only unknown'],
    ['seaworthy report --format html --report-file report.html', 'one page with charts, for people'],
    ['seaworthy report --for production', 'with everything that production asks for'],
    [
      'seaworthy report --check-claims REPORT.md',
      'what a hand-written report says, held against itself and the facts',
    ],
    [
      "seaworthy report sign --by 'Ana B.' --role 'release lead'",
      'a signature that a later change makes void',
    ],
  ],
  async run(context) {
    const [action] = context.positionals;
    const claims = context.flags.text('check-claims');
    if (claims !== undefined) return checkClaims(context, claims);
    if (action === 'sign') return signReport(context);
    if (action === 'verify') return verifyReport(context);
    if (action !== undefined)
      throw new SeaworthyError('USAGE', `report has no ${action}`, { hint: 'It has sign and verify.' });
    return printReport(context);
  },
};

async function printReport(context: VerbContext): Promise<ExitCode> {
  const made = await makeReport(context);
  const { stdout } = context.terminal;
  const file = context.flags.text('report-file');
  const rendered = render(context, made);
  if (file === undefined) stdout.write(rendered);
  else {
    writeAtomic(resolve(context.cwd, file), rendered);
    stdout.write(`${made.report.verdict}  ${file}\n`);
  }
  return exitOf(made.report);
}

function exitOf({ verdict }: Report): ExitCode {
  if (verdict === 'READY') return exitCodes.ok;
  return verdict === 'NOT READY' ? exitCodes.notReady : exitCodes.unknown;
}

function render(context: VerbContext, made: MadeReport): string {
  const { report } = made;
  const format = choice(context.flags, 'format', formats) ?? 'text';
  switch (format) {
    case 'json':
      return reportJson(report);
    case 'md':
      return reportMarkdown(report);
    case 'github':
      return reportSummary(report);
    case 'junit':
      return reportJunit(report);
    case 'html':
      return reportHtml(report, { charts: chartsOf(made), signOffs: standingSignOffs(made) });
    case 'text':
      return reportText(
        report,
        { charts: chartsOf(made), signOffs: standingSignOffs(made) },
        context.terminal.paint,
        context.flags.is('all'),
      );
  }
}
