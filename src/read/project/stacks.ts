// All compose files of a repository as stacks, for review.
import type { Stack } from '../../model/service.ts';
import type { Settings } from '../../model/settings.ts';
import { overlayEnvironment } from '../compose/file-names.ts';
import { isDocumentName, maximumDocument } from '../document/document.ts';
import { byText, folderOf } from '../paths.ts';
import type { ReadOptions } from '../project.ts';
import { type ComposeSet, composeSets, envFilesOf } from './compose-sets.ts';
import { addedFiles, namedSets, noSets, withNamedSets } from './named-sets.ts';
import type { Reading } from './reading.ts';
import { readStack } from './stack.ts';

export interface ComposeFiles {
  readonly found: readonly string[];
  /** Files that may say which of them are started together, the surest first. */
  readonly naming: readonly string[];
  /** By folder. */
  readonly settings: ReadonlyMap<string, Settings>;
}

/** Those of the files that were found, or with `-f` the one that the user makes of his. */
export function readStacks(reading: Reading, files: ComposeFiles, options: ReadOptions): readonly Stack[] {
  const { composeFiles } = options;
  const sets =
    composeFiles === undefined ? setsOf(reading, files) : [givenSet(reading, options, composeFiles)];
  return readSets(reading, sets, options);
}

/** Sets of all folders, the outermost first. */
function setsOf(reading: Reading, { found, naming, settings }: ComposeFiles): readonly ComposeSet[] {
  const folders = new Map<string, string[]>();
  for (const file of found) {
    const folder = folderOf(file);
    const known = folders.get(folder);
    if (known === undefined) folders.set(folder, [file]);
    else known.push(file);
  }
  const depth = (folder: string) => (folder === '' ? 0 : folder.split('/').length);
  const order = [...folders.keys()].sort((a, b) => depth(a) - depth(b) || byText(a, b));
  const exists = (file: string) => reading.files.kind(file) === 'file';
  const named =
    found.length < 2
      ? noSets
      : namedSets({ paths: naming, read: (path) => quietText(reading, path), composeFiles: found, exists });
  const added = addedFiles(named.together);
  const sources = {
    read: (file: string) => reading.store.read(file),
    exists,
    settingsOf: (folder: string) => settings.get(folder),
    startedAlone: (file: string) => (added.has(file) ? undefined : named.alone.get(file)),
  };
  const guessed = order.flatMap((folder) => composeSets(folder, folders.get(folder) ?? [], sources));
  return withNamedSets(guessed, named, exists);
}

function quietText({ store }: Reading, path: string): string | undefined {
  const found = store.quietly(path, isDocumentName(path) ? maximumDocument : undefined);
  return found.kind === 'text' ? found.text : undefined;
}

/** With `-f` the user says which files make the stack, as for deploying. */
function givenSet(reading: Reading, options: ReadOptions, files: readonly string[]): ComposeSet {
  const folder = folderOf(files[0] ?? '');
  const { environment } = options;
  const exists = (file: string) => reading.files.kind(file) === 'file';
  return {
    folder,
    files,
    environment,
    envFiles: options.envFiles ?? envFilesOf(folder, environment, exists),
  };
}

/** A file that others include or extend from is read with them; it is no stack, and no overlay of the base beside it. */
function isDrawnIn({ drawnIn }: Reading, { files, environment }: ComposeSet): boolean {
  const isOverlay = files.length === 2 && environment !== undefined;
  return (files.length === 1 || isOverlay) && drawnIn.has(files.at(-1) ?? '');
}

/** Bases first, so that files which they include or extend are known before such files are read for themselves. */
function readSets(reading: Reading, sets: readonly ComposeSet[], options: ReadOptions): Stack[] {
  const isBase = ({ files, environment }: ComposeSet) =>
    environment === undefined && files[0] !== undefined && overlayEnvironment(files[0]) === undefined;
  const wanted = sets.filter(
    (set) => options.environment === undefined || set.environment === options.environment,
  );
  const chosen = wanted.length === 0 ? sets : wanted;
  const stacks = new Map<ComposeSet, Stack>();
  for (const set of [...chosen.filter(isBase), ...chosen.filter((each) => !isBase(each))]) {
    const isPart = isDrawnIn(reading, set);
    const isEmpty = set.files.every((file) => reading.store.read(file) === undefined);
    if (isPart || isEmpty) continue;
    const { projectName, processEnv } = options;
    const withEnvFiles = options.envFiles === undefined ? set : { ...set, envFiles: options.envFiles };
    // All profiles: what is not started today is reviewed all the same.
    stacks.set(
      set,
      readStack(reading, withEnvFiles, { projectName, processEnv, profiles: options.profiles ?? ['*'] }),
    );
  }
  reading.composeFiles.clear();
  return sets.flatMap((set) => stacks.get(set) ?? []);
}
