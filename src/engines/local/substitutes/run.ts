// Runs a short program of a database's tool box, fed on its standard input: secrets never become arguments.
import { spawn } from 'node:child_process';
import { systemClock } from '../../../base/clock.ts';
import { formatDuration } from '../../../base/units.ts';

export interface RunOutcome {
  readonly exitCode: number;
  readonly output: string;
}

export interface RunOptions {
  readonly argv: readonly string[];
  readonly input?: string;
  readonly cwd: string;
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Longest time without a word and without an end, in ms. Default 60 s. */
  readonly quietMs?: number;
}

const keptOutput = 64 * 1024;
const defaultQuietMs = 60_000;
/** A child of the program may outlive it and hold its output open; what is under way still arrives. */
const drainMs = 1000;

export function runProgram(options: RunOptions): Promise<RunOutcome> {
  const [program = '', ...words] = options.argv;
  const quietMs = options.quietMs ?? defaultQuietMs;
  return new Promise((resolve) => {
    const child = spawn(program, words, {
      cwd: options.cwd,
      env: { PATH: process.env.PATH ?? '', LC_ALL: 'C', ...options.environment },
      stdio: ['pipe', 'pipe', 'pipe'],
      signal: options.signal,
      killSignal: 'SIGKILL',
      ...(options.user ?? {}),
    });
    let output = '';
    let heardMs = systemClock.monotonicMs();
    const over = new AbortController();
    const end = (exitCode: number, last = '') => {
      over.abort();
      resolve({ exitCode, output: output + last });
    };
    const keep = (chunk: Buffer) => {
      heardMs = systemClock.monotonicMs();
      output = (output + chunk.toString()).slice(-keptOutput);
    };
    const watchQuiet = async () => {
      for (;;) {
        const leftMs = heardMs + quietMs - systemClock.monotonicMs();
        if (leftMs <= 0) break;
        await systemClock.sleep(leftMs, over.signal);
        if (over.signal.aborted) return;
      }
      child.kill('SIGKILL');
      end(137, `\n${program} said nothing for ${formatDuration(quietMs)} and was ended`);
    };
    void watchQuiet();
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.stdin.on('error', () => undefined);
    child.once('error', (error) => end(127, error.message));
    child.once('exit', (code) => void systemClock.sleep(drainMs, over.signal).then(() => end(code ?? 137)));
    child.once('close', (code) => end(code ?? 137));
    child.stdin.end(options.input ?? '');
  });
}
