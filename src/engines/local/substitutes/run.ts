// Runs a short program of a database's tool box, fed on its standard input: secrets never become arguments.
import { spawn } from 'node:child_process';

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
}

const keptOutput = 64 * 1024;

export function runProgram(options: RunOptions): Promise<RunOutcome> {
  const [program = '', ...words] = options.argv;
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
    const keep = (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-keptOutput);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.stdin.on('error', () => undefined);
    child.once('error', (error) => resolve({ exitCode: 127, output: error.message }));
    child.once('close', (code) => resolve({ exitCode: code ?? 137, output }));
    child.stdin.end(options.input ?? '');
  });
}
