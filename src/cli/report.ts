import { appendFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type ExitCode, exitCodes, messageOf, SeaworthyError } from '../base/errors.ts';
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
import { waiveCheck } from './report-waive.ts';
import type { Verb, VerbContext } from './verb.ts';

const formats = ['text', 'json', 'md', 'junit', 'github', 'html'] as const;

export const verb: Verb = {
  name: 'report',
  usage: 'report [sign | verify [REPORT.json] | waive CHECK] [FLAGS]',
  about:
    'READY, NOT READY or UNKNOWN, by a checklist in which every line names what it rests on. `sign` puts a name under the verdict, `verify` says whether it still stands, `waive` lets a check go for a while.',
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
    owner: { type: 'string', value: 'NAME', help: 'waive: who answers for it' },
    reason: { type: 'string', value: 'TEXT', help: 'waive: why' },
    until: { type: 'string', value: 'DAY', help: 'waive: the last day on which it counts, 2026-12-31 (UTC)' },
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
    [
      "seaworthy report waive data/backup-restored --owner ana --reason 'the test is being built' --until 2026-12-31",
      'writes a waiver into seaworthy.yaml; it ends by itself',
    ],
  ],
  async run(context) {
    const [action] = context.positionals;
    const claims = context.flags.text('check-claims');
    if (claims !== undefined) return checkClaims(context, claims);
    if (action === 'sign') return signReport(context);
    if (action === 'verify') return verifyReport(context);
    if (action === 'waive') return waiveCheck(context);
    if (action !== undefined)
      throw new SeaworthyError('USAGE', `report has no ${action}`, {
        hint: 'It has sign, verify and waive.',
      });
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
  tellGithub(context, made.report);
  return exitOf(made.report);
}

/** In a workflow the verdict also stands in the summary of the step. */
function tellGithub({ env }: VerbContext, report: Report): void {
  const summary = env['GITHUB_ACTIONS'] === 'true' ? (env['GITHUB_STEP_SUMMARY'] ?? '') : '';
  if (summary === '') return;
  try {
    appendFileSync(summary, reportSummary(report));
  } catch (error) {
    throw new SeaworthyError('FILE_SYSTEM', `the summary could not be written: ${messageOf(error)}`, {
      hint: 'GITHUB_STEP_SUMMARY must name a file in a folder that can be written.',
      cause: error,
    });
  }
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
