// `report --check-claims FILE`: a hand-written report against itself, the files, and the checklist where there is one.
import { resolve } from 'node:path';
import { type ExitCode, exitCodes, SeaworthyError } from '../base/errors.ts';
import { jsonText } from '../base/text.ts';
import { readText } from '../journal/files.ts';
import { claimsText } from '../output/report/claims.ts';
import { readProject } from '../read/project.ts';
import { checkClaimText } from '../readiness/claims/check.ts';
import type { ClaimFacts } from '../readiness/claims/claim.ts';
import { claimFactsOf } from './claim-facts.ts';
import { projectFolder } from './project-folder.ts';
import { makeReport } from './report-facts.ts';
import type { VerbContext } from './verb.ts';

export async function checkClaims(context: VerbContext, file: string): Promise<ExitCode> {
  const path = resolve(context.cwd, file);
  const text = readText(path);
  if (text === undefined)
    throw new SeaworthyError('USAGE', `there is no file ${file}`, { hint: 'Name a Markdown file.' });
  const claims = checkClaimText(text, await claimFacts(context));
  const { stdout, paint } = context.terminal;
  stdout.write(
    context.flags.text('format') === 'json'
      ? `${jsonText({ schema: 'seaworthy.claims/1', file, claims }, 2)}\n`
      : claimsText(file, claims, paint),
  );
  return claims.some(({ word }) => word === 'false') ? exitCodes.notReady : exitCodes.ok;
}

/** What has been rolled out can be asked for more: its checklist. */
async function claimFacts(context: VerbContext): Promise<ClaimFacts> {
  const made = await makeReport(context).catch((error: unknown) => {
    if (error instanceof SeaworthyError) return undefined;
    throw error;
  });
  const root = made?.folder ?? projectFolder(context);
  const project = made?.facts.project ?? (await readProject({ root, scope: 'review', processEnv: {} }));
  return claimFactsOf(project, made?.report.lines ?? []);
}
