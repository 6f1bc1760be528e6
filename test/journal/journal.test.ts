import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SeaworthyError } from '../../src/base/errors.ts';
import { type JournalFile, journalPath, openJournal } from '../../src/journal/journal.ts';
import { decodeJournal, readJournal, readJournalTolerant } from '../../src/journal/read.ts';
import { encodeLine, headerLine } from '../../src/journal/record.ts';
import { replay } from '../../src/journal/replay.ts';
import type { RecordBody } from '../../src/model/record.ts';
import { initialGate } from '../../src/probes/gate-state.ts';
import { FakeClock } from '../fake-clock.ts';
import { buildProgram, runProgram } from './child.ts';
import { temporaryFolder } from './folder.ts';

const folder = temporaryFolder();
let count = 0;

function stateFolder(): string {
  count += 1;
  return join(folder, `state-${count}`);
}

const begun: RecordBody = {
  event: 'run-begun',
  release: 'abc',
  previous: undefined,
  kind: 'up',
  of: undefined,
  steps: 3,
  pid: 1,
  host: 'h',
  token: 1,
};

const bodies: readonly RecordBody[] = [
  begun,
  { event: 'phase-begun', phase: 'core' },
  { event: 'intent', step: 'core/api/start/api-1', because: 'naïve — 変更' },
  { event: 'gate', step: 'core/api/gate/api-1', state: initialGate(0) },
  { event: 'done', step: 'core/api/start/api-1', ms: 12, detail: 'pid 7' },
];

const clock = new FakeClock();

function written(all: readonly RecordBody[] = bodies): { state: string; path: string } {
  const state = stateFolder();
  const journal = openJournal(state, 'r1-1', { clock });
  for (const body of all) journal.append(body, body.event === 'gate');
  journal.close();
  return { state, path: journal.path };
}

function codeOf(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    return error instanceof SeaworthyError ? error.code : String(error);
  }
}

