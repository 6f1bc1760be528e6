import { resolve } from 'node:path';
import { type ExitCode, exitCodes, SeaworthyError } from '../base/errors.ts';
import { printableLine } from '../base/text.ts';
import { version } from '../base/version.ts';
import type { FixOutput } from '../output/fix/fix-output.ts';
import { fixJson } from '../output/fix/json.ts';
import { fixDiff, fixedFiles, fixNotes, fixReport } from '../output/fix/text.ts';
import { gitIgnoreOf } from '../read/git-ignore.ts';
import type { ReadOptions } from '../read/project.ts';
import { type ProjectView, viewProject } from '../read/project-view.ts';
import { choiceOf, openFindings, unsafeIn } from './fix-choice.ts';
import { outputOptions, projectOptions, wantsJson } from './flags.ts';
import { reviewReading } from './reading.ts';
import { replaceFiles } from './replace-file.ts';
import { baselineOptions } from './review-baseline.ts';
import { pathFromHere } from './review-output.ts';
import type { Verb, VerbContext } from './verb.ts';

export const verb: Verb = {
  name: 'fix',
  usage: 'fix [PATH...] [FLAGS]',
  about:
    'Repairs what review finds, in the files themselves: only the text that is wrong changes, comments and style stay.\n' +
    'Prints a diff and writes nothing unless told. Each fix is judged by another review before it counts.',
  options: {
    write: { type: 'boolean', help: 'write the files' },
    check: { type: 'boolean', help: 'write nothing; exit 3 when something would change' },
    rule: {
      type: 'string',
      multiple: true,
      value: 'ID',
      help: 'only findings of this rule (repeatable); ids of other tools work too',
    },
    severity: { type: 'string', value: 'LEVEL', help: 'only findings from this severity on' },
    preset: { type: 'string', value: 'NAME', help: 'recommended (default) or strict' },
    unsafe: { type: 'boolean', help: 'also fixes that change what runs; says for each what changes' },
    pick: { type: 'boolean', help: 'asks for each fix on the terminal, and writes those that were chosen' },
    report: { type: 'boolean', help: 'risk before and after, what was fixed, what needs a person and why' },
    baseline: baselineOptions['baseline'] ?? { type: 'string', help: '' },
    ...projectOptions,
    ...outputOptions,
  },
  examples: [
    ['seaworthy fix', 'shows what would change, as a diff that git apply takes'],
    ['seaworthy fix --write services/api', 'repairs the files below a folder'],
    ['seaworthy fix --check', 'for a pipeline: fails while there is something to fix'],
    ['seaworthy fix --unsafe --report', 'all there is, and what is left for a person'],
    ['seaworthy fix --rule compose/port-unquoted --write', 'one rule at a time'],
  ],
  async run(context) {
    refuseTogether(context);
    const reading = reviewReading(context);
    const view = viewProject(reading);
    try {
      const output = await repaired(context, view, reading.paths);
      await tell(context, view.root, output);
      return exitCodeOf(output);
    } finally {
      view.close();
    }
  },
};

/** @throws SeaworthyError USAGE */
function refuseTogether({ flags, terminal }: VerbContext): void {
  const writes = ['write', 'pick'].filter((name) => flags.is(name));
  if (flags.is('check') && writes.length > 0) {
    throw new SeaworthyError('USAGE', `--check writes nothing, so that --${writes[0]} does not go with it`, {
      hint: 'Leave one of them out.',
    });
  }
  if (!flags.is('pick') || (process.stdin.isTTY === true && terminal.stderr.isTty)) return;
  throw new SeaworthyError('USAGE', '--pick asks on a terminal, and there is none', {
    hint: 'Name the rules with --rule instead.',
  });
}

async function repaired(
  context: VerbContext,
  view: ProjectView,
  paths: ReadOptions['paths'],
): Promise<FixOutput> {
  const { flags, positionals } = context;
  // The rules are loaded only where they are needed.
  const { repair } = await import('../review/repair.ts');
  const options = choiceOf(context, view.root, paths);
  const done = await repair(view, options).finally(options.close);
  if (done.before.artifacts.length === 0) {
    throw new SeaworthyError('NO_PROJECT', `no deployment files below ${view.root}`, {
      hint: 'Name a folder that holds compose files, Dockerfiles, manifests or env files.',
    });
  }
  const mode = flags.is('write') || flags.is('pick') ? 'write' : flags.is('check') ? 'check' : 'diff';
  return {
    repair: done,
    open: openFindings(done, options),
    unsafe: unsafeIn(done, options),
    mode,
    root: positionals[0] ?? '.',
    folder: pathFromHere(context, view.root),
    version,
  };
}

async function tell(context: VerbContext, root: string, output: FixOutput): Promise<void> {
  const { terminal, flags } = context;
  const { stdout, stderr, paint, paintErr } = terminal;
  if (output.mode === 'write') write(root, output);
  if (wantsJson(flags)) stdout.write(fixJson(output));
  else {
    stdout.write(output.mode === 'diff' ? fixDiff(output, paint, stdout.isTty) : fixedFiles(output));
    if (flags.is('report')) stdout.write(fixReport(output, paint));
    stderr.write(fixNotes(output, paintErr, flags.is('report')));
  }
  for (const failure of output.repair.after.failures) {
    const said = `error: rule ${failure.rule} failed on ${failure.object}: ${failure.message}`;
    stderr.write(`${printableLine(said)}\n`);
  }
}

/** Not beyond the checkout, wherever links lead. */
function write(root: string, { repair }: FixOutput): void {
  const files = [...repair.changed].map(([name, { before, after }]) => ({
    path: resolve(root, name),
    name,
    before,
    after,
  }));
  replaceFiles(files, gitIgnoreOf(root).top ?? root);
}

function exitCodeOf({ repair, mode }: FixOutput): ExitCode {
  if (repair.after.failures.length > 0) return exitCodes.internal;
  return mode === 'check' && repair.changed.size > 0 ? exitCodes.refused : exitCodes.ok;
}
