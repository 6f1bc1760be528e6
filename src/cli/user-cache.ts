// What we keep in the user's cache and use as it is: ours alone to write, put in place whole, never needed.
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** `$XDG_CACHE_HOME/seaworthy`. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>>): string {
  return join(env['XDG_CACHE_HOME'] || join(env['HOME'] || homedir(), '.cache'), 'seaworthy');
}

/** Undefined where there is none, and where somebody else may have written it. */
export function readOwn(path: string): Buffer | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const stats = fstatSync(descriptor);
    const isOwn = stats.isFile() && stats.uid === process.getuid?.() && (stats.mode & 0o022) === 0;
    return isOwn ? readFileSync(descriptor) : undefined;
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** `write` is given a name beside the place; what goes wrong leaves the place as it was. */
export function putWhole(place: string, write: (draft: string) => void): void {
  const draft = `${place}.${process.pid}.new`;
  const written = attempt(() => {
    mkdirSync(dirname(place), { recursive: true, mode: 0o700 });
    write(draft);
    renameSync(draft, place);
  });
  if (!written) attempt(() => rmSync(draft, { force: true }));
}

/** A cache that cannot be used costs time, nothing else. */
export function attempt(act: () => void): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}

export interface KeptEntry {
  readonly path: string;
  /** Bytes, of a file. */
  readonly size: number;
}

/** What lies in a folder, the latest change first. */
export function newestFirst(folder: string): readonly KeptEntry[] {
  return readdirSync(folder)
    .map((name) => {
      const path = join(folder, name);
      const { size, mtimeMs } = statSync(path);
      return { path, size, at: mtimeMs };
    })
    .sort((a, b) => b.at - a.at);
}
