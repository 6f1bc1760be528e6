// Sets of compose files that scripts, pipelines, settings and documents of the repository start together.
import { overlayEnvironment } from '../compose/file-names.ts';
import { folderOf, foldersAbove, isWithin, joinPath } from '../paths.ts';
import { type ComposeCallFiles, composeCallsIn } from './compose-calls.ts';
import { type ComposeSet, envFilesOf, environmentOf, namesEnvironment } from './compose-sets.ts';

export interface NamedSets {
  /** Each with more than one file. */
  readonly together: readonly ComposeCallFiles[];
  /** Files that calls name as their only one, with the env files of the call. */
  readonly alone: ReadonlyMap<string, readonly string[]>;
}

export const noSets: NamedSets = { together: [], alone: new Map() };

export interface NamingTexts {
  /** Those that may name sets, the surest first. */
  readonly paths: readonly string[];
  readonly read: (path: string) => string | undefined;
  /** All compose files of the repository. */
  readonly composeFiles: readonly string[];
  readonly exists: (path: string) => boolean;
}

/** More sets than that of one repository are variants for every machine that there is. */
const maximumSets = 12;
/** So many calls, and folders with compose files, are looked at. */
const maximumCalls = 1000;
const maximumFolders = 1000;

export function namedSets({ paths, read, composeFiles, exists }: NamingTexts): NamedSets {
  const together = new Map<string, ComposeCallFiles>();
  const alone = new Map<string, readonly string[]>();
  const known = new Set(composeFiles);
  const folders = [...new Set(composeFiles.map(folderOf))].slice(0, maximumFolders);
  let left = maximumCalls;
  for (const path of paths) {
    const text = left === 0 ? undefined : read(path);
    if (text === undefined || !/compose/i.test(text)) continue;
    for (const call of composeCallsIn(text).slice(0, left)) {
      left -= 1;
      const files = placed(folderOf(path), call.files, folders, exists);
      const [first] = files ?? [];
      if (files === undefined || first === undefined || !files.some((file) => known.has(file))) continue;
      const key = keyOf(files);
      const envFiles = placed(folderOf(path), call.envFiles, folders, exists) ?? [];
      const isKnown = files.length === 1 && (alone.get(first) ?? []).length > 0;
      if (files.length === 1 && !isKnown) alone.set(first, envFiles);
      else if (files.length > 1 && together.size < maximumSets && !together.has(key))
        together.set(key, { files, envFiles });
    }
  }
  return { together: [...together.values()], alone };
}

/** The same files in another order are the same set to who reads of them. */
function keyOf(files: readonly string[]): string {
  return [...files].sort().join('\n');
}

/** Scripts are run in their own folder or one above it, or change to the folder of the compose files. */
function placed(
  from: string,
  names: readonly string[],
  folders: readonly string[],
  exists: (path: string) => boolean,
): readonly string[] | undefined {
  const at = (folder: string) => {
    const files = [...new Set(names.map((name) => joinPath(folder, name)))];
    return files.every((file) => !file.startsWith('..') && exists(file)) ? files : undefined;
  };
  for (const folder of [from, ...foldersAbove(from)]) {
    const files = at(folder);
    if (files !== undefined) return files;
  }
  const found = folders.flatMap((folder) => (isWithin(from, folder) ? [] : [at(folder) ?? []]));
  const [files, another] = found.filter(({ length }) => length > 0);
  return another === undefined ? files : undefined;
}

/** A set that is named takes the place of what was guessed of the files that it adds. */
export function withNamedSets(
  guessed: readonly ComposeSet[],
  { together, alone }: NamedSets,
  exists: (path: string) => boolean,
): readonly ComposeSet[] {
  const named = new Map(together.map((call) => [keyOf(call.files), call]));
  const added = addedFiles(together);
  const kept = guessed.filter(({ files, environment }) => {
    const last = files.at(-1) ?? '';
    if (environment === undefined && overlayEnvironment(last) === undefined) return true;
    return !added.has(last) || named.has(keyOf(files)) || (files.length === 1 && alone.has(last));
  });
  for (const { files } of kept) named.delete(keyOf(files));
  const more = [...named.values()].map(({ files, envFiles }) => {
    const folder = folderOf(files[0] ?? '');
    const environment = environmentOf(files.findLast(namesEnvironment) ?? files.at(-1) ?? '');
    return {
      folder,
      files,
      environment,
      envFiles: envFiles.length > 0 ? envFiles : envFilesOf(folder, environment, exists),
    };
  });
  return [...kept, ...more];
}

/** Files that calls add to others. */
export function addedFiles(together: NamedSets['together']): ReadonlySet<string> {
  return new Set(together.flatMap(({ files }) => files.slice(1)));
}
