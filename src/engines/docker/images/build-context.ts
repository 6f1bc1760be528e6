// The files that a build may see: the context without what .dockerignore leaves out, in one order on every machine.
import { lstatSync, readdirSync, readFileSync, readlinkSync, type Stats, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { messageOf, SeaworthyError } from '../../../base/errors.ts';
import { hashOf } from '../../../base/hash.ts';
import { dockerIgnoreRules } from '../../../syntax/docker-ignore.ts';
import type { BuildRequest } from './build-request.ts';

export interface ContextEntry {
  /** Relative to the context, forward slashes. */
  readonly path: string;
  readonly absolute: string;
  readonly kind: 'file' | 'folder' | 'link';
  readonly mode: number;
  readonly modifiedMs: number;
  /** Bytes of a file. */
  readonly size: number;
  /** Of a link. */
  readonly target: string | undefined;
}

export interface BuildContext {
  readonly entries: readonly ContextEntry[];
  /** The rules that were applied; undefined when there are none. */
  readonly ignore: string | undefined;
}

/** Our own state with its secrets, which lies in the project: no image may hold it, whatever .dockerignore says. */
export const ownState = '**/.seaworthy';

/** @throws SeaworthyError PREFLIGHT when the context or a part of it cannot be read. */
export function buildContext({
  context,
  dockerfile,
}: Pick<BuildRequest, 'context' | 'dockerfile'>): BuildContext {
  if (statSync(context, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new SeaworthyError('PREFLIGHT', `the build context ${context} is no folder`, {
      hint: 'Mend build.context in the compose file.',
    });
  }
  const ignore = [`${dockerfile}.dockerignore`, join(context, '.dockerignore')]
    .map(textAt)
    .find((one) => one !== undefined);
  const isIgnored = dockerIgnoreRules(`${ignore ?? ''}\n${ownState}`);
  const mayReturn = hasException(ignore ?? '');
  // What the builder itself reads is sent whatever the rules say; it takes them out again where they say so.
  const always = new Set(['.dockerignore', relative(context, dockerfile)]);
  const entries: ContextEntry[] = [];
  const visit = (folder: string): void => {
    for (const name of namesIn(join(context, folder))) {
      const path = folder === '' ? name : `${folder}/${name}`;
      const out = isIgnored(path) && !always.has(path);
      const entry = entryAt(context, path);
      if (entry === undefined) continue;
      const goesIn =
        entry.kind === 'folder' &&
        (!out || mayReturn || [...always].some((one) => one.startsWith(`${path}/`)));
      if (!out) entries.push(entry);
      if (goesIn) visit(path);
    }
  };
  visit('');
  return { entries: withFolders(entries, context), ignore };
}

/** Tells whether the files were touched since: a build must be of the content that the plan saw. */
export function fingerprintOf({ entries }: BuildContext, dockerfile: string): string {
  const files = entries.filter(({ kind }) => kind !== 'folder');
  return hashOf(
    { dockerfile, files: files.map(({ path, mode, modifiedMs, size }) => [path, mode, modifiedMs, size]) },
    16,
  );
}

/** A file that an exception brings back has the folders above it, though they are left out themselves. */
function withFolders(entries: readonly ContextEntry[], context: string): readonly ContextEntry[] {
  const all = new Map(entries.map((entry) => [entry.path, entry]));
  for (const { path } of entries) {
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      const folder = path.slice(0, slash);
      const entry = all.has(folder) ? undefined : entryAt(context, folder);
      if (entry !== undefined) all.set(folder, entry);
    }
  }
  return [...all.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

function hasException(rules: string): boolean {
  return rules.split('\n').some((line) => line.trimStart().startsWith('!'));
}

function textAt(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // None there: nothing is left out.
    return undefined;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    throw unreadable(folder, error);
  }
}

function entryAt(context: string, path: string): ContextEntry | undefined {
  const absolute = join(context, path);
  try {
    const stats = lstatSync(absolute);
    const kind = kindOf(stats);
    if (kind === undefined) return undefined;
    const target = kind === 'link' ? readlinkSync(absolute) : undefined;
    const size = kind === 'file' ? stats.size : 0;
    return { path, absolute, kind, mode: stats.mode & 0o7777, modifiedMs: stats.mtimeMs, size, target };
  } catch (error) {
    throw unreadable(absolute, error);
  }
}

/** Sockets, pipes and devices have no content that an image could hold. */
function kindOf(stats: Stats): ContextEntry['kind'] | undefined {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'folder';
  return stats.isSymbolicLink() ? 'link' : undefined;
}

function unreadable(path: string, error: unknown): SeaworthyError {
  return new SeaworthyError(
    'PREFLIGHT',
    `${path} is part of a build context and cannot be read: ${messageOf(error)}`,
    {
      cause: error,
      hint: 'Let this user read it, or list it in .dockerignore.',
    },
  );
}
