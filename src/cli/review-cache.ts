// Reviews that were made before: kept whole, with all that the disk was asked for, and given again while each question
// has the answer it had. What a review says depends on nothing else: it asks no clock, network or environment.
import { closeSync, openSync, rmSync, statSync, utimesSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sha256 } from '../base/hash.ts';
import { version } from '../base/version.ts';
import { digestOf, endTrace, hashOf, startTrace, type Trace } from '../read/disk.ts';
import { type Answer, answersOf, holds } from '../read/trace.ts';
import type { ReviewResult } from '../review/result.ts';
import { packed, unpacked } from './review-packed.ts';
import { attempt, cacheFolder, newestFirst, putWhole, readOwn } from './user-cache.ts';
import type { VerbContext } from './verb.ts';

/** What is kept at most: the oldest use goes first. */
const maximumFiles = 256;
const maximumBytes = 128 * 1024 * 1024;
const maximumEntryBytes = 48 * 1024 * 1024;
/** A change of what stands in an entry needs a new number. */
const format = 4;

/** Everything but the disk that a review depends on, as plain JSON. */
export interface About {
  readonly root: string;
  readonly reading: unknown;
  readonly options: unknown;
}

/** The review of before, or a new one. */
export async function cached(
  context: Pick<VerbContext, 'flags' | 'env'>,
  about: About,
  make: () => Promise<ReviewResult>,
): Promise<ReviewResult> {
  if (context.flags.is('no-cache')) return make();
  const place = placeOf(context.env, about);
  const known = lookUp(place, about.root);
  if (known !== undefined) return known;
  const trace = startTrace();
  try {
    const result = await make();
    // What went wrong in us is not kept, and what changed while it was read is not what lies there now.
    if (!trace.torn && result.failures.length === 0) keep(place, trace, result);
    return result;
  } finally {
    endTrace();
  }
}

function placeOf(env: Readonly<Record<string, string>>, about: About): string {
  const key = JSON.stringify([format, version, program(), about]);
  return join(cacheFolder(env), 'review', `${hashOf(key).replaceAll('/', '_').replaceAll('+', '-')}.json`);
}

/** Which build this is: one that was made anew may say something else under the same version. */
function program(): readonly (string | number)[] {
  for (const path of [ownPath(), process.execPath]) {
    try {
      const { size, mtimeMs, ino } = statSync(path);
      return [path, size, mtimeMs, ino];
    } catch {
      // A compiled program has its code within itself.
    }
  }
  return [];
}

function ownPath(): string {
  try {
    return fileURLToPath(import.meta.url);
  } catch {
    return process.execPath;
  }
}

function lookUp(place: string, root: string): ReviewResult | undefined {
  try {
    const text = readOwn(place)?.toString('utf8') ?? '';
    const end = text.lastIndexOf('\n');
    if (end === -1 || text.slice(end + 1) !== hashOf(text.slice(0, end + 1))) return undefined;
    // The checksum says that it is what `keep` wrote.
    const lines = text.slice(0, end).split('\n');
    const gap = lines.indexOf('');
    for (const line of lines.slice(0, gap)) {
      const answers: readonly Answer[] = JSON.parse(line);
      if (!holds(answers)) return undefined;
    }
    const result = unpacked(lines.slice(gap + 1), root);
    const now = new Date();
    attempt(() => utimesSync(place, now, now));
    return result;
  } catch {
    return undefined;
  }
}

/** Lines of JSON, first the answers and after an empty line the review, and the checksum of them all at the end. */
function keep(place: string, trace: Trace, result: ReviewResult): void {
  putWhole(place, (draft) => writeEntry(draft, trace, result));
  attempt(() => prune(dirname(place)));
}

/** @throws RangeError when it is too large to be kept. */
function writeEntry(path: string, trace: Trace, result: ReviewResult): void {
  const checksum = sha256();
  let size = 0;
  const descriptor = openSync(path, 'wx', 0o600);
  const write = (line: string) => {
    const bytes = Buffer.from(`${line}\n`);
    checksum.update(bytes);
    size += bytes.length;
    if (size > maximumEntryBytes) throw new RangeError('the review is too large to be kept');
    writeSync(descriptor, bytes);
  };
  try {
    for (const line of packedAnswers(trace)) write(line);
    write('');
    for (const line of packed(result)) write(line);
    writeSync(descriptor, digestOf(checksum));
  } finally {
    closeSync(descriptor);
  }
}

/** Answers a line: as one text they would take as much memory again. */
const lineLength = 1000;

function* packedAnswers(trace: Trace): Generator<string> {
  let line: Answer[] = [];
  for (const answer of answersOf(trace)) {
    line.push(answer);
    if (line.length < lineLength) continue;
    yield JSON.stringify(line);
    line = [];
  }
  if (line.length > 0) yield JSON.stringify(line);
}

function prune(folder: string): void {
  let bytes = 0;
  for (const [index, { path, size }] of newestFirst(folder).entries()) {
    bytes += size;
    if (index >= maximumFiles || bytes > maximumBytes) rmSync(path, { force: true });
  }
}
