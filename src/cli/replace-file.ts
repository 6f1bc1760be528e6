// Puts new texts in the place of files: each is the old or the new one at any instant, whatever ends this process. All
// drafts are on the disk before the first takes its name, so that a full disk or a locked folder leaves all as it was.
import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
} from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { isAlive } from '../base/alive.ts';
import { messageOf, SeaworthyError, systemCode } from '../base/errors.ts';
import { failpoint } from '../base/failpoint.ts';
import { syncFolder, writeAll } from '../journal/files.ts';

export interface Replacement {
  /** Absolute; where it is a link, the file behind it is replaced. */
  readonly path: string;
  /** Its name for people. */
  readonly name: string;
  /** What it said when it was read. */
  readonly before: string;
  readonly after: string;
}

interface Target extends Replacement {
  /** The file itself. */
  readonly real: string;
  readonly stats: Stats;
}

interface Draft extends Target {
  readonly draft: string;
}

/**
 * Replaces the files, none behind a link out of `boundary`.
 * @throws SeaworthyError FILE_SYSTEM that says what was written and what was not
 */
export function replaceFiles(files: readonly Replacement[], boundary: string): void {
  const top = realpathSync(boundary);
  const targets = checked(files, top);
  const drafts: Draft[] = [];
  const written: string[] = [];
  try {
    for (const target of targets) drafts.push(draftOf(target, drafts.length + 1));
    for (const draft of drafts) {
      takeName(draft, written.length + 1);
      written.push(draft.name);
      syncFolder(dirname(draft.real));
      failpoint(`fix-place-${written.length}`, 'after-done');
    }
  } catch (error) {
    const left = targets.map(({ name }) => name).filter((name) => !written.includes(name));
    throw failure([messageOf(error)], written, left, error);
  } finally {
    for (const { draft } of drafts.slice(written.length)) rmSync(draft, { force: true });
  }
}

/** Nothing is written before all of them can be. */
function checked(files: readonly Replacement[], top: string): readonly Target[] {
  const targets: Target[] = [];
  const reasons: string[] = [];
  for (const file of files) {
    const target = targetOf(file, top);
    if (typeof target === 'string') reasons.push(target);
    else targets.push(target);
  }
  if (reasons.length === 0) return targets;
  throw failure(
    reasons,
    [],
    files.map(({ name }) => name),
  );
}

/** The file that is to be replaced, or why it cannot be. */
function targetOf(file: Replacement, top: string): Target | string {
  const { path, name } = file;
  try {
    const real = realpathSync(path);
    const inside = relative(top, real);
    if (inside === '..' || inside.startsWith(`..${sep}`))
      return `${name} leads out of ${top}, to ${real}: files outside of the repository are not changed`;
    const stats = lstatSync(real);
    const folder = dirname(real);
    if (!stats.isFile()) return `${name} is not a file any more`;
    if (!mayWrite(real, stats)) return `${name} is read-only (${real})`;
    if (!mayWrite(folder, statSync(folder)))
      return `${name} cannot be replaced: its folder ${folder} is read-only`;
    if (isChanged(real, file.before)) return changedMessage(name);
    return { ...file, real, stats };
  } catch (error) {
    return `${name} cannot be written: ${messageOf(error)}`;
  }
}

/** Root may write all, and means to where anybody may. */
function mayWrite(path: string, { mode }: Stats): boolean {
  try {
    accessSync(path, constants.W_OK);
    return (mode & 0o222) !== 0;
  } catch {
    return false;
  }
}

function isChanged(real: string, before: string): boolean {
  return !readFileSync(real).equals(Buffer.from(before));
}

function changedMessage(name: string): string {
  return `${name} has changed on the disk since it was read`;
}

/** The new text beside the file, on the disk, with the mode and owner of the file. */
function draftOf(target: Target, number: number): Draft {
  const { real, name, after, stats } = target;
  removeLeftovers(real);
  const draft = join(
    dirname(real),
    `${leftoverPrefix(real)}${process.pid}.${randomBytes(4).toString('hex')}.tmp`,
  );
  failpoint(`fix-draft-${number}`, 'before-intent');
  const descriptor = openSync(draft, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    const bytes = Buffer.from(after);
    const half = bytes.length >> 1;
    writeAll(descriptor, bytes.subarray(0, half));
    failpoint(`fix-draft-${number}`, 'mid-act');
    writeAll(descriptor, bytes.subarray(half));
    keepOwner(descriptor, stats, name);
    fchmodSync(descriptor, stats.mode & 0o7777);
    fsyncSync(descriptor);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  } finally {
    closeSync(descriptor);
  }
  failpoint(`fix-draft-${number}`, 'after-act');
  return { ...target, draft };
}

function keepOwner(descriptor: number, { uid, gid }: Stats, name: string): void {
  if (process.getuid === undefined) return;
  try {
    fchownSync(descriptor, uid, gid);
  } catch (error) {
    if (systemCode(error) !== 'EPERM') throw error;
    throw new Error(`${name} belongs to user ${uid} and group ${gid}, which this user cannot give it again`, {
      cause: error,
    });
  }
}

function takeName({ draft, real, name, before }: Draft, number: number): void {
  failpoint(`fix-place-${number}`, 'before-intent');
  if (isChanged(real, before)) throw new Error(changedMessage(name));
  renameSync(draft, real);
  failpoint(`fix-place-${number}`, 'after-act');
}

function leftoverPrefix(real: string): string {
  return `.${basename(real)}.seaworthy.`;
}

/** Drafts of processes that were ended half-way. */
function removeLeftovers(real: string): void {
  const folder = dirname(real);
  const prefix = leftoverPrefix(real);
  for (const entry of readdirSync(folder)) {
    const pid = entry.startsWith(prefix)
      ? /^(\d+)\.[0-9a-f]{8}\.tmp$/.exec(entry.slice(prefix.length))?.[1]
      : undefined;
    if (pid !== undefined && !isAlive(Number(pid))) rmSync(join(folder, entry), { force: true });
  }
}

function failure(
  reasons: readonly string[],
  written: readonly string[],
  left: readonly string[],
  cause?: unknown,
): SeaworthyError {
  const what = written.length === 0 ? 'nothing was written' : 'not all files were written';
  return new SeaworthyError('FILE_SYSTEM', what, {
    detail: [
      ...reasons,
      ...written.map((name) => `written: ${name}`),
      ...(written.length === 0 ? [] : left.map((name) => `not written: ${name}`)),
    ],
    hint: 'Mend that and run again: what is fixed already is not fixed twice.',
    cause,
  });
}
