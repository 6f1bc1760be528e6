// Runs the built command line as a user does, with nothing of this machine's environment.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';

/** SEAWORTHY_PROGRAM names the standalone executable when that is what is tested, and not the package. */
const executable = process.env['SEAWORTHY_PROGRAM'];

/** True for what only the package does. */
export const isExecutable = executable !== undefined;

/** The command line that a user types as `seaworthy`. */
export const program: readonly string[] =
  executable === undefined ? [process.execPath, resolve('dist/seaworthy.js')] : [resolve(executable)];

const cache = resolve('node_modules/.cache');

export interface Answer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** The executable takes none. */
  readonly nodeFlags?: readonly string[];
  /** User id to run as; only root may choose. */
  readonly uid?: number;
}

export function seaworthy(args: readonly string[], options: CommandOptions = {}): Answer {
  const { cwd = tmpdir(), env = {}, nodeFlags = [], uid } = options;
  const [file = '', ...before] = program;
  const flags = isExecutable ? [] : nodeFlags;
  const { status, stdout, stderr } = spawnSync(file, [...flags, ...before, ...args], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: tmpdir(), XDG_CACHE_HOME: cache, ...env },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    // Only ends a hang: no test measures time.
    timeout: 60_000,
    ...(uid === undefined ? {} : { uid }),
  });
  return { code: status, stdout, stderr };
}

/** A temporary folder, gone after the test; with these files, or as a copy of another folder. */
export function temporaryFolder(from: string | Readonly<Record<string, string>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'seaworthy-cli-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  if (typeof from === 'string') cpSync(from, folder, { recursive: true });
  else {
    for (const [path, text] of Object.entries(from)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  }
  return folder;
}
