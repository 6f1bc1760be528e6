// The only place where reading a project touches the disk, so that what an answer rests on can be written down: each
// question, and a digest of what the disk said. Asking them all again tells whether the answer still holds (`trace.ts`).
import type { Hash } from 'node:crypto';
import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import { messageOf, systemCode } from '../base/errors.ts';
import { sha256 } from '../base/hash.ts';
import { overlaid, remembering } from './disk-view.ts';

export interface Question {
  readonly ask: string;
  /** Absolute. */
  readonly path: string;
  /** The bytes that were wanted at most. */
  readonly limit: number;
}

export interface Trace {
  /** Digest of the answer by path, for each kind of question and limit: of a large repository there are 50,000. */
  readonly answers: Map<string, Map<string, string>>;
  /** True when one question had two answers, or something was asked that cannot be asked again. */
  torn: boolean;
}

let trace: Trace | undefined;

/** From here on questions are written down, until the next call. */
export function startTrace(): Trace {
  trace = { answers: new Map(), torn: false };
  return trace;
}

export function endTrace(): void {
  trace = undefined;
}

/** Told by what asks something that is no question to the disk: the answer must not be given again. */
export function askElsewhere(): void {
  if (trace !== undefined) trace.torn = true;
}

/** Asks, and writes the answer's digest down. */
export function noted<T>(question: Question, perform: () => T, digest: (answer: T) => string): T {
  if (trace === undefined) return perform();
  try {
    const answer = alone(perform);
    note(question, digest(answer));
    return answer;
  } catch (error) {
    note(question, failure(error));
    throw error;
  }
}

/** What an answer is put together from is part of it, and no question of its own. */
function alone<T>(perform: () => T): T {
  const outer = trace;
  trace = undefined;
  try {
    return perform();
  } finally {
    trace = outer;
  }
}

function note(question: Question, digest: string): void {
  if (trace === undefined) return;
  const { ask, limit, path } = question;
  const kind = `${ask} ${limit}`;
  const answers = trace.answers.get(kind) ?? new Map<string, string>();
  trace.answers.set(kind, answers);
  const known = answers.get(path);
  if (known !== undefined && known !== digest) trace.torn = true;
  else answers.set(path, digest);
}

export function failure(error: unknown): string {
  return `!${systemCode(error) ?? messageOf(error)}`;
}

interface Operation<T> {
  perform(path: string, limit: number): T;
  digest(answer: T): string;
  /** The answer with the text that a view of the disk puts over the file. */
  over?(answer: T, limit: number): T;
}

const real: Operation<string> = { perform: (path) => realpathSync.native(path), digest: (path) => path };

const list: Operation<Dirent[]> = {
  perform: (path) => readdirSync(path, { withFileTypes: true }),
  digest: (entries) =>
    hashOf(
      entries
        .map((entry) => `${kindOf(entry)}${entry.name}`)
        .sort()
        .join('\0'),
    ),
};

const entry: Operation<Stats | undefined> = {
  perform: (path) => lstatSync(path, { throwIfNoEntry: false }),
  digest: (stats) => (stats === undefined ? '-' : kindOf(stats)),
};

const target: Operation<Stats> = { perform: (path) => statSync(path), digest: kindOf };

/** O_NONBLOCK: opening a pipe without a writer would hang. Undefined: it is no file. */
const bytes: Operation<{ readonly stats: Stats; readonly bytes: Buffer | undefined }> = {
  perform(path, limit) {
    const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = fstatSync(descriptor);
      const isRead = stats.isFile() && stats.size <= limit;
      return { stats, bytes: isRead ? readUpTo(descriptor, stats.size) : undefined };
    } finally {
      closeSync(descriptor);
    }
  },
  digest: (answer) =>
    answer.bytes === undefined ? `${kindOf(answer.stats)}${answer.stats.size}` : hashOf(answer.bytes),
  over(answer, limit) {
    const text = overlaid(answer.stats);
    return text === undefined ? answer : { ...answer, bytes: text.length <= limit ? text : undefined };
  },
};

/** The first bytes, and what the file is. */
const start: Operation<{ readonly stats: Stats; readonly bytes: Buffer }> = {
  perform(path, limit) {
    const descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = fstatSync(descriptor);
      const isRead = stats.isFile();
      return { stats, bytes: isRead ? readUpTo(descriptor, Math.min(limit, stats.size)) : Buffer.alloc(0) };
    } finally {
      closeSync(descriptor);
    }
  },
  digest: (answer) =>
    `${kindOf(answer.stats)}${(answer.stats.mode & 0o111) === 0 ? '' : 'x'}${hashOf(answer.bytes)}`,
  over(answer, limit) {
    const text = overlaid(answer.stats);
    return text === undefined ? answer : { ...answer, bytes: text.subarray(0, limit) };
  },
};

/** What stood in the file when it was opened: it may grow or shrink meanwhile. */
function readUpTo(descriptor: number, size: number): Buffer {
  const buffer = Buffer.allocUnsafe(size);
  let filled = 0;
  while (filled < size) {
    const read = readSync(descriptor, buffer, filled, size - filled, filled);
    if (read === 0) break;
    filled += read;
  }
  return buffer.subarray(0, filled);
}

function kindOf(
  thing: Pick<Stats, 'isFile' | 'isDirectory' | 'isSymbolicLink' | 'isFIFO' | 'isSocket'>,
): string {
  if (thing.isFile()) return 'f';
  if (thing.isDirectory()) return 'd';
  if (thing.isSymbolicLink()) return 'l';
  if (thing.isFIFO()) return 'p';
  return thing.isSocket() ? 's' : 'x';
}

export function digestOf(hash: Hash): string {
  return hash.digest('base64').slice(0, 32);
}

export function hashOf(content: string | Buffer): string {
  return digestOf(sha256().update(content));
}

function asker<T>(ask: string, operation: Operation<T>): (path: string, limit?: number) => T {
  const { perform, digest, over = (answer) => answer } = operation;
  const remember = remembering<T>();
  return (path, limit = 0) => {
    const answer = () =>
      over(
        remember(`${limit} ${path}`, () => perform(path, limit)),
        limit,
      );
    return noted({ ask, path, limit }, answer, digest);
  };
}

/** Links resolved. */
export const realPath = asker('real', real);
export const listFolder = asker('list', list);
/** The entry itself, links not followed; undefined when it is absent. */
export const entryAt = asker('entry', entry);
/** What a path leads to. */
export const targetAt = asker('target', target);
export const fileBytes = asker('bytes', bytes);
export const fileStart = asker('start', start);

/** The digest that a question has now; undefined where it cannot be asked here. */
export function digestNow({ ask, path, limit }: Question): string | undefined {
  const again = <T>({ perform, digest }: Operation<T>) => digest(perform(path, limit));
  try {
    switch (ask) {
      case 'real':
        return again(real);
      case 'list':
        return again(list);
      case 'entry':
        return again(entry);
      case 'target':
        return again(target);
      case 'bytes':
        return again(bytes);
      case 'start':
        return again(start);
      default:
        return undefined;
    }
  } catch (error) {
    return failure(error);
  }
}
