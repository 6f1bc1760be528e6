// Reading a journal back: a torn last line is cut off, damage anywhere else is an error.
import { readFileSync } from 'node:fs';
import { SeaworthyError, systemCode } from '../base/errors.ts';
import { count } from '../base/text.ts';
import type { JournalRecord } from '../model/record.ts';
import { fileError } from './files.ts';
import { decodeLine, journalVersion, toRecord, versionOf } from './record.ts';

export interface JournalRead {
  readonly records: readonly JournalRecord[];
  /** Set when a torn last line was cut off. */
  readonly warning: string | undefined;
  /** Bytes up to and with the last good line: where the next record goes. */
  readonly goodBytes: number;
}

export interface TolerantRead extends JournalRead {
  /** What makes the journal unfit for going on; the records before it are sound. */
  readonly problem: SeaworthyError | undefined;
}

/** @throws SeaworthyError JOURNAL_DAMAGED, STATE_VERSION or FILE_SYSTEM. */
export function readJournal(path: string): JournalRead {
  const read = readJournalTolerant(path);
  if (read.problem !== undefined) throw read.problem;
  return read;
}

/** For `status`: whatever can be read, and the problem beside it. A missing file is an empty journal. */
export function readJournalTolerant(path: string): TolerantRead {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const problem = systemCode(error) === 'ENOENT' ? undefined : fileError('read', path, error);
    return { records: [], warning: undefined, goodBytes: 0, problem };
  }
  return decodeJournal(path, bytes);
}

interface Line {
  readonly text: string;
  readonly end: number;
  readonly whole: boolean;
}

export function decodeJournal(path: string, bytes: Buffer): TolerantRead {
  const lines = splitLines(bytes);
  const records: JournalRecord[] = [];
  let goodBytes = 0;
  let problem: SeaworthyError | undefined;
  for (const [index, line] of lines.entries()) {
    const wrong = index === 0 ? headerProblem(line) : take(line, records);
    if (index === 0) problem = newerVersion(path, line.text);
    if (wrong !== undefined && problem === undefined) {
      if (index === lines.length - 1 && isTorn(line)) return torn(path, records, index + 1, goodBytes);
      return { records, warning: undefined, goodBytes, problem: damaged(path, records, index + 1, wrong) };
    }
    goodBytes = line.end;
  }
  return { records, warning: undefined, goodBytes, problem };
}

function splitLines(bytes: Buffer): readonly Line[] {
  const lines: Line[] = [];
  for (let at = 0; at < bytes.length; ) {
    const newline = bytes.indexOf(0x0a, at);
    const end = newline === -1 ? bytes.length : newline;
    lines.push({
      text: bytes.toString('utf8', at, end),
      end: newline === -1 ? end : end + 1,
      whole: newline !== -1,
    });
    at = end + 1;
  }
  return lines;
}

/** Cut short, or with a hole where a block never reached the disk. A line that is whole but wrong was changed later. */
function isTorn(line: Line): boolean {
  return !line.whole || line.text.includes('\0');
}

function headerProblem(line: Line): string | undefined {
  if (!line.whole) return 'its line end is missing';
  const fields = decodeLine(line.text);
  if (typeof fields === 'string') return fields;
  return fields.schema === `seaworthy.journal/${journalVersion}` ? undefined : 'it names no schema';
}

/** Adds the line's record, or says why it is none. */
function take(line: Line, records: JournalRecord[]): string | undefined {
  // The line end is the last byte of the write, so a line without it was never reported as written.
  if (!line.whole) return 'its line end is missing';
  const fields = decodeLine(line.text);
  if (typeof fields === 'string') return fields;
  const record = toRecord(fields);
  if (typeof record === 'string') return record;
  const expected = records.length + 1;
  if (record.seq !== expected) return `it is number ${record.seq} where ${expected} is due`;
  records.push(record);
  return undefined;
}

function torn(path: string, records: JournalRecord[], line: number, goodBytes: number): TolerantRead {
  const warning = `${path}: line ${line} was not written to its end and is left out`;
  return { records, warning, goodBytes, problem: undefined };
}

function damaged(path: string, records: readonly JournalRecord[], line: number, why: string): SeaworthyError {
  const last = records.at(-1);
  const readable =
    last === undefined ? 'nothing before it is' : `${count(records.length, 'record')} before it are`;
  return new SeaworthyError('JOURNAL_DAMAGED', `${path}: line ${line} is damaged: ${why}`, {
    hint: '`seaworthy status` shows what can be read; look at what runs, then move the run folder away.',
    detail: [`${readable} readable${last === undefined ? '' : `, the last of ${last.at} (${last.event})`}`],
  });
}

function newerVersion(path: string, header: string): SeaworthyError | undefined {
  const version = versionOf(header);
  if (version === undefined || version <= journalVersion) return undefined;
  return new SeaworthyError(
    'STATE_VERSION',
    `${path} is of version ${version}; this seaworthy reads up to version ${journalVersion}`,
    { hint: 'Use the newer seaworthy that wrote it; `status` works with this one as far as it can read.' },
  );
}
