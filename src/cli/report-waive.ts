// `report waive`: a check that the team lives without for a while, with who says so, why, and until which day.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ExitCode, exitCodes, SeaworthyError } from '../base/errors.ts';
import { nearest, printableLine } from '../base/text.ts';
import { writeAtomic } from '../journal/files.ts';
import type { CheckWaiver } from '../model/readiness.ts';
import { checklist } from '../readiness/checklist.ts';
import { withWaiver } from '../readiness/waive.ts';
import { openUnchecked, refuseProblems } from './project.ts';
import { projectFolder } from './project-folder.ts';
import { replaceFiles } from './replace-file.ts';
import type { VerbContext } from './verb.ts';

const ownFile = 'seaworthy.yaml';

export async function waiveCheck(context: VerbContext): Promise<ExitCode> {
  const waiver = waiverOf(context);
  const folder = projectFolder(context);
  const { project, problems } = await openUnchecked(context, folder);
  refuseProblems(problems);
  const name = project.settings?.file ?? ownFile;
  const path = join(project.root, name);
  const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  const after = withWaiver(name, before ?? '', waiver);
  if (after === undefined) {
    throw new SeaworthyError('USAGE', `${name} is written in a way that leaves no plain place for a waiver`, {
      hint: `Add ${JSON.stringify(waiver)} to readiness.waivers by hand.`,
    });
  }
  if (before === undefined) writeAtomic(path, after);
  else replaceFiles([{ path, name, before, after }], project.root);
  const { check, owner, reason, expires } = waiver;
  const said = printableLine(`${owner}: ${reason}`);
  context.terminal.stdout.write(`waived   ${check} until ${expires}, by ${said}  [${name}]\n`);
  return exitCodes.ok;
}

/** @throws SeaworthyError USAGE */
function waiverOf({ flags, positionals, clock }: VerbContext): CheckWaiver {
  const [, check] = positionals;
  const [owner, reason, expires] = ['owner', 'reason', 'until'].map((name) => flags.text(name)?.trim());
  if (check === undefined || !owner || !reason || expires === undefined) {
    throw new SeaworthyError('USAGE', 'report waive wants a check, --owner, --reason and --until', {
      hint: 'For one: report waive data/backup-restored --owner ana --reason "the test is being built" --until 2026-12-31',
    });
  }
  if (!checklist.some(({ id }) => id === check)) {
    const ids = checklist.map(({ id }) => id);
    const guess = nearest(check, ids);
    throw new SeaworthyError('USAGE', `there is no check ${check}`, {
      hint: guess === undefined ? 'seaworthy report --all lists them.' : `Did you mean ${guess}?`,
    });
  }
  const today = clock.now().toISOString().slice(0, 10);
  if (!isDay(expires) || expires < today) {
    throw new SeaworthyError('USAGE', `--until ${expires} is no day from today (${today}, UTC) on`, {
      hint: 'Write the last day on which the waiver counts, such as 2026-12-31.',
    });
  }
  return { check, owner, reason, expires };
}

function isDay(text: string): boolean {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  return day !== undefined && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
