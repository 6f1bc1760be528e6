// The append-only record of a run. A record is on the disk before `append` returns, so what it announces may begin.
import { closeSync, fdatasync, fdatasyncSync, ftruncateSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, nextTurn, systemClock } from '../base/clock.ts';
import { BugError, systemCode } from '../base/errors.ts';
import { isJournalHalf, raiseFailSignal } from '../base/failpoint.ts';
import type { JournalRecord, RecordBody } from '../model/record.ts';
import { fileError, fileMode, makeFolder, syncFolder, writeAll } from './files.ts';
import { type JournalRead, readJournal } from './read.ts';
import { encodeLine, headerLine } from './record.ts';

/** The open file; tests put a failing one in its place. */
export interface JournalFile {
  /** Writes all bytes at the position; may leave a part when it throws. */
  write(bytes: Uint8Array, position: number): void;
  sync(): void;
  /** The same without holding up other work. */
  syncAside(): Promise<void>;
  truncate(size: number): void;
  close(): void;
}

export interface JournalOptions {
  readonly clock?: Clock;
  readonly openFile?: (path: string) => JournalFile;
  /** Told of a torn line that was cut off and of a disk that ran full. */
  readonly onWarning?: (message: string) => void;
}

export interface Journal {
  readonly path: string;
  readonly run: string;
  /** What was there when the journal was opened. */
  readonly earlier: readonly JournalRecord[];
  /** `lazy`: gate and heartbeat records, which a crash may lose; the next full record syncs them too. */
  append(body: RecordBody, lazy?: boolean): JournalRecord;
  /** Appends, and resolves when the record is on the disk; records of the same turn share one sync. */
  commit(body: RecordBody): Promise<void>;
  /**
   * Appends and lets the disk follow: a later commit is on the disk only with this record before it. That it could
   * not be written is the next record's error.
   */
  follow(body: RecordBody): void;
  close(): void;
}

export function runFolder(stateFolder: string, run: string): string {
  return join(stateFolder, 'runs', run);
}

export function journalPath(stateFolder: string, run: string): string {
  return join(runFolder(stateFolder, run), 'journal.jsonl');
}

/**
 * Opens `runs/<run>/journal.jsonl` for appending, making it when there is none.
 *
 * @throws SeaworthyError JOURNAL_DAMAGED, STATE_VERSION or FILE_SYSTEM; nothing is changed then.
 */
export function openJournal(stateFolder: string, run: string, options: JournalOptions = {}): Journal {
  const folder = runFolder(stateFolder, run);
  const path = journalPath(stateFolder, run);
  const read = readJournal(path);
  makeFolder(folder);
  const file = (options.openFile ?? openFile)(path);
  return new FileJournal(file, path, run, read, options, join(folder, 'reserve'));
}

const reserveBytes = 64 * 1024;

class FileJournal implements Journal {
  readonly path: string;
  readonly run: string;
  readonly earlier: readonly JournalRecord[];
  readonly #file: JournalFile;
  readonly #clock: Clock;
  readonly #reserve: string;
  readonly #warn: (message: string) => void;
  #size: number;
  #seq: number;
  #closed = false;
  /** The sync that has not begun yet, which takes along what is appended until then. */
  #nextSync: Promise<void> | undefined;
  #syncing: Promise<void> = Promise.resolve();
  #syncFailure: Error | undefined;
  #reserveUsed = false;

  constructor(
    file: JournalFile,
    path: string,
    run: string,
    read: JournalRead,
    options: JournalOptions,
    reserve: string,
  ) {
    this.#file = file;
    this.path = path;
    this.run = run;
    this.earlier = read.records;
    this.#clock = options.clock ?? systemClock;
    this.#warn = options.onWarning ?? (() => undefined);
    this.#reserve = reserve;
    this.#size = read.goodBytes;
    this.#seq = read.records.length;
    this.#begin(read);
  }

