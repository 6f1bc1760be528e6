// Where a review goes: which format, to the terminal or a file, and what a CI server is told besides.
import { appendFileSync, writeFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { messageOf, SeaworthyError } from '../base/errors.ts';
import { version } from '../base/version.ts';
import { plain } from '../output/paint.ts';
import type { ReviewFormat, ReviewFormatOptions } from '../output/review/format.ts';
import { reviewText } from '../output/review/text.ts';
import type { ReviewResult } from '../review/result.ts';
import { choice } from './flags.ts';
import type { VerbContext } from './verb.ts';

/** Each is loaded when it is asked for. */
const formats = {
  json: async () => (await import('../output/review/json.ts')).json,
  sarif: async () => (await import('../output/review/sarif.ts')).sarif,
  junit: async () => (await import('../output/review/junit.ts')).junit,
  github: async () => (await import('../output/review/github.ts')).github,
  gitlab: async () => (await import('../output/review/gitlab.ts')).gitlab,
  markdown: async () => (await import('../output/review/markdown.ts')).markdown,
  html: async () => (await import('../output/review/html.ts')).html,
} as const satisfies Readonly<Record<string, () => Promise<ReviewFormat>>>;

export const reviewOutputs = [
  'text',
  'json',
  'sarif',
  'junit',
  'github',
  'gitlab',
  'markdown',
  'html',
] as const;

export interface ReviewOutput {
  readonly format: (typeof reviewOutputs)[number];
  readonly file: string | undefined;
}

/** Known before the review begins, so that a misspelt format costs nothing. @throws SeaworthyError USAGE */
export function outputOf({ flags, cwd }: VerbContext): ReviewOutput {
  const named = choice(flags, 'output', reviewOutputs);
  const file = flags.text('output-file');
  return {
    format: named ?? (flags.is('json') ? 'json' : 'text'),
    file: file === undefined ? undefined : resolve(cwd, file),
  };
}

export async function writeReview(
  context: VerbContext,
  root: string,
  result: ReviewResult,
  { format, file }: ReviewOutput,
): Promise<void> {
  const { terminal, flags } = context;
  const options = optionsOf(context, root);
  const paint = file === undefined ? terminal.paint : plain;
  const text =
    format === 'text'
      ? reviewText(result, { paint, verbose: flags.is('verbose'), folder: options.folder })
      : (await formats[format]()).render(result, options);
  if (file === undefined) terminal.stdout.write(text);
  else write(file, () => writeFileSync(file, text));
  if (context.env['GITHUB_ACTIONS'] === 'true') await tellGithub(context, result, options, format);
}

/** The project's root as seen from where the command runs; empty when it is the same. */
export function pathFromHere({ cwd }: Pick<VerbContext, 'cwd'>, root: string): string {
  return relative(cwd, root).split(sep).join('/');
}

function optionsOf({ positionals, env, clock, cwd }: VerbContext, root: string): ReviewFormatOptions {
  const epoch = Number(env['SOURCE_DATE_EPOCH'] || Number.NaN);
  const at = Number.isFinite(epoch) ? new Date(epoch * 1000) : clock.now();
  const folder = pathFromHere({ cwd }, root);
  return { version, root: positionals[0] ?? '.', folder, at: at.toISOString() };
}

/** In a workflow the findings also stand at their lines in the pull request, and in the summary of the step. */
async function tellGithub(
  { terminal, env }: VerbContext,
  result: ReviewResult,
  options: ReviewFormatOptions,
  format: ReviewOutput['format'],
): Promise<void> {
  // What is printed for a program must stay what it is: the runner reads commands on both streams.
  if (format !== 'github') terminal.stderr.write((await formats.github()).render(result, options));
  const summary = env['GITHUB_STEP_SUMMARY'];
  if (summary === undefined || summary === '') return;
  const text = (await formats.markdown()).render(result, options);
  write(summary, () => appendFileSync(summary, text));
}

function write(path: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    throw new SeaworthyError(
      'FILE_SYSTEM',
      `the review could not be written to ${path}: ${messageOf(error)}`,
      {
        hint: 'Name a file in a folder that can be written.',
        cause: error,
      },
    );
  }
}
