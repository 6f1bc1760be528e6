// Targets of make and scripts of package.json that a command runs, as far as they exist.
import type { PackageFile } from '../../../model/package-file.ts';
import type { Project } from '../../../model/project.ts';
import type { ScriptWord } from '../../../model/script.ts';
import { commandsNamed, packagesOf } from '../package-commands.ts';
import { fromHere } from './command-paths.ts';

export interface CommandRun {
  readonly file: PackageFile;
  readonly name: string;
  readonly at: ScriptWord;
}

export function commandsRun(
  project: Project,
  words: readonly ScriptWord[],
  folder: string,
): readonly CommandRun[] {
  const [program] = words;
  if (program === undefined || !/^(?:make|npm|pnpm|yarn|bun)$/.test(program.text)) return [];
  const named = commandsNamed(words).flatMap((one) => {
    const inFolder = one.folder === undefined ? folder : fromHere(project, folder, one.folder);
    const at = words[one.index];
    return inFolder === undefined || at === undefined
      ? []
      : { kind: one.kind, name: one.name, folder: inFolder, at };
  });
  const all = named.length > 0 ? named : scriptsAlone(project, words, folder);
  return all.flatMap(({ kind, name, folder: where, at }) => {
    const file = packagesOf(project, kind, where).find(({ commands }) => commands.has(name));
    return file === undefined ? [] : [{ file, name, at }];
  });
}

/** `yarn build`, `npm start`, and scripts of another package: `pnpm --filter api start`, `npm run build -w web`. */
function scriptsAlone(project: Project, words: readonly ScriptWord[], folder: string) {
  if (words[0]?.text === 'make') return [];
  let where: string | undefined = folder;
  const rest: ScriptWord[] = [];
  for (let at = 1; at < words.length; at++) {
    const word = words[at];
    if (word === undefined) break;
    const [, flag, joined] = other.exec(word.text) ?? [];
    const isVerb = word.text === 'workspace' && rest.length === 0;
    if (flag !== undefined || isVerb) where = packageFolder(project, joined ?? words[++at]?.text ?? '');
    else if (!word.text.startsWith('-') && !/^run(?:-script)?$/.test(word.text)) rest.push(word);
  }
  const [at] = rest;
  if (at === undefined || at.dynamic || where === undefined) return [];
  return [{ kind: 'npm' as const, name: at.text, folder: where, at }];
}

const other = /^(-w|--workspace|--filter|-F)(?:=(.*))?$/;

/** By the name of the package, or by its folder. */
function packageFolder(project: Project, name: string): string | undefined {
  const path = name.replace(/^\.\//, '').replace(/\/$/, '');
  return packagesOf(project, 'npm').find((one) => one.name === name || one.folder === path)?.folder;
}
