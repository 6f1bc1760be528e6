// The form that is filled in before the first start: every key, who reads it, and what belongs there.
import { lineStarts, positionAt, type Span } from '../../base/span.ts';
import type { Project } from '../../model/project.ts';
import { requireStack } from '../chosen-stack.ts';
import type { Generated, GeneratedFile, Generator, Note } from '../generator.ts';
import { commentLines } from '../yaml.ts';
import { type EnvKey, envKeys, type Reader } from './keys.ts';
import type { EnvType } from './types.ts';

export const generator: Generator = {
  generate(given): Generated {
    const { project } = given;
    const stack = requireStack(given);
    const keys = envKeys(project, stack);
    const files = [...new Set(keys.map(({ file }) => file))].sort();
    const made = files.map((file) =>
      formOf(
        project,
        file,
        keys.filter((key) => key.file === file),
      ),
    );
    return { files: made, notes: made.length === 0 ? [nothingRead] : notesOf(keys) };
  },
};

const nothingRead: Note = {
  kind: 'know',
  text: 'neither the compose files nor the code say of a key that an env file would have to set',
};

function formOf(project: Project, file: string, keys: readonly EnvKey[]): GeneratedFile {
  const sorted = keys.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const name = file.slice(file.lastIndexOf('/') + 1);
  const required = sorted.filter(({ isRequired }) => isRequired);
  const known = sorted.filter((key) => !key.isRequired && key.readers.length > 0);
  const unknown = sorted.filter(({ readers }) => readers.length === 0);
  const lines = [
    `# Copy to ${name} and fill in. ${name} itself stays out of git.`,
    ...section('Nothing starts without these.', required, project),
    ...section(
      'These have no default: the code gets nothing where they are left out.',
      known.filter(({ hasDefault }) => !hasDefault),
      project,
    ),
    ...section(
      'These may be left out.',
      known.filter(({ hasDefault }) => hasDefault),
      project,
    ),
    ...unreadSection(unknown),
  ];
  return { path: `${file}.example`, text: `${lines.join('\n')}\n` };
}

function section(title: string, keys: readonly EnvKey[], project: Project): readonly string[] {
  if (keys.length === 0) return [];
  return ['', `# ${title}`, ...keys.flatMap((key) => ['', ...keyLines(key, project)])];
}

/** What stands in the file of now, or its example, for images whose code is not at hand. */
function unreadSection(keys: readonly EnvKey[]): readonly string[] {
  if (keys.length === 0) return [];
  const title = '# No reader was found for these: the image that is given the file may know them.';
  return ['', title, '', ...keys.map(({ name }) => `# ${name}=`)];
}

function keyLines(key: EnvKey, project: Project): readonly string[] {
  const { name, type, isRequired, defaultValue, readers } = key;
  const words = [typeWords[type], ...(defaultValue === undefined ? [] : [`without it ${defaultValue}`])];
  const remark = commentLines(`${words.join(', ')}; ${readersText(readers, project)}`, '');
  return [...remark, isRequired ? `${name}=` : `# ${name}=${quoted(defaultValue ?? '')}`];
}

const typeWords: Readonly<Record<EnvType, string>> = {
  secret: 'A secret',
  port: 'A port',
  number: 'A number',
  boolean: 'true or false',
  url: 'A URL',
  address: 'A host',
  list: 'Several, with commas',
  text: 'Text',
};

/** At most three places. */
function readersText(readers: readonly Reader[], project: Project): string {
  const places = readers.map((reader) => `${reader.at.file}:${lineOf(reader.at, project)}`);
  const shown = [...new Set(places)].slice(0, 3);
  const more = new Set(places).size - shown.length;
  const services = [...new Set(readers.flatMap((reader) => reader.services))];
  const by =
    services.length === 0 ? '' : ` by ${services.slice(0, 4).join(', ')}${services.length > 4 ? ', …' : ''}`;
  return `read${by} in ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

function lineOf(at: Span, { texts }: Project): number {
  return positionAt(lineStarts(texts.get(at.file)?.text ?? ''), at.start).line;
}

function quoted(value: string): string {
  return /^[\w./:@%+,=-]*$/.test(value) ? value : JSON.stringify(value);
}

function notesOf(keys: readonly EnvKey[]): readonly Note[] {
  const unread = keys.filter(({ readers }) => readers.length === 0).map(({ name }) => name);
  const required = keys.filter(({ isRequired }) => isRequired).map(({ name }) => name);
  const notes: Note[] = [];
  if (required.length > 0)
    notes.push({
      kind: 'decide',
      text: `values for ${required.join(', ')}; seaworthy secrets init makes those of secrets`,
    });
  if (unread.length > 0) notes.push({ kind: 'know', text: `no reader was found for ${unread.join(', ')}` });
  return notes;
}