describe('a journal', () => {
  it('gives back what was appended, with the modes of private files', () => {
    const { path } = written();
    const { records, warning } = readJournal(path);
    expect(warning).toBeUndefined();
    expect(records.map((record) => [record.seq, record.event])).toEqual([
      [1, 'run-begun'],
      [2, 'phase-begun'],
      [3, 'intent'],
      [4, 'gate'],
      [5, 'done'],
    ]);
    expect(records[2]).toMatchObject({ ...bodies[2], run: 'r1-1', at: '2026-01-01T00:00:00.000Z' });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
    expect(existsSync(join(dirname(path), 'reserve'))).toBe(false);
  });

  it('goes on where it stood when it is opened again', () => {
    const { state, path } = written();
    const journal = openJournal(state, 'r1-1', { clock });
    expect(journal.earlier).toHaveLength(5);
    expect(journal.append({ event: 'warning', message: 'again' }).seq).toBe(6);
    journal.close();
    expect(readJournal(path).records).toHaveLength(6);
  });

  it('loses only its last record when cut at any byte of it', () => {
    const { state, path } = written();
    const whole = readFileSync(path);
    const lastLine = whole.lastIndexOf(0x0a, whole.length - 2) + 1;
    for (let cut = lastLine + 1; cut < whole.length; cut++) {
      const read = decodeJournal(path, whole.subarray(0, cut));
      expect([read.records.length, read.goodBytes, read.problem]).toEqual([4, lastLine, undefined]);
      expect(read.warning).toContain('line 6 was not written to its end');
    }
    writeFileSync(path, whole.subarray(0, whole.length - 9));
    const warnings: string[] = [];
    const journal = openJournal(state, 'r1-1', { clock, onWarning: (message) => warnings.push(message) });
    journal.append({ event: 'warning', message: 'after the cut' });
    journal.close();
    expect(warnings).toHaveLength(1);
    expect(readJournal(path).records.map((record) => record.seq)).toEqual([1, 2, 3, 4, 5]);
  });

  it('takes a last line with a hole as torn, and one that was changed as damage', () => {
    const { path } = written();
    const whole = readFileSync(path);
    const holed = Buffer.from(whole).fill(0, whole.length - 40, whole.length - 20);
    expect(decodeJournal(path, holed).warning).toContain('line 6');
    const changed = Buffer.from(whole).fill(0x61, whole.length - 40, whole.length - 20);
    expect(decodeJournal(path, changed).problem?.code).toBe('JOURNAL_DAMAGED');
  });

  it('begins anew when even its header was cut', () => {
    const { state, path } = written();
    writeFileSync(path, readFileSync(path).subarray(0, 20));
    const journal = openJournal(state, 'r1-1', { clock });
    journal.append(begun);
    journal.close();
    expect(readJournal(path).records).toHaveLength(1);
  });

  it('reports any flipped byte before the last line, and still gives what stands before it', () => {
    const { path } = written();
    const whole = readFileSync(path);
    const lastLine = whole.lastIndexOf(0x0a, whole.length - 2) + 1;
    for (let at = 0; at < lastLine; at++) {
      const bytes = Buffer.from(whole);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      const read = decodeJournal(path, bytes);
      const line = whole.subarray(0, at).filter((byte) => byte === 0x0a).length + 1;
      expect(read.problem?.code).toBe('JOURNAL_DAMAGED');
      expect(read.problem?.message).toContain(`line ${line} is damaged`);
      expect(read.records).toHaveLength(Math.max(0, line - 2));
    }
  });

  it('is not written to when damaged or newer', () => {
    const { state, path } = written();
    const whole = readFileSync(path, 'utf8');
    writeFileSync(path, whole.replace('"phase":"core"', '"phase":"cord"'));
    expect(codeOf(() => openJournal(state, 'r1-1'))).toBe('JOURNAL_DAMAGED');
    writeFileSync(path, whole.replace('seaworthy.journal/1', 'seaworthy.journal/2'));
    expect(codeOf(() => openJournal(state, 'r1-1'))).toBe('STATE_VERSION');
    const tolerant = readJournalTolerant(path);
    expect([tolerant.problem?.code, tolerant.records.length]).toEqual(['STATE_VERSION', 5]);
  });

  it('misses a line that was taken out, and an event that it does not know', () => {
    const { path } = written();
    const lines = readFileSync(path, 'utf8').split('\n');
    writeFileSync(path, lines.filter((_, index) => index !== 2).join('\n'));
    expect(readJournalTolerant(path).problem?.message).toContain('number 3 where 2 is due');
    writeFileSync(
      path,
      `${headerLine('r1-1')}\n${encodeLine({ seq: 1, at: '', run: 'r1-1', event: 'new' })}\n`,
    );
    expect(readJournalTolerant(path).problem?.message).toContain(
      'an event that this version does not know (new)',
    );
  });

  it('that does not exist is empty', () => {
    expect(readJournal(join(folder, 'none')).records).toEqual([]);
  });
});

/** A file whose disk has room for so many bytes, and more once the reserve is gone. */
function smallDisk(path: string, room: number, more: number) {
  const reserve = join(dirname(path), 'reserve');
  const open = (): JournalFile => ({
    write(bytes, position) {
      const free = room + (existsSync(reserve) ? 0 : more) - position;
      const old = position === 0 ? Buffer.alloc(0) : readFileSync(path).subarray(0, position);
      writeFileSync(path, Buffer.concat([old, bytes.subarray(0, Math.max(0, free))]));
      if (free < bytes.length) throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
    },
    sync: () => undefined,
    syncAside: async () => undefined,
    truncate: (size) => writeFileSync(path, existsSync(path) ? readFileSync(path).subarray(0, size) : ''),
    close: () => undefined,
  });
  return open;
}

/** A file of which each sync takes until it is let through. */
function slowDisk() {
  const begun: { readonly size: number; readonly end: (error?: Error) => void }[] = [];
  let size = 0;
  const file: JournalFile = {
    write: (bytes, position) => {
      size = position + bytes.length;
    },
    sync: () => undefined,
    syncAside: () =>
      new Promise((resolve, reject) => {
        begun.push({ size, end: (error) => (error === undefined ? resolve() : reject(error)) });
      }),
    truncate: () => undefined,
    close: () => undefined,
  };
  return { begun, open: () => file, size: () => size };
}

