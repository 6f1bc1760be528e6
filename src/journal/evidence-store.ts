// Evidence of a stack, by release: `evidence/<release>/records.jsonl` and raw data beside it. Appended by every verb that
// measures, read by reports; nothing in it is ever changed.
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fdatasyncSync,
  fstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import { isAbsolute, join, relative, sep } from 'node:path';
import { systemCode } from '../base/errors.ts';
import type { Evidence, EvidenceRead, StoredEvidence } from '../model/evidence.ts';
import { readChain, releaseName, sealRecord } from './evidence-chain.ts';
import {
  fileError,
  fileMode,
  makeFolder,
  readJson,
  readText,
  syncFolder,
  writeAll,
  writeAtomic,
} from './files.ts';
import { isNumber, isText, shape } from './shape.ts';

export interface EvidenceStore {
  /** Appends to the chains of their releases. Raw data named by a record is hashed now and must be complete. */
  addEvidence(evidence: readonly Evidence[]): void;
  /**
   * Writes raw data below the release's folder and gives the path for `raw`. A file is never overwritten: the name
   * gets a number.
   */
  putRaw(release: string | undefined, name: string, extension: string, content: string | Uint8Array): string;
  evidence(): EvidenceRead;
  /** Raw data of a record as text; undefined when it is gone. */
  rawText(raw: string): string | undefined;
  /**
   * Removes evidence of releases that are neither in `keep` nor younger than `maxAgeMs`, whole releases at a time.
   *
   * @returns the releases' folder names.
   */
  collectEvidence(options: {
    readonly keep: readonly string[];
    readonly maxAgeMs: number;
    readonly now: Date;
  }): readonly string[];
}

const headShape = shape<{ count: number; sum: string }>({ count: isNumber, sum: isText });

export function evidenceStore(stateFolder: string): EvidenceStore {
  const root = join(stateFolder, 'evidence');
  const recordsOf = (folder: string) => join(root, folder, 'records.jsonl');
  return {
    addEvidence(evidence) {
      const folders = new Map<string, Evidence[]>();
      for (const one of evidence) {
        const folder = releaseName(one.release);
        folders.set(folder, [...(folders.get(folder) ?? []), one]);
      }
      for (const [folder, own] of folders) append(stateFolder, join(root, folder), recordsOf(folder), own);
    },
    putRaw(release, name, extension, content) {
      const folder = join('evidence', releaseName(release), 'raw');
      makeFolder(join(stateFolder, folder));
      const stem = name
        .replace(/[^\w.-]+/g, '_')
        .replace(/^\.+/, '_')
        .slice(0, 100);
      for (let number = 1; ; number += 1) {
        const path = join(folder, `${stem}-${number}.${extension}`);
        if (writeNew(join(stateFolder, path), content)) return path.split(sep).join('/');
      }
    },
    evidence: () => readAll(stateFolder, root),
    rawText(raw) {
      const path = rawPath(stateFolder, raw);
      return path === undefined ? undefined : readText(path);
    },
    collectEvidence({ keep, maxAgeMs, now }) {
      const kept = new Set(keep.map(releaseName));
      const old = foldersOf(root).filter((folder) => {
        if (kept.has(folder) || !existsSync(recordsOf(folder))) return false;
        return now.getTime() - statSync(recordsOf(folder)).mtimeMs > maxAgeMs;
      });
      for (const folder of old) rmSync(join(root, folder), { recursive: true, force: true });
      return old;
    },
  };
}

function append(stateFolder: string, folder: string, path: string, evidence: readonly Evidence[]): void {
  makeFolder(folder);
  const { records } = readChain(readText(path) ?? '', folder.slice(folder.lastIndexOf(sep) + 1));
  let seq = records.at(-1)?.seq ?? 0;
  let previous = records.at(-1)?.sum ?? '';
  let text = '';
  const hashed = hashesIn(stateFolder);
  for (const one of evidence) {
    seq += 1;
    const raw = one.raw === undefined ? undefined : hashed(one.raw);
    const { line, sum } = sealRecord({
      seq,
      previous,
      ...one,
      rawHash: raw?.hash,
      rawBytes: raw?.bytes,
    });
    previous = sum;
    text += `${line}\n`;
  }
  appendLines(path, text);
  // Written after the records: what a crash leaves out is only the knowledge that they must be there.
  writeAtomic(
    join(folder, 'head.json'),
    `${JSON.stringify({ count: records.length + evidence.length, sum: previous })}\n`,
  );
}

