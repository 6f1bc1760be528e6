// The baseline of a review on the disk: beside the project's files unless `--baseline` names another place.
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { messageOf, SeaworthyError } from '../base/errors.ts';
import { count, printableLine } from '../base/text.ts';
import { readTextFile, type TextFile } from '../read/text-file.ts';
import { resolveLink } from '../read/walk.ts';
import { baselineName, baselineText, readBaseline } from '../review/baseline.ts';
import type { ReviewResult } from '../review/result.ts';
import { isPartial } from './review-root.ts';
import type { OptionSpecs, VerbContext } from './verb.ts';

export const baselineOptions: OptionSpecs = {
  baseline: { type: 'string', value: 'FILE', help: `findings that do not count (default ${baselineName})` },
  'write-baseline': {
    type: 'boolean',
    help: 'freeze the findings of today: only new ones count from now on',
  },
};

/** Of some hundred thousand findings. */
const maximumBytes = 64 * 1024 * 1024;

function placeOf({ flags, cwd }: VerbContext, root: string): string {
  const named = flags.text('baseline');
  return named === undefined ? join(root, baselineName) : resolve(cwd, named);
}

/** @throws SeaworthyError USAGE when a named file is not there, CONFIG_INVALID when it is no baseline */
export function baselineOf(context: VerbContext, root: string): ReadonlySet<string> | undefined {
  const file = placeOf(context, root);
  const isNamed = context.flags.text('baseline') !== undefined;
  const found = isNamed ? readTextFile(file, file, maximumBytes) : readBaselineOf(root, file);
  if (found.kind === 'text') return readBaseline(file, found.text);
  if (found.kind === 'refused') throw unreadable(found.problem.message);
  if (!isNamed || context.flags.is('write-baseline')) return undefined;
  throw new SeaworthyError('USAGE', `there is no baseline ${file}`, {
    hint: 'Add --write-baseline to make it, or leave --baseline out.',
  });
}

/** The one of the project itself, which must not be a way out of it. */
function readBaselineOf(root: string, file: string): TextFile {
  const target = resolveLink(root, baselineName);
  if (target.kind === 'odd' && existsSync(file)) throw unreadable(`${baselineName} ${target.why}`);
  return readTextFile(file, baselineName, maximumBytes);
}

function unreadable(message: string): SeaworthyError {
  return new SeaworthyError('CONFIG_INVALID', message, {
    hint: 'Name a baseline with --baseline, or write it anew with --write-baseline.',
  });
}

/** Says what was written, or what of the baseline is gone. */
export function tellBaseline(context: VerbContext, root: string, result: ReviewResult): void {
  const { flags, terminal } = context;
  const file = placeOf(context, root);
  if (flags.is('write-baseline')) {
    if (flags.list('rule').length > 0)
      throw new SeaworthyError('USAGE', 'a baseline is of all rules, so that --rule does not go with it');
    if (flags.text('changed-since') !== undefined)
      throw new SeaworthyError(
        'USAGE',
        'a baseline is of all findings, so that --changed-since does not go with it',
      );
    if (isPartial(context))
      throw new SeaworthyError('USAGE', 'a baseline is of the whole project, so that no paths go with it');
    write(file, baselineText(result.findings));
    terminal.stderr.write(`wrote ${printableLine(file)}: its findings do not count from now on\n`);
    return;
  }
  // A review of a part says nothing about the rest.
  const isWhole =
    flags.list('rule').length === 0 && flags.text('changed-since') === undefined && !isPartial(context);
  if (isWhole && result.gone > 0)
    terminal.stderr.write(
      `${count(result.gone, 'finding')} of ${printableLine(file)} gone; seaworthy review --write-baseline drops what is no longer there\n`,
    );
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new SeaworthyError('FILE_SYSTEM', `${file} could not be written: ${messageOf(error)}`, {
      hint: 'Name another file with --baseline.',
      cause: error,
    });
  }
}
