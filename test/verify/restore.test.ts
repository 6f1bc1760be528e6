import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { tryRestore } from '../../src/verify/restore.ts';
import { redactor } from '../../src/verify/variables.ts';
import { temporaryFolder } from '../journal/folder.ts';

const span = { file: 'seaworthy.yaml', start: 0, end: 1 };

/** Runs a script of Node as the command that restores. */
function restoring(
  script: string,
  more: {
    readonly restored?: string;
    readonly withinMs?: number;
    readonly signal?: AbortSignal;
    readonly argv?: readonly string[];
  } = {},
) {
  const {
    restored,
    withinMs = 30_000,
    signal = new AbortController().signal,
    argv = [process.execPath, '-e', script],
  } = more;
  const cwd = temporaryFolder();
  const setting = {
    service: 'db',
    span,
    everyMs: undefined,
    keepMs: undefined,
    restore: argv,
    withinMs,
    restored,
  };
  const env = { PATH: process.env['PATH'] ?? '', DB_PASSWORD: 'hunter22' };
  return {
    cwd,
    result: tryRestore(setting, { clock: systemClock, signal, cwd, env, redact: redactor(env) }),
  };
}

describe('a command that restores a backup', () => {
  it.each([
    [
      "console.log('backup of db: db-1 holds 120 rows, restored and counted')",
      undefined,
      'pass',
      'backup of db: db-1 holds 120 rows, restored and counted',
    ],
    [
      "console.log('x'); console.error('came back: 5'); console.log('y')",
      '^came back: [1-9]',
      'pass',
      'came back: 5',
    ],
    [
      "console.log('came back: 0')",
      '^came back: [1-9]',
      'unknown',
      'ended with 0 and did not say anything like ^came back: [1-9]',
    ],
    ...[
      'nothing restored',
      '0 rows restored',
      'restored 0 rows',
      'could not be restored',
      'No dump was restored',
    ].map((said): [string, undefined, string, string] => [
      `console.log(${JSON.stringify(said)})`,
      undefined,
      'unknown',
      'ended with 0 and did not say that something was restored',
    ]),
    ['', undefined, 'unknown', 'ended with 0 and did not say that something was restored'],
    [
      "console.log('restored'); console.error('disk full'); process.exit(3)",
      undefined,
      'fail',
      'ended with 3: disk full',
    ],
  ])('%s', async (script, restored, outcome, reason) => {
    const { result } = restoring(script, restored === undefined ? {} : { restored });
    expect(await result).toMatchObject({
      service: 'db',
      outcome,
      reason: expect.stringContaining(reason.split('^')[0] ?? ''),
    });
  });

  it('that is not there has failed', async () => {
    const { result } = restoring('', { argv: ['no-such-program-here'] });
    expect(await result).toMatchObject({
      outcome: 'fail',
      reason: 'there is no program no-such-program-here',
    });
  });

  it('shows no password of the environment', async () => {
    const { result } = restoring("console.log('restored with ' + process.env.DB_PASSWORD)");
    expect(await result).toMatchObject({ reason: 'restored with ***', output: 'restored with ***\n' });
  });

  it('that takes too long has failed, and what it started is ended with it', async () => {
    const child = "setInterval(() => {}, 1000); require('fs').writeFileSync('pid', String(process.pid))";
    const script = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' }); setInterval(() => {}, 1000)`;
    const { cwd, result } = restoring(script, { withinMs: 2000 });
    expect(await result).toMatchObject({
      outcome: 'fail',
      reason: 'not done within 2s',
      exitCode: undefined,
    });
    const pid = existsSync(join(cwd, 'pid')) ? Number(readFileSync(join(cwd, 'pid'), 'utf8')) : undefined;
    if (pid !== undefined) await expect.poll(() => isThere(pid)).toBe(false);
  });

  it('that was interrupted says nothing', async () => {
    const abort = new AbortController();
    const { result } = restoring('setInterval(() => {}, 1000)', { signal: abort.signal });
    abort.abort();
    expect(await result).toMatchObject({ outcome: 'unknown', reason: 'interrupted' });
  });
});

/** A process that has ended and that nobody has waited for yet is a zombie. */
function isThere(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
