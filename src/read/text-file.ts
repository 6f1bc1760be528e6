// A file as text. Whatever is on disk (a pipe, a picture, UTF-16), the answer is a text or a problem with a place.
import { isUtf8 } from 'node:buffer';
import type { Stats } from 'node:fs';
import { messageOf, systemCode } from '../base/errors.ts';
import { span } from '../base/span.ts';
import { formatBytes } from '../base/units.ts';
import type { ReadProblem } from '../model/artifact.ts';
import { fileBytes } from './disk.ts';
import { identityOf, isInView } from './disk-view.ts';

/** Files over this size are not deployment files; reading one would only cost memory. */
export const maximumBytes = 8 * 1024 * 1024;

export type TextFile =
  | { readonly kind: 'text'; readonly text: string }
  /** `text` is what can be shown around the problem's place: invalid bytes stand as U+FFFD. */
  | { readonly kind: 'refused'; readonly text: string; readonly problem: ReadProblem }
  | { readonly kind: 'absent' };

/** Reads `path` (absolute), reported under the name `file`. Never throws, and never waits on a pipe. */
export function readTextFile(path: string, file: string, limit = maximumBytes): TextFile {
  try {
    const bytes = readRegularFile(path, limit);
    return typeof bytes === 'string' ? refused(file, bytes) : decoded(file, bytes);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'absent' };
    return refused(file, reasonOf(error));
  }
}

/** The same for all names of one file (absolute paths); undefined where there is none. */
export function fileIdentity(path: string): string | undefined {
  try {
    return identityOf(fileBytes(path, maximumBytes).stats);
  } catch {
    return undefined;
  }
}

/** Why a path cannot be read, for people. */
export function reasonOf(error: unknown): string {
  switch (systemCode(error)) {
    case 'EACCES':
    case 'EPERM':
      return 'may not be read by this user';
    case 'ENOENT':
      // Listed a moment ago: a name that is not UTF-8 comes back as another one.
      return 'is gone, or has a name that is not UTF-8';
    case 'ELOOP':
      return 'is a symbolic link that leads back to itself';
    case 'ENAMETOOLONG':
      return 'has a name that is too long';
    case 'EISDIR':
      return 'is a folder';
    case 'ENXIO':
      return 'is a socket, not a file';
    default:
      return `cannot be read (${systemCode(error) ?? messageOf(error)})`;
  }
}

/** What a path is, when it is neither a file nor a folder. */
export function specialKind(entry: Pick<Stats, 'isFIFO' | 'isSocket'>): string {
  if (entry.isFIFO()) return 'is a named pipe, not a file';
  return entry.isSocket() ? 'is a socket, not a file' : 'is a device, not a file';
}

/** The bytes, or the reason why they are not read. */
export function readRegularFile(path: string, limit: number): Buffer | string {
  const { stats, bytes } = fileBytes(path, limit);
  if (bytes !== undefined) return bytes;
  if (stats.isDirectory()) return 'is a folder';
  if (!stats.isFile()) return specialKind(stats);
  return `is ${formatBytes(stats.size)}; files over ${formatBytes(limit)} are not read`;
}

function refused(file: string, why: string): TextFile {
  return { kind: 'refused', text: '', problem: unreadableProblem(file, why) };
}

/** Of a path that has the name of a file we read, and is none or cannot be opened. */
export function unreadableProblem(file: string, why: string): ReadProblem {
  return {
    code: 'unreadable',
    message: `${file} ${why}`,
    span: span(file, 0),
    hint: 'Make it a readable text file, or leave it out of the paths to review.',
  };
}

/** Answers of a view of the disk come again. */
const texts = new WeakMap<Buffer, string>();

function decoded(file: string, bytes: Buffer): TextFile {
  const known = texts.get(bytes);
  if (known !== undefined) return { kind: 'text', text: known };
  const made = decode(file, bytes);
  if (made.kind === 'text' && isInView()) texts.set(bytes, made.text);
  return made;
}

function decode(file: string, bytes: Buffer): TextFile {
  const wide = utf16Name(bytes);
  if (wide !== undefined) {
    const text = new TextDecoder(wide, { ignoreBOM: true }).decode(bytes);
    return misencoded(file, text, 0, `is ${wide.toUpperCase()}, not UTF-8`);
  }
  const text = bytes.toString('utf8');
  if (!isUtf8(bytes)) {
    if (!bytes.includes(0) && areOnlyCommentsBroken(file, text)) return { kind: 'text', text };
    const at = firstReplaced(text, bytes);
    return bytes.includes(0)
      ? notText(file, text, at)
      : misencoded(file, text, at, 'is not valid UTF-8 here');
  }
  const nul = text.indexOf('\0');
  return nul === -1 ? { kind: 'text', text } : notText(file, text, nul);
}

const dockerfileName = /(?:^|[/.])(?:docker|container)file(?:\.[^/]*)?$/i;

/** BuildKit passes the comments of a Dockerfile over, whatever bytes they hold; a line of a here-document is none. */
function areOnlyCommentsBroken(file: string, text: string): boolean {
  if (!dockerfileName.test(file) || text.includes('<<')) return false;
  return text.split('\n').every((line) => !line.includes('\ufffd') || /^[ \t]*#/.test(line));
}

function notText(file: string, text: string, at: number): TextFile {
  return misencoded(file, text, at, 'is not a text file', 'Check that this is the file that was meant.');
}

function misencoded(
  file: string,
  text: string,
  at: number,
  what: string,
  hint = 'Save the file as UTF-8.',
): TextFile {
  const place = span(file, at, Math.min(text.length, at + 1));
  const problem: ReadProblem = { code: 'encoding', message: `${file} ${what}`, span: place, hint };
  return { kind: 'refused', text, problem };
}

/** By the byte order mark, or by the zero bytes that ASCII text has in UTF-16. */
function utf16Name(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const [first, second, third, fourth] = bytes;
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  if (fourth === undefined) return undefined;
  if (first !== 0 && second === 0 && third !== 0 && fourth === 0) return 'utf-16le';
  return first === 0 && second !== 0 && third === 0 && fourth !== 0 ? 'utf-16be' : undefined;
}

/** Offset in `text` of the first U+FFFD that does not stand in the file itself. */
function firstReplaced(text: string, bytes: Buffer): number {
  let byte = 0;
  let from = 0;
  for (let at = text.indexOf('\uFFFD'); at !== -1; at = text.indexOf('\uFFFD', from)) {
    byte += Buffer.byteLength(text.slice(from, at));
    if (bytes[byte] !== 0xef || bytes[byte + 1] !== 0xbf || bytes[byte + 2] !== 0xbd) return at;
    byte += 3;
    from = at + 1;
  }
  return 0;
}
