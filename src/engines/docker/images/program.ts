// Runs a program by its argument list, never through a shell, with a deadline that counts from its last output.
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { messageOf } from '../../../base/errors.ts';

export interface ProgramOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd?: string;
  /** Milliseconds without any output after which it is killed. */
  readonly inactivityMs: number;
  readonly signal: AbortSignal;
  readonly input?: string;
  /** Every line of both streams as it comes. */
  readonly onLine?: (line: string) => void;
}

export interface ProgramResult {
  /** Undefined when it was not started, or ended by a signal. */
  readonly exitCode: number | undefined;
  /** At most 1 MiB. */
  readonly stdout: string;
  /** Why there is no exit code: not found, no output for so long, stopped. */
  readonly why: string | undefined;
}

const maximumOutput = 1024 * 1024;
const graceMs = 2000;

export function runProgram(argv: readonly string[], options: ProgramOptions): Promise<ProgramResult> {
  const [name = '', ...args] = argv;
  const { env, cwd, signal, inactivityMs } = options;
  return new Promise((resolve) => {
    const child = spawn(name, args, { env: { ...env }, cwd, stdio: ['pipe', 'pipe', 'pipe'] });
    let why: string | undefined;
    const stop = (because: string) => {
      why ??= because;
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), graceMs).unref();
    };
    const stopped = () => stop('it was stopped');
    const idle = setTimeout(() => stop(`it said nothing for ${inactivityMs / 1000} s`), inactivityMs);
    const said = listen(child, options, () => idle.refresh());
    // A program that ends before it has read its input is judged by its exit code.
    child.stdin.on('error', () => {});
    child.stdin.end(options.input ?? '');
    child.on('error', (error) => {
      why ??= messageOf(error);
    });
    child.on('close', (code) => {
      clearTimeout(idle);
      signal.removeEventListener('abort', stopped);
      const exitCode = why === undefined ? (code ?? undefined) : undefined;
      resolve({ exitCode, stdout: said(), why: why ?? (code === null ? 'it was killed' : undefined) });
    });
    signal.addEventListener('abort', stopped, { once: true });
    if (signal.aborted) stopped();
  });
}

/** Hands on the lines of both streams; the answer gives the first of them so far. */
function listen(
  { stdout, stderr }: ChildProcessByStdio<Writable, Readable, Readable>,
  { onLine = () => {} }: ProgramOptions,
  alive: () => void,
): () => string {
  let text = '';
  for (const stream of [stdout, stderr]) {
    const take = lineReader(onLine);
    stream.setEncoding('utf8').on('data', (piece: string) => {
      alive();
      take(piece);
      if (stream === stdout && text.length < maximumOutput) text += piece;
    });
    stream.on('end', () => take('\n'));
  }
  return () => text;
}

function lineReader(onLine: (line: string) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const lines = `${rest}${text}`.split(/[\r\n]+/);
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim() !== '') onLine(line.trimEnd());
  };
}
