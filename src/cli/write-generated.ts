// Puts generated files on the disk: all of them or none. Every text lies beside its place first, so that a full disk or
// a missing right leaves the folder as it was.
import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { messageOf, SeaworthyError } from '../base/errors.ts';
import type { GeneratedFile } from '../generate/generator.ts';

/** What writing a file does to the folder. */
export type Action = 'create' | 'replace' | 'edit' | 'same';

export interface Placed extends GeneratedFile {
  readonly action: Action;
}

/**
 * What would happen to each file.
 * @throws SeaworthyError CONFIG_INVALID when a file is in the way and `force` is not given
 */
export function placeFiles(root: string, files: readonly GeneratedFile[], force: boolean): readonly Placed[] {
  const placed = files.map((file) => ({ ...file, action: actionFor(root, file) }));
  const inTheWay = placed.filter(({ action }) => action === 'replace');
  if (inTheWay.length === 0 || force) return placed;
  const [only] = inTheWay;
  const what =
    inTheWay.length === 1 && only !== undefined ? `${only.path} is` : `${inTheWay.length} files are`;
  throw new SeaworthyError('CONFIG_INVALID', `${what} there already; nothing was written`, {
    detail: inTheWay.length === 1 ? [] : inTheWay.map(({ path }) => path),
    hint: 'Use --force to overwrite, or --dry-run to look.',
  });
}

function actionFor(root: string, { path, text, edits, mode }: GeneratedFile): Action {
  const target = targetOf(root, path);
  const present = textAt(target, path);
  if (present === undefined) {
    if (edits === undefined || edits === '') return 'create';
    throw changedMeanwhile(path);
  }
  if (present === text) return mode === undefined || modeOf(target) === mode ? 'same' : 'edit';
  if (edits === undefined) return 'replace';
  if (present !== edits) throw changedMeanwhile(path);
  return 'edit';
}

function modeOf(target: string): number {
  return lstatSync(target).mode & 0o777;
}

function changedMeanwhile(path: string): SeaworthyError {
  return new SeaworthyError('FILE_SYSTEM', `${path} has changed since it was read; nothing was written`, {
    hint: 'Run it again.',
  });
}

/** The text of a file of the project; undefined when there is none. @throws SeaworthyError FILE_SYSTEM */
export function textOf(root: string, path: string): string | undefined {
  return textAt(targetOf(root, path), path);
}

/** Where a file goes: inside the project, whatever links lie on the way. @throws SeaworthyError FILE_SYSTEM */
function targetOf(root: string, path: string): string {
  const target = resolve(root, path);
  let folder = dirname(target);
  while (!existsSync(folder)) folder = dirname(folder);
  const real = existsSync(target)
    ? realpathSync(target)
    : join(realpathSync(folder), relative(folder, target));
  const inside = relative(realpathSync(root), real);
  if (inside !== '' && inside !== '..' && !inside.startsWith(`..${sep}`)) return real;
  throw new SeaworthyError('FILE_SYSTEM', `${path} lies outside of the project; nothing was written`, {
    hint: 'A link leads out of it. Name the folder itself with --project-directory.',
  });
}

function textAt(target: string, path: string): string | undefined {
  if (!existsSync(target)) return undefined;
  if (lstatSync(target).isFile()) return readFileSync(target, 'utf8');
  throw new SeaworthyError('FILE_SYSTEM', `${path} is there and is no file; nothing was written`, {
    hint: 'Move it away.',
  });
}

interface Staged {
  readonly target: string;
  readonly draft: string;
  /** A second name of what was there, to put back. */
  readonly kept: string | undefined;
}

/** Writes what `placeFiles` gave. @throws SeaworthyError FILE_SYSTEM, everything being as it was */
export function writePlaced(root: string, files: readonly Placed[]): void {
  const made: string[] = [];
  const staged: Staged[] = [];
  const done: Staged[] = [];
  try {
    for (const file of files) if (file.action !== 'same') staged.push(stage(root, file, made));
    for (const one of staged) {
      renameSync(one.draft, one.target);
      done.push(one);
    }
  } catch (error) {
    undo(staged, done, made);
    throw new SeaworthyError('FILE_SYSTEM', `nothing was written (${messageOf(error)})`, {
      hint: 'Mend that and run it again.',
      cause: error,
    });
  }
  for (const { kept } of staged) if (kept !== undefined) rmSync(kept, { force: true });
}

function stage(root: string, file: Placed, made: string[]): Staged {
  const target = targetOf(root, file.path);
  makeFolders(dirname(target), made);
  const draft = `${target}.seaworthy.${process.pid}.new`;
  const isThere = existsSync(target);
  const kept = isThere ? `${target}.seaworthy.${process.pid}.old` : undefined;
  // What is replaced keeps its mode, unless the new file asks for one.
  const mode = file.mode ?? (isThere ? modeOf(target) : 0o644);
  try {
    // A secret must not be readable for a moment either: the mode is there from the beginning.
    writeFileSync(draft, file.text, { mode: Math.min(mode, mode & 0o600), flag: 'wx', flush: true });
    chmodSync(draft, mode);
    if (kept !== undefined) linkSync(target, kept);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  return { target, draft, kept };
}

/** Makes the folders on the way, and remembers those that it made. */
function makeFolders(folder: string, made: string[]): void {
  if (existsSync(folder)) return;
  makeFolders(dirname(folder), made);
  mkdirSync(folder);
  made.push(folder);
}

function undo(staged: readonly Staged[], done: readonly Staged[], made: readonly string[]): void {
  for (const { target, kept } of done) {
    if (kept === undefined) rmSync(target, { force: true });
    else renameSync(kept, target);
  }
  for (const { draft, kept } of staged) {
    rmSync(draft, { force: true });
    if (kept !== undefined) rmSync(kept, { force: true });
  }
  for (const folder of made.toReversed()) rmdirSync(folder);
}
