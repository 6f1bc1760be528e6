// The projects that are compared: folders below `projects/`, and tables of small ones below `cases/`.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { moduleCases } from './cases/index.ts';

export interface ParityCase {
  /** Unique; the name of the project's folder. */
  readonly name: string;
  /** Texts by path. */
  readonly files: Readonly<Record<string, string>>;
  /** Flags before `config`: `['-f', 'a.yaml', '--profile', 'dev']`. */
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Folder below the project in which both run. */
  readonly cwd?: string;
}

const folder = 'test/parity';

/** All cases; two of one name are a mistake. */
export function allCases(): readonly ParityCase[] {
  const tables = readdirSync(join(folder, 'cases')).filter((name) => name.endsWith('.txt'));
  const cases = [
    ...tables.flatMap((name) => readTable(readFileSync(join(folder, 'cases', name), 'utf8'))),
    ...moduleCases,
    ...folderCases(),
  ];
  const names = new Set<string>();
  for (const { name } of cases) {
    if (!/^[a-z0-9][a-z0-9-]*$/.test(name)) throw new Error(`parity case "${name}": not a name for a folder`);
    if (names.has(name)) throw new Error(`parity case ${name} is there twice`);
    names.add(name);
  }
  return cases;
}

/**
 * A table is text: `=== name` begins a case, `args:` and `env:` lines may follow, and `--- path` begins a file. The
 * path `service` stands for a compose.yaml with one service `web` that has an image and the lines below.
 */
export function readTable(text: string): readonly ParityCase[] {
  const cases: ParityCase[] = [];
  for (const block of text.split(/^=== /m).slice(1)) {
    const [head = '', ...parts] = block.split(/^--- /m);
    const [name = '', ...lines] = head.trim().split('\n');
    cases.push({ name: name.trim(), files: Object.fromEntries(parts.map(fileOf)), ...settingsOf(lines) });
  }
  return cases;
}

function fileOf(part: string): readonly [path: string, text: string] {
  const end = part.indexOf('\n');
  const path = part.slice(0, end).trim();
  const text = part.slice(end + 1).replace(/\n+$/, '\n');
  return path === 'service' ? ['compose.yaml', serviceText(text)] : [path, text];
}

function serviceText(lines: string): string {
  return `services:\n  web:\n    image: nginx\n${lines.replace(/^(?=.)/gm, '    ')}`;
}

function settingsOf(lines: readonly string[]): Partial<ParityCase> {
  const value = (key: string) => lines.find((line) => line.startsWith(`${key}: `))?.slice(key.length + 2);
  const args = value('args')?.split(' ');
  const env = lines.filter((line) => line.startsWith('env: ')).map((line) => line.slice(5));
  const cwd = value('cwd');
  return {
    ...(args === undefined ? {} : { args }),
    ...(env.length === 0 ? {} : { env: Object.fromEntries(env.map(pairOf)) }),
    ...(cwd === undefined ? {} : { cwd }),
  };
}

function pairOf(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  return [text.slice(0, at), text.slice(at + 1)];
}

/** Whole projects, each in a folder of its own. */
export function folderCases(): readonly ParityCase[] {
  const root = join(folder, 'projects');
  return readdirSync(root).map((name) => {
    const paths = readdirSync(join(root, name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    const files = paths.map((path) => [path.slice(join(root, name).length + 1), readFileSync(path, 'utf8')]);
    const { 'case.json': settings, ...texts }: Record<string, string> = Object.fromEntries(files);
    return { name, files: texts, ...(settings === undefined ? {} : JSON.parse(settings)) };
  });
}