  #begin(read: JournalRead): void {
    if (read.warning !== undefined) this.#warn(read.warning);
    this.#file.truncate(this.#size);
    writeReserve(this.#reserve, this.#warn);
    if (this.#size === 0) this.#put(Buffer.from(`${headerLine(this.run)}\n`), false);
    for (const folder of ['.', '..', '../..']) syncFolder(join(this.path, '..', folder));
  }

  append(body: RecordBody, lazy = false): JournalRecord {
    if (this.#closed) throw new BugError(`journal of ${this.run} is closed`);
    this.#refuseUnsynced();
    const seq = this.#seq + 1;
    const record: JournalRecord = { seq, at: this.#clock.now().toISOString(), run: this.run, ...body };
    const bytes = Buffer.from(`${encodeLine(record)}\n`);
    if (isJournalHalf(seq)) this.#dieHalfWay(bytes);
    this.#put(bytes, lazy);
    this.#seq = seq;
    return record;
  }

  commit(body: RecordBody): Promise<void> {
    this.append(body, true);
    // Steps that become ready together are many; a sync each would hold the last of them up.
    this.#nextSync ??= this.#syncing.then(nextTurn).then(() => {
      this.#nextSync = undefined;
      this.#syncing = this.#syncAside();
      return this.#syncing;
    });
    return this.#nextSync.then(() => this.#refuseUnsynced());
  }

  follow(body: RecordBody): void {
    // Its failure is kept, and the next record raises it.
    this.commit(body).catch(() => undefined);
  }

  /** Never rejects: a failure stays, since what could not be synced once may be lost for good. */
  async #syncAside(): Promise<void> {
    if (this.#closed) return;
    try {
      await this.#file.syncAside();
    } catch (error) {
      // Closing has synced it; the descriptor is gone.
      if (!this.#closed) this.#syncFailure ??= this.#failed(error);
    }
  }

  #refuseUnsynced(): void {
    if (this.#syncFailure !== undefined) throw this.#syncFailure;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#file.sync();
    this.#file.close();
    rmSync(this.#reserve, { force: true });
  }

  #put(bytes: Uint8Array, lazy: boolean): void {
    try {
      this.#write(bytes, lazy);
    } catch (error) {
      if (!isFull(error) || this.#reserveUsed) throw this.#failed(error);
      this.#reserveUsed = true;
      rmSync(this.#reserve, { force: true });
      this.#warn(`the disk of ${this.path} is full; the journal goes on in the space it had reserved`);
      try {
        this.#write(bytes, lazy);
      } catch (again) {
        throw this.#failed(again);
      }
    }
  }

  #write(bytes: Uint8Array, lazy: boolean): void {
    this.#file.write(bytes, this.#size);
    if (!lazy) this.#file.sync();
    this.#size += bytes.length;
  }

  /** No half record may stay before the next one. */
  #failed(error: unknown): Error {
    try {
      this.#file.truncate(this.#size);
    } catch {
      // The first error says more; the reader cuts the torn line off.
    }
    return fileError('write', this.path, error);
  }

  #dieHalfWay(bytes: Uint8Array): void {
    this.#file.write(bytes.subarray(0, bytes.length >> 1), this.#size);
    this.#file.sync();
    raiseFailSignal();
  }
}

function isFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(systemCode(error) ?? '');
}

/** Space that is given up when the disk runs full, so that the failure itself can be recorded. */
function writeReserve(path: string, warn: (message: string) => void): void {
  try {
    const descriptor = openSync(path, 'w', fileMode);
    try {
      // Not zeros: some file systems store those as a hole, which reserves nothing.
      writeAll(descriptor, Buffer.alloc(reserveBytes, 0xa5));
      fdatasyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    rmSync(path, { force: true });
    if (!isFull(error)) throw fileError('write', path, error);
    warn(`no space could be reserved beside the journal: ${path}`);
  }
}

/** Opened without O_APPEND: a write that failed half-way is repeated at the same position. */
function openFile(path: string): JournalFile {
  const descriptor = open(path);
  return {
    write: (bytes, position) => writeAll(descriptor, bytes, position),
    sync: () => fdatasyncSync(descriptor),
    syncAside: () =>
      new Promise((resolve, reject) => {
        fdatasync(descriptor, (error) => (error === null ? resolve() : reject(error)));
      }),
    truncate: (size) => ftruncateSync(descriptor, size),
    close: () => closeSync(descriptor),
  };
}

function open(path: string): number {
  try {
    return openSync(path, 'r+');
  } catch (error) {
    if (systemCode(error) !== 'ENOENT') throw fileError('write', path, error);
    return openSync(path, 'wx+', fileMode);
  }
}
