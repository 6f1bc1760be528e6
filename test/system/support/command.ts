// Runs one command of the built tool, within a time limit, and keeps everything that it printed.
import { type ChildProcess, spawn } from 'node:child_process';
import { nextTurn, systemClock } from '../../../src/base/clock.ts';

export interface Ended {
  readonly args: readonly string[];
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
  /** It did not end by itself within its limit. */
  readonly late: boolean;
}

export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

export interface CommandOptions {
  readonly cli: string;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly limitMs: number;
}

/** A process that holds our pipe open after its parent died must not hold the sweep. */
const pipeGraceMs = 1000;

export function startCommand(args: readonly string[], options: CommandOptions): Running {
  const begun = performance.now();
  const child = spawn(process.execPath, [options.cli, ...args], {
    cwd: options.cwd,
    env: { ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const printed = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    printed.stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    printed.stderr += chunk;
  });
  const over = new AbortController();
  let late = false;
  void systemClock.sleep(options.limitMs, over.signal).then(() => {
    if (over.signal.aborted) return;
    late = true;
    child.kill('SIGKILL');
  });
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', async (code, signal) => {
      over.abort();
      const ms = Math.round(performance.now() - begun);
      // On a busy machine the grace may be over before this process has looked at the pipe again.
      await Promise.race([closed, systemClock.sleep(pipeGraceMs).then(nextTurn).then(nextTurn)]);
      resolve({ args, code, signal, ...printed, ms, late });
    });
  });
  return { child, ended };
}

export function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? '';
}

/** For a report: the command, how it ended, and the end of what it said. */
export function describeEnd({ args, code, signal, stdout, stderr, ms, late }: Ended): string {
  const end = late ? 'killed at its time limit' : (signal ?? `exit ${code}`);
  const tail = `${stderr}${stdout}`.trimEnd().split('\n').slice(-12);
  return [`$ seaworthy ${args.join(' ')}  (${end}, ${ms} ms)`, ...tail.map((line) => `    ${line}`)].join(
    '\n',
  );
}
