// Writing that survives a power cut, and reading that says what is wrong. Synchronous: state is small, and an effect
// must not begin before its record is on the disk.
import {
  closeSync,
  fdatasyncSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { messageOf, SeaworthyError, systemCode } from '../base/errors.ts';
import type { Shape } from './shape.ts';

export const folderMode = 0o700;
export const fileMode = 0o600;

/** Without this a new file's name may be lost although its content was synced. */
export function syncFolder(path: string): void {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    fsyncSync(descriptor);
  } catch (error) {
    // Windows and some network file systems cannot sync a folder; there is no other way to ask.
    if (!['EISDIR', 'EPERM', 'EINVAL', 'EBADF', 'EACCES'].includes(systemCode(error) ?? '')) throw error;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

export function makeFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: folderMode });
}

/** Writes all bytes: `writeSync` may take fewer than it was given. */
export function writeAll(descriptor: number, bytes: Uint8Array, position: number | null = null): void {
  let done = 0;
  while (done < bytes.length) {
    done += writeSync(
      descriptor,
      bytes,
      done,
      bytes.length - done,
      position === null ? null : position + done,
    );
  }
}

/** The old content or the new one, never a part: a temporary file takes the name only when it is on the disk. */
export function writeAtomic(path: string, text: string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const descriptor = openSync(temporary, 'w', fileMode);
    try {
      writeAll(descriptor, Buffer.from(text));
      fdatasyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, path);
    syncFolder(dirname(path));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw fileError('write', path, error);
  }
}

export function writeJson(path: string, value: unknown): void {
  writeAtomic(path, `${JSON.stringify(value, null, 2)}\n`);
}

/** The text, or undefined when there is no such file. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return undefined;
    throw fileError('read', path, error);
  }
}

/** The value in a JSON file, checked; undefined when there is no such file. */
export function readJson<T>(path: string, shape: Shape<T>, what: string): T | undefined {
  const text = readText(path);
  if (text === undefined) return undefined;
  const value = parseJson(text);
  if (shape.is(value)) return value;
  const wrong = shape.wrong(value);
  throw new SeaworthyError('FILE_SYSTEM', `${path} does not hold ${what}: ${wrong}`, {
    hint: 'Restore the file from a backup, or move it away to do without it.',
  });
}

/** Undefined where the text is not JSON; no document that we write is `undefined`. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

export function fileError(verb: 'read' | 'write', path: string, error: unknown): SeaworthyError {
  const full = systemCode(error) === 'ENOSPC' || systemCode(error) === 'EDQUOT';
  return new SeaworthyError('FILE_SYSTEM', `cannot ${verb} ${path}: ${messageOf(error)}`, {
    hint: full ? 'Free space on this disk, then run the command again.' : 'Check the path and its owner.',
    cause: error,
  });
}
