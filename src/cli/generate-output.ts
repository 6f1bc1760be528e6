// What `generate` tells: the files, and what is left for a person.
import { SeaworthyError } from '../base/errors.ts';
import { lineStarts, positionAt } from '../base/span.ts';
import { jsonText, printable, printableLine } from '../base/text.ts';
import type { Note } from '../generate/generator.ts';
import type { Project } from '../model/project.ts';
import type { Flags, VerbContext } from './verb.ts';
import type { Action, Placed } from './write-generated.ts';

export interface GenerateOutput {
  readonly isDryRun: boolean;
  readonly isJson: boolean;
}

/** @throws SeaworthyError USAGE */
export function generateOutput(flags: Flags): GenerateOutput {
  const output = flags.text('output');
  if (output !== undefined && !['text', 'json', '-'].includes(output)) {
    throw new SeaworthyError('USAGE', `--output is one of text, json, -, not ${output}`, {
      hint: 'Files go where their names say; --dry-run prints them instead.',
    });
  }
  return {
    isDryRun: flags.is('dry-run') || output === '-',
    isJson: flags.is('json') || output === 'json',
  };
}

export interface Told {
  readonly kind: string;
  readonly project: Project;
  readonly files: readonly Placed[];
  readonly notes: readonly Note[];
}

export function printGenerated({ terminal }: VerbContext, told: Told, output: GenerateOutput): void {
  if (output.isJson) {
    terminal.stdout.write(`${jsonText(generatedJson(told, output), 2)}\n`);
    return;
  }
  if (output.isDryRun)
    for (const file of told.files) terminal.stdout.write(shown(file, told.files.length > 1));
  else
    for (const file of told.files)
      terminal.stdout.write(`${done[file.action]} ${printableLine(file.path)}\n`);
  // Beside files that are printed, notes must not end up in them.
  const stream = output.isDryRun ? terminal.stderr : terminal.stdout;
  stream.write(notesText(told));
}

const done: Readonly<Record<Action, string>> = {
  create: 'wrote',
  replace: 'overwrote',
  edit: 'changed',
  same: 'unchanged',
};

function shown(file: Placed, isOneOfSeveral: boolean): string {
  const text = file.isSecret === true ? '# a secret value, which is not shown\n' : printable(file.text);
  return isOneOfSeveral ? `# ==> ${printableLine(file.path)} <==\n${text}\n` : text;
}

function notesText({ notes, project }: Told): string {
  const sections = [
    { title: 'For you to decide:', kind: 'decide' },
    { title: 'Good to know:', kind: 'know' },
  ] as const;
  return sections
    .map(({ title, kind }) => {
      const lines = notes
        .filter((note) => note.kind === kind)
        .map((note) => `  - ${noteLine(note, project)}\n`);
      return lines.length === 0 ? '' : `\n${title}\n${lines.join('')}`;
    })
    .join('');
}

function noteLine({ text, at }: Note, project: Project): string {
  return printableLine(at === undefined ? text : `${text} (${at.file}:${lineOf(at, project)})`);
}

function lineOf(at: NonNullable<Note['at']>, { texts }: Project): number {
  return positionAt(lineStarts(texts.get(at.file)?.text ?? ''), at.start).line;
}

function generatedJson({ kind, project, files, notes }: Told, { isDryRun }: GenerateOutput) {
  return {
    schema: 'seaworthy.generate/1',
    kind,
    written: !isDryRun,
    files: files.map(({ path, action, mode, isSecret, text }) => ({
      file: path,
      action,
      mode: (mode ?? 0o644).toString(8).padStart(4, '0'),
      text: isSecret === true ? null : text,
    })),
    notes: notes.map((note) => ({
      kind: note.kind,
      text: note.text,
      file: note.at?.file ?? null,
      line: note.at === undefined ? null : lineOf(note.at, project),
    })),
  };
}