function readAll(stateFolder: string, root: string): EvidenceRead {
  const records: StoredEvidence[] = [];
  const problems: string[] = [];
  let unreadable = 0;
  const hashed = hashesIn(stateFolder);
  for (const folder of foldersOf(root)) {
    const read = readChain(readText(join(root, folder, 'records.jsonl')) ?? '', folder);
    unreadable += read.unreadable;
    const head = readHead(join(root, folder, 'head.json'));
    const missing = head === undefined ? 0 : head.count - read.records.length;
    if (head !== undefined && (missing > 0 || !read.records.some(({ sum }) => sum === head.sum))) {
      problems.push(
        missing > 0
          ? `${missing} of the ${head.count} records of release ${folder.slice(0, 8)} are gone`
          : `the records of release ${folder.slice(0, 8)} do not end as they were written`,
      );
    }
    records.push(...read.records.map((one) => withRawDoubt(one, hashed)));
  }
  return { records, unreadable, problems };
}

function readHead(path: string): { count: number; sum: string } | undefined {
  try {
    return readJson(path, headShape, 'the head of a chain');
  } catch {
    // A damaged head knows of no record, so every record is wanted in vain.
    return { count: Number.MAX_SAFE_INTEGER, sum: '' };
  }
}

function withRawDoubt(record: StoredEvidence, hashed: Hashes): StoredEvidence {
  if (record.doubt !== undefined || record.raw === undefined) return record;
  if (record.rawHash === undefined) return { ...record, doubt: `its raw data ${record.raw} was never there` };
  const now = hashed(record.raw);
  if (now === undefined) return { ...record, doubt: `its raw data ${record.raw} is gone` };
  if (now.hash === record.rawHash) return record;
  return { ...record, doubt: `its raw data ${record.raw} was changed after the measurement` };
}

/** Inside of the state folder only, whatever a record says, links included. */
function rawPath(stateFolder: string, raw: string): string | undefined {
  try {
    const path = realpathSync(join(stateFolder, raw));
    const inside = relative(realpathSync(stateFolder), path);
    return inside.startsWith('..') || isAbsolute(inside) ? undefined : path;
  } catch {
    return undefined;
  }
}

interface RawHash {
  readonly hash: string;
  readonly bytes: number;
}

type Hashes = (raw: string) => RawHash | undefined;

/** Each file is read once: the measurements of a rollout are hundreds of records about one of them. */
function hashesIn(stateFolder: string): Hashes {
  const known = new Map<string, RawHash | undefined>();
  return (raw) => {
    if (!known.has(raw)) known.set(raw, hashRaw(stateFolder, raw));
    return known.get(raw);
  };
}

function hashRaw(stateFolder: string, raw: string): RawHash | undefined {
  const path = rawPath(stateFolder, raw);
  if (path === undefined || !statSync(path).isFile()) return undefined;
  const content = readFileSync(path);
  return { hash: createHash('sha256').update(content).digest('hex'), bytes: content.length };
}

function foldersOf(root: string): readonly string[] {
  try {
    return readdirSync(root, { withFileTypes: true })
      .flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
      .sort();
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return [];
    throw fileError('read', root, error);
  }
}

/** False when there is such a file already. */
function writeNew(path: string, content: string | Uint8Array): boolean {
  let descriptor: number;
  try {
    descriptor = openSync(path, 'wx', fileMode);
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw fileError('write', path, error);
  }
  try {
    writeAll(descriptor, typeof content === 'string' ? Buffer.from(content) : content);
    fdatasyncSync(descriptor);
  } catch (error) {
    throw fileError('write', path, error);
  } finally {
    closeSync(descriptor);
  }
  syncFolder(join(path, '..'));
  return true;
}

function appendLines(path: string, text: string): void {
  const isNew = !existsSync(path);
  const descriptor = openSync(path, 'a+', fileMode);
  try {
    const size = fstatSync(descriptor).size;
    const last = Buffer.alloc(1);
    if (size > 0) readSync(descriptor, last, 0, 1, size - 1);
    // A line that a crash left open must not swallow the next one.
    const open = size > 0 && last[0] !== 0x0a;
    writeAll(descriptor, Buffer.from(open ? `\n${text}` : text));
    fdatasyncSync(descriptor);
  } catch (error) {
    throw fileError('write', path, error);
  } finally {
    closeSync(descriptor);
  }
  if (isNew) syncFolder(join(path, '..'));
}
