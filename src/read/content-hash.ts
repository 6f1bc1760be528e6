// A hash of all that a build can see, so that changed source is a changed unit.
import type { Hash } from 'node:crypto';
import { closeSync, constants, lstatSync, openSync, readlinkSync, readSync } from 'node:fs';
import { sha256 } from '../base/hash.ts';
import { count } from '../base/text.ts';
import { formatBytes } from '../base/units.ts';
import type { Skipped } from '../model/artifact.ts';
import type { FileTree } from '../model/project.ts';
import { absolutePath, byText, isWithin, joinPath } from './paths.ts';
import { reasonOf } from './text-file.ts';
import { walk } from './walk.ts';

export interface ContentHash {
  /** Hex SHA-256. */
  readonly hash: string;
  /** What the hash does not cover, for the plan. */
  readonly note: string | undefined;
  /** The files that it covers, when it covers all of them by content. */
  readonly entries: readonly ContentEntry[] | undefined;
}

export interface ContentLimits {
  readonly files: number;
  readonly bytes: number;
}

const defaults: ContentLimits = { files: 20_000, bytes: 64 * 1024 * 1024 };

export interface ContentEntry {
  /** Relative to the root. */
  readonly path: string;
  readonly size: number;
  readonly modifiedMs: number;
  readonly mode: number;
  readonly link: boolean;
}

/**
 * Hash of the build context `context` (relative to the root), without what .dockerignore leaves out. `only`: the
 * files and folders of the context that the Dockerfile copies; undefined: all of it.
 */
export function contentHash(
  root: string,
  context: string,
  dockerfile: string,
  files: FileTree,
  options: { readonly limits?: ContentLimits; readonly only?: readonly string[] | undefined } = {},
): ContentHash {
  const limits = options.limits ?? defaults;
  const listed = list(root, context, dockerfile, files, limits.files);
  const { cut } = listed;
  const entries = listed.entries.filter(
    ({ path }) => path === dockerfile || isCopied(path, context, options.only),
  );
  const bytes = entries.reduce((sum, entry) => sum + entry.size, 0);
  const whole = !cut && bytes <= limits.bytes;
  const hash = sha256();
  const unread: string[] = [];
  for (const entry of entries) {
    // Names may hold any character but the zero byte, so it separates.
    hash.update(`${entry.path}\0${entry.mode & 0o111 ? 'x' : '-'}\0`);
    if (!whole) hash.update(`${entry.size}\0${entry.modifiedMs}\0`);
    else if (!addContent(hash, absolutePath(root, entry.path), entry.link)) unread.push(entry.path);
  }
  return {
    hash: hash.digest('hex'),
    note: noteOf(whole, cut, entries.length, bytes, unread),
    entries: whole && unread.length === 0 ? entries : undefined,
  };
}

/** Services often share one context: what no COPY line takes changes nothing for this one. */
function isCopied(path: string, context: string, only: readonly string[] | undefined): boolean {
  return only === undefined || only.some((source) => isWithin(path, joinPath(context, source)));
}

function list(root: string, context: string, dockerfile: string, files: FileTree, limit: number) {
  const entries: ContentEntry[] = [];
  const skipped: Skipped[] = [];
  const budget = { left: limit };
  const prefix = context === '' ? 0 : context.length + 1;
  const onFile = (path: string) => {
    if (path !== dockerfile && files.isDockerIgnored(context, path.slice(prefix), dockerfile)) return;
    const entry = entryOf(root, path);
    if (entry !== undefined) entries.push(entry);
  };
  // A link's target is hashed, not followed: docker copies the link as it is.
  const onOdd = (path: string) => {
    onFile(path);
    return true;
  };
  walk({ root, start: context, budget, skipped, onFile, onOdd });
  if (!entries.some((entry) => entry.path === dockerfile)) {
    const entry = entryOf(root, dockerfile);
    if (entry !== undefined) entries.push(entry);
  }
  return { entries: entries.sort((a, b) => byText(a.path, b.path)), cut: budget.left <= 0 };
}

function entryOf(root: string, path: string): ContentEntry | undefined {
  try {
    const stats = lstatSync(absolutePath(root, path));
    const link = stats.isSymbolicLink();
    if (!link && !stats.isFile()) return undefined;
    return { path, size: stats.size, modifiedMs: stats.mtimeMs, mode: stats.mode, link };
  } catch {
    // Gone since it was listed, or a Dockerfile that does not exist: its absence is the content.
    return undefined;
  }
}

/** Adds length and bytes of a file; false when it cannot be read. */
function addContent(hash: Hash, path: string, link: boolean): boolean {
  try {
    if (link) {
      hash.update(`link\0${readlinkSync(path)}\0`);
      return true;
    }
    const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const piece = Buffer.allocUnsafe(64 * 1024);
      let total = 0;
      for (let size = readSync(descriptor, piece); size > 0; size = readSync(descriptor, piece)) {
        hash.update(piece.subarray(0, size));
        total += size;
      }
      hash.update(`\0${total}\0`);
    } finally {
      closeSync(descriptor);
    }
    return true;
  } catch (error) {
    hash.update(`${reasonOf(error)}\0`);
    return false;
  }
}

function noteOf(whole: boolean, cut: boolean, files: number, bytes: number, unread: readonly string[]) {
  if (cut)
    return `the build context has more than ${count(files, 'file')}: only these count, by size and time`;
  if (!whole) {
    return `the build context is ${formatBytes(bytes)} in ${count(files, 'file')}: compared by size and time, not by content`;
  }
  return unread.length === 0
    ? undefined
    : `${count(unread.length, 'file')} could not be read, such as ${unread[0]}`;
}
