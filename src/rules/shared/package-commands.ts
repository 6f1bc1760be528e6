// Scripts of package.json and targets of Makefiles that commands name, against those that exist.

import { groupBy } from '../../base/group.ts';
import type { Span } from '../../base/span.ts';
import { nearest } from '../../base/text.ts';
import type { PackageFile } from '../../model/package-file.ts';
import type { Project } from '../../model/project.ts';

/** A word of a command line, wherever it stands. */
export interface Word {
  readonly text: string;
  readonly dynamic: boolean;
}

export interface NamedCommand {
  readonly kind: 'npm' | 'make';
  readonly name: string;
  /** Index of the word that names it. */
  readonly index: number;
  /** Folder that an option of the command chooses, as written. */
  readonly folder: string | undefined;
}

/** What `npm run NAME` or `make NAME…` asks for; nothing for other programs, and where an option may change the meaning. */
export function commandsNamed(words: readonly Word[]): readonly NamedCommand[] {
  const program = words[0]?.text;
  if (program === 'make') return makeTargets(words);
  // Workspaces and filters run scripts of other packages.
  if (words.some(({ text }) => otherPackages.test(text))) return [];
  if (program !== undefined && /^(?:npm|pnpm|yarn)$/.test(program)) return npmScript(words);
  return [];
}

const otherPackages =
  /^(?:-ws?|--workspaces?|-r|--recursive|--filter|-F|--if-present|workspaces?|foreach)(?:=|$)/;

function npmScript(words: readonly Word[]): readonly NamedCommand[] {
  let folder: string | undefined;
  for (let index = 1; index < words.length; index++) {
    const word = words[index];
    if (word === undefined || word.dynamic) return [];
    const option = /^(--prefix|-C|--dir|--cwd)(?:=(.*))?$/.exec(word.text);
    if (option !== null) folder = option[2] ?? words[++index]?.text;
    else if (word.text.startsWith('-')) continue;
    else if (word.text !== 'run' && word.text !== 'run-script') return [];
    else {
      const rest = words.slice(index + 1);
      const at = rest.findIndex(({ text }) => !text.startsWith('-'));
      const name = rest[at];
      if (at > 0 || name === undefined || name.dynamic) return [];
      // npm takes its own options after the name as well; yarn and pnpm hand them to the script.
      const later = words[0]?.text === 'npm' ? folderIn(rest) : undefined;
      return [{ kind: 'npm', name: name.text, index: index + 1 + at, folder: later ?? folder }];
    }
  }
  return [];
}

function folderIn(words: readonly Word[]): string | undefined {
  const end = words.findIndex(({ text }) => text === '--');
  const own = end === -1 ? words : words.slice(0, end);
  for (const [index, { text }] of own.entries()) {
    const option = /^(?:--prefix|-C)(?:=(.*))?$/.exec(text);
    if (option !== null) return option[1] ?? own[index + 1]?.text;
  }
  return undefined;
}

function makeTargets(words: readonly Word[]): readonly NamedCommand[] {
  let folder: string | undefined;
  const found: NamedCommand[] = [];
  for (let index = 1; index < words.length; index++) {
    const word = words[index];
    if (word === undefined || word.dynamic) return [];
    if (word.text === '-C') folder = words[++index]?.text;
    else if (/^(?:-f|--file|-I|--directory|--makefile)/.test(word.text)) return [];
    else if (/^-[jlo]$/.test(word.text)) index += /^\d+$/.test(words[index + 1]?.text ?? '') ? 1 : 0;
    else if (/^[A-Za-z][\w.-]*$/.test(word.text))
      found.push({ kind: 'make', name: word.text, index, folder });
  }
  return found;
}

const cache = new WeakMap<Project, ReadonlyMap<string, readonly PackageFile[]>>();

/** Those of a kind, in all folders or in one. */
export function packagesOf(
  project: Project,
  kind: NamedCommand['kind'],
  folder?: string,
): readonly PackageFile[] {
  const known =
    cache.get(project) ??
    new Map([
      ...groupBy(project.packages, (one) => one.kind),
      ...groupBy(project.packages, (one) => `${one.kind} ${one.folder}`),
    ]);
  cache.set(project, known);
  return known.get(folder === undefined ? kind : `${kind} ${folder}`) ?? [];
}

/** The files in which the command may be; undefined where it exists, or may exist. */
export function missingIn(
  project: Project,
  { kind, name }: Pick<NamedCommand, 'kind' | 'name'>,
  folder?: string,
): readonly PackageFile[] | undefined {
  const all = packagesOf(project, kind);
  // What is elsewhere in the tree need not be what is meant, when the root has none.
  if (folder === undefined && all[0]?.folder !== '') return undefined;
  const files = folder === undefined ? all : packagesOf(project, kind, folder);
  if (files.length === 0 || files.some((one) => one.open || one.commands.has(name))) return undefined;
  // What make builds by a rule of its own needs no target.
  if (kind === 'make' && project.files.below('').some((file) => file.endsWith(`/${name}`) || file === name))
    return undefined;
  return files;
}

/** The words that name the same command, in all command lines. */
export function wordsNaming<T extends Word>(
  lines: readonly (readonly T[])[],
  { kind, name }: Pick<NamedCommand, 'kind' | 'name'>,
): readonly T[] {
  return lines.flatMap((words) =>
    commandsNamed(words).flatMap((named) => {
      const word = words[named.index];
      return word !== undefined && named.kind === kind && named.name === name ? [word] : [];
    }),
  );
}

/** A command of nearly the same name. */
export function nearestCommand(files: readonly PackageFile[], name: string): string | undefined {
  return nearest(
    name,
    files.flatMap(({ commands }) => [...commands.keys()]),
  );
}

/** Where to point for a command that is not there: one of nearly the same name, or the file itself. */
export function nearTo(
  files: readonly PackageFile[],
  name: string,
): { readonly at: Span; readonly message: string } | undefined {
  for (const file of files) {
    const near = nearest(name, file.commands.keys());
    const place = near === undefined ? undefined : file.commands.get(near);
    if (place !== undefined) return { at: place.span, message: `${file.file} has ${near}` };
  }
  const [first] = files;
  return first && { at: { file: first.file, start: 0, end: 0 }, message: 'this file has none of that name' };
}

/** `the script build` or `the target build`, for messages. */
export function wordsFor({ kind, name }: Pick<NamedCommand, 'kind' | 'name'>): string {
  return kind === 'npm' ? `npm script ${name}` : `make target ${name}`;
}