const turns = async () => {
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
};

describe('records that are committed', () => {
  it('in one turn share a sync, and those that come while it is under way take the next one', async () => {
    const disk = slowDisk();
    const journal = openJournal(stateFolder(), 'r1-1', { clock, openFile: disk.open });
    const done: string[] = [];
    for (const step of ['a', 'b'])
      void journal.commit({ event: 'intent', step, because: '' }).then(() => done.push(step));
    await turns();
    const first = disk.size();
    void journal.commit({ event: 'intent', step: 'c', because: '' }).then(() => done.push('c'));
    await turns();
    expect([disk.begun.map((one) => one.size), done]).toEqual([[first], []]);
    disk.begun[0]?.end();
    await turns();
    expect([disk.begun.map((one) => one.size), done]).toEqual([
      [first, disk.size()],
      ['a', 'b'],
    ]);
    disk.begun[1]?.end();
    await turns();
    expect(done).toEqual(['a', 'b', 'c']);
  });

  it('or only follow and do not reach the disk are the next record’s error', async () => {
    const disk = slowDisk();
    const journal = openJournal(stateFolder(), 'r1-1', { clock, openFile: disk.open });
    journal.follow({ event: 'done', step: 'a', ms: 1, detail: '' });
    await turns();
    disk.begun[0]?.end(new Error('EIO'));
    await turns();
    expect(codeOf(() => journal.append({ event: 'warning', message: 'x' }))).toBe('FILE_SYSTEM');
  });
});

describe('a journal on a full disk', () => {
  it.each(Array.from({ length: 12 }, (_, index) => 300 + index * 37))(
    'goes on in its reserve when the disk ends at byte %i',
    (room) => {
      const state = stateFolder();
      const path = journalPath(state, 'r1-1');
      const warnings: string[] = [];
      const journal = openJournal(state, 'r1-1', {
        clock,
        openFile: smallDisk(path, room, 10_000),
        onWarning: (message) => warnings.push(message),
      });
      for (const body of bodies) journal.append(body);
      journal.append({
        event: 'failed',
        step: 'x',
        code: 'FILE_SYSTEM',
        cause: 'disk full',
        evidence: undefined,
      });
      expect(readJournal(path).records).toHaveLength(6);
      expect(warnings).toEqual([expect.stringContaining('is full')]);
    },
  );

  it('says so when even that is used up, and leaves no half record', () => {
    const state = stateFolder();
    const path = journalPath(state, 'r1-1');
    const journal = openJournal(state, 'r1-1', { clock, openFile: smallDisk(path, 400, 100) });
    let appended = 0;
    const code = codeOf(() => {
      for (;;) {
        journal.append({ event: 'warning', message: 'x' });
        appended += 1;
      }
    });
    expect(code).toBe('FILE_SYSTEM');
    const read = readJournal(path);
    expect([read.records.length, read.warning]).toEqual([appended, undefined]);
  });
});

