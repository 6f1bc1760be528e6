// Reviews a hostile repository as a user would, and holds the answer to what no content may change: it comes in time,
// with a known exit code and no stack, and nothing of the terminal's own language comes from the repository.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { type Answer, program } from '../cli/command.ts';

/** A hang, on a machine that does other things besides; what is measured alone is far below. */
const hangMs = 10_000;
const cache = resolve('node_modules/.cache');

/** A folder that is removed by `rm`: Node's own removal fails on paths that are too long. */
export function hostileFolder(files: Readonly<Record<string, string>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'seaworthy-hostile-')));
  onTestFinished(() => void execFileSync('rm', ['-rf', '--', folder]));
  for (const [path, text] of Object.entries(files)) put(folder, path, text);
  return folder;
}

export function put(folder: string, path: string, text: string): void {
  const target = join(folder, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
}

export interface HostileOptions {
  readonly args?: readonly string[];
  /** User id to run as; only root may choose. */
  readonly uid?: number;
  readonly cwd?: string;
  /** CPU seconds, not time by the clock: the machine may be busy. */
  readonly limitMs?: number;
}

/** The whole answer of a review with all rules; asserts what holds for every repository. */
export function reviewHostile(folder: string, options: HostileOptions = {}): Answer {
  const { args = ['--verbose'], uid, cwd = folder, limitMs = hangMs } = options;
  const [file = '', ...before] = program;
  // `ulimit -t` counts the work done, so that a busy machine is not taken for a hang.
  const seconds = Math.ceil(limitMs / 1000);
  const command = [file, ...before, 'review', '--preset', 'strict', ...args, folder];
  const { status, signal, stdout, stderr } = spawnSync(
    'sh',
    ['-c', `ulimit -t ${seconds}; exec "$@"`, 'sh', ...command],
    {
      cwd,
      env: { PATH: process.env['PATH'], HOME: tmpdir(), XDG_CACHE_HOME: cache },
      encoding: 'utf8',
      maxBuffer: 512 * 1024 * 1024,
      timeout: limitMs * 6,
      killSignal: 'SIGKILL',
      ...(uid === undefined ? {} : { uid }),
    },
  );
  const answer = { code: status, stdout, stderr };
  expect({ signal, code: status }, stderr.slice(0, 2000)).toEqual({
    signal: null,
    code: expect.toSatisfy((code: unknown) => code === 0 || code === 3),
  });
  expectCivil(stdout);
  expectCivil(stderr);
  return answer;
}

/** No stack, no bug, and nothing that moves the cursor or turns the reading direction. */
export function expectCivil(text: string): void {
  expect(text).not.toMatch(/^ {4}at /m);
  expect(text).not.toMatch(/\b(?:TypeError|RangeError|SyntaxError|ReferenceError)\b/);
  expect(text).not.toMatch(/a bug in seaworthy|unexpected error|^error: rule /m);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
}
