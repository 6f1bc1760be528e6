// The paths that git tracks, from its index file; git itself is not run.
import { join } from 'node:path';
import { hashOf, noted } from './disk.ts';
import { readRegularFile } from './text-file.ts';

/** Header of an entry before its flags: ten 32-bit fields; the object id and two bytes of flags follow. */
const statBytes = 40;
const extendedFlag = 0x4000;
/** Of a million files: larger ones are not what git wrote. */
const maximumBytes = 256 * 1024 * 1024;
const maximumConfigBytes = 1024 * 1024;

/** Paths relative to the top of the checkout; undefined when there is no index that can be read. */
export function readTrackedPaths(gitFolder: string): ReadonlySet<string> | undefined {
  return noted({ ask: 'tracked', path: gitFolder, limit: 0 }, () => trackedPaths(gitFolder), digestOf);
}

/** Of the names alone: git rewrites its index whenever it looks at a file's times. */
export function trackedDigest(gitFolder: string): string {
  return digestOf(trackedPaths(gitFolder));
}

function digestOf(paths: ReadonlySet<string> | undefined): string {
  return paths === undefined ? '-' : hashOf([...paths].join('\0'));
}

function trackedPaths(gitFolder: string): ReadonlySet<string> | undefined {
  try {
    const bytes = readRegularFile(join(gitFolder, 'index'), maximumBytes);
    return typeof bytes === 'string' ? undefined : parseIndex(bytes, usesSha256(gitFolder) ? 32 : 20);
  } catch {
    // A checkout without commits has no index, and a damaged one says nothing: the ignore rules alone decide.
    return undefined;
  }
}

function usesSha256(gitFolder: string): boolean {
  try {
    const bytes = readRegularFile(join(gitFolder, 'config'), maximumConfigBytes);
    return typeof bytes !== 'string' && /^\s*objectformat\s*=\s*sha256\s*$/im.test(bytes.toString('utf8'));
  } catch {
    return false;
  }
}

/** https://git-scm.com/docs/index-format, versions 2, 3 and 4; names only. */
export function parseIndex(bytes: Buffer, idBytes: number): ReadonlySet<string> | undefined {
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'DIRC') return undefined;
  const version = bytes.readUInt32BE(4);
  if (version < 2 || version > 4) return undefined;
  const paths = new Set<string>();
  const entries = bytes.readUInt32BE(8);
  let at = 12;
  let previous = Buffer.alloc(0);
  for (let index = 0; index < entries; index++) {
    const flagsAt = at + statBytes + idBytes;
    if (flagsAt + 2 > bytes.length) return undefined;
    const extended = version >= 3 && (bytes.readUInt16BE(flagsAt) & extendedFlag) !== 0;
    const name = version === 4 ? compressedName : plainName;
    const entry = name(bytes, at, flagsAt + (extended ? 4 : 2), previous);
    if (entry === undefined) return undefined;
    previous = entry.name;
    at = entry.next;
    paths.add(previous.toString('utf8'));
  }
  return paths;
}

type EntryName = { readonly name: Buffer<ArrayBuffer>; readonly next: number } | undefined;

/** Entries of versions 2 and 3 are filled with 1 to 8 zero bytes to a multiple of eight. */
function plainName(bytes: Buffer, entryAt: number, nameAt: number): EntryName {
  const end = bytes.indexOf(0, nameAt);
  if (end === -1) return undefined;
  const length = end - entryAt;
  return { name: Buffer.from(bytes.subarray(nameAt, end)), next: entryAt + length + (8 - (length % 8)) };
}

/** Version 4: how many bytes to take off the previous name, then the rest of this one. */
function compressedName(bytes: Buffer, _entryAt: number, nameAt: number, previous: Buffer): EntryName {
  let at = nameAt;
  let byte = bytes[at++] ?? 0;
  let strip = byte & 0x7f;
  while ((byte & 0x80) !== 0 && at < bytes.length) {
    byte = bytes[at++] ?? 0;
    strip = (strip + 1) * 128 + (byte & 0x7f);
  }
  const end = bytes.indexOf(0, at);
  if (end === -1 || strip > previous.length) return undefined;
  const kept = previous.subarray(0, previous.length - strip);
  return { name: Buffer.concat([kept, bytes.subarray(at, end)]), next: end + 1 };
}