describe('a replay', () => {
  const step = fc.constantFrom('a', 'b', 'c');
  const text = fc.string({ maxLength: 5 });
  const body: fc.Arbitrary<RecordBody> = fc.oneof(
    fc.record({ event: fc.constant('intent'), step, because: text }),
    fc.record({ event: fc.constant('done'), step, ms: fc.nat(), detail: text }),
    fc.record({
      event: fc.constant('failed'),
      step,
      code: text,
      cause: text,
      evidence: fc.constant(undefined),
    }),
    fc.record({ event: fc.constant('reopened'), step, because: text }),
    fc.record({ event: fc.constant('gate'), step, state: fc.constant(initialGate(0)) }),
    fc.record({ event: fc.constant('phase-done'), phase: text, ms: fc.nat() }),
    fc.record({ event: fc.constant('rollback-begun'), phase: fc.constant(undefined), because: text }),
    fc.record({ event: fc.constant('rollback-done'), kept: fc.array(text) }),
    fc.record({ event: fc.constant('run-resumed'), pid: fc.nat(), host: text, token: fc.nat() }),
    fc.constant<RecordBody>({ event: 'run-ended', outcome: 'done', exitCode: 0, message: '' }),
  );

  it('of any prefix of any journal, cut at any byte, gives a state', () => {
    const lines = (all: readonly RecordBody[]) =>
      [
        headerLine('r1-1'),
        ...all.map((one, index) => encodeLine({ seq: index + 1, at: 't', run: 'r1-1', ...one })),
      ]
        .map((line) => `${line}\n`)
        .join('');
    fc.assert(
      fc.property(
        fc.array(body, { maxLength: 12 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (rest, share) => {
          const bytes = Buffer.from(lines([begun, ...rest]));
          const read = decodeJournal('j', bytes.subarray(0, Math.round(bytes.length * share)));
          expect(read.problem).toBeUndefined();
          const state = replay(read.records);
          expect(state === undefined).toBe(read.records.length === 0);
          const last = new Map(
            read.records.flatMap((one) =>
              one.event === 'intent' ||
              one.event === 'done' ||
              one.event === 'failed' ||
              one.event === 'reopened'
                ? [[one.step, one.event] as const]
                : [],
            ),
          );
          for (const [name, event] of last)
            expect(state?.steps.get(name)).toBe(event === 'reopened' ? undefined : event);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('of a resumed run has no end, and of a repeated step no failure', () => {
    const { path } = written([
      begun,
      { event: 'intent', step: 'a', because: '' },
      { event: 'failed', step: 'a', code: 'GATE_FAILED', cause: 'x', evidence: undefined },
      { event: 'run-ended', outcome: 'failed', exitCode: 6, message: '' },
    ]);
    expect(replay(readJournal(path).records)).toMatchObject({
      failure: { step: 'a', cause: 'x' },
      ended: { outcome: 'failed', exitCode: 6 },
    });
    const more = written([
      begun,
      { event: 'failed', step: 'a', code: 'GATE_FAILED', cause: 'x', evidence: undefined },
      { event: 'run-ended', outcome: 'failed', exitCode: 6, message: '' },
      { event: 'run-resumed', pid: 9, host: 'h', token: 2 },
      { event: 'intent', step: 'a', because: '' },
    ]);
    const state = replay(readJournal(more.path).records);
    expect([state?.failure, state?.ended, state?.pid, state?.steps.get('a')]).toEqual([
      undefined,
      undefined,
      9,
      'intent',
    ]);
  });
});

describe('a failpoint', () => {
  const program = buildProgram('append', folder);
  const run = async (env: Readonly<Record<string, string>>) => {
    const state = stateFolder();
    mkdirSync(state);
    const running = runProgram(program, [state], env);
    const { signal } = await running.ended;
    return { signal, running, read: readJournalTolerant(journalPath(state, 'r1-1')) };
  };

  it.each([
    ['a@before-intent', 0],
    ['a@after-intent', 1],
    ['b@after-act', 3],
    ['b@after-done', 4],
  ] as const)('%s kills with %i records on the disk', async (name, records) => {
    const { signal, read } = await run({ SEAWORTHY_FAILPOINT: name });
    expect([signal, read.records.length, read.warning]).toEqual(['SIGKILL', records, undefined]);
  });

  it('in the middle of a record leaves half of it', async () => {
    const { signal, read } = await run({ SEAWORTHY_FAILPOINT: 'journal-half@3' });
    expect([signal, read.records.length, read.problem]).toEqual(['SIGKILL', 2, undefined]);
    expect(read.warning).toContain('line 4');
  });

  it('may raise another signal, once, and the process goes on', async () => {
    const { signal, read, running } = await run({
      SEAWORTHY_FAILPOINT: 'b@after-intent',
      SEAWORTHY_FAILPOINT_SIGNAL: 'SIGINT',
    });
    expect([signal, read.records.length]).toEqual([null, 6]);
    const lines = await Promise.all(Array.from({ length: 5 }, () => running.line()));
    expect(lines).toContain('interrupted');
  });

  it('is off when not named', async () => {
    const { signal, read } = await run({});
    expect([signal, read.records.length]).toEqual([null, 6]);
  });
});
