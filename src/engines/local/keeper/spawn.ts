// Starts one instance as its own session, with its log by descriptor so that nothing is lost when we die.
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { systemCode } from '../../../base/errors.ts';
import type { Launch } from '../record.ts';

export interface Spawned {
  readonly pid: number;
  readonly ended: Promise<Ending>;
}

export interface Ending {
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
}

/**
 * Joins the control groups before the program begins, so that no child of it can be outside. The paths and the
 * program's words are arguments: the shell text never changes.
 */
const joinAndRun = [
  'n=$1; shift',
  'while [ "$n" -gt 0 ]; do echo $$ > "$1" || exit 125; shift; n=$((n - 1)); done',
  'exec "$@"',
].join('\n');

export function spawnInstance(
  launch: Launch,
  environment: Readonly<Record<string, string>>,
  logFile: string,
  joinFiles: readonly string[],
): Promise<Spawned | Ending> {
  const [program = '', ...words] = launch.argv;
  const direct = joinFiles.length === 0;
  const log = openSync(logFile, 'a', 0o600);
  try {
    const child = spawn(
      direct ? program : '/bin/sh',
      direct ? words : ['-c', joinAndRun, 'sh', String(joinFiles.length), ...joinFiles, program, ...words],
      {
        cwd: launch.cwd,
        env: environment,
        detached: true,
        stdio: ['ignore', log, log],
        ...(launch.user === undefined ? {} : launch.user),
      },
    );
    return outcomeOf(child);
  } catch (error) {
    return Promise.resolve(failedStart(error));
  } finally {
    closeSync(log);
  }
}

function outcomeOf(child: ChildProcess): Promise<Spawned | Ending> {
  const ended = new Promise<Ending>((resolve) => {
    child.once('exit', (code, signal) =>
      resolve({ exitCode: code ?? undefined, signal: signal ?? undefined }),
    );
  });
  const { pid } = child;
  if (pid !== undefined) {
    child.on('error', () => undefined);
    return Promise.resolve({ pid, ended });
  }
  return new Promise((resolve) => child.once('error', (error) => resolve(failedStart(error))));
}

/** As shells say it: 127 for what is not there, 126 for what cannot be run. */
function failedStart(error: unknown): Ending {
  return { exitCode: systemCode(error) === 'ENOENT' ? 127 : 126, signal: undefined };
}
