// docker compose and ourselves, on Node and as the standalone executable, behind one face for the Docker benchmark.
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { referenceProgram } from '../scripts/reference.ts';
import { type BenchStack, composeText, settingsText } from './docker-stacks.ts';

export interface Took {
  readonly ms: number;
  /** Largest resident memory of the process, in MB. */
  readonly peakMb: number;
  readonly output: string;
}

export interface Tool {
  readonly name: string;
  up(folder: string, env?: Readonly<Record<string, string>>): Promise<Took>;
  down(folder: string): Promise<Took>;
}

export const compose: Tool = {
  name: 'compose',
  up: (folder, env) => run([referenceProgram(), 'up', '-d', '--wait'], folder, env),
  down: (folder) => run([referenceProgram(), 'down', '--volumes'], folder),
};

export const seaworthy = ourselves('seaworthy', [
  process.execPath,
  join(process.cwd(), 'dist', 'seaworthy.js'),
]);
/** A program of its own, as docker compose is one. */
export const executable = ourselves('executable', [join(process.cwd(), 'build', 'seaworthy')]);

function ourselves(name: string, argv: readonly string[]): Tool {
  return {
    name,
    up: (folder, env) => run([...argv, 'up', '-q'], folder, env),
    down: (folder) => run([...argv, 'down', '-q', '--volumes'], folder),
  };
}

export function writeStack(folder: string, stack: BenchStack): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'compose.yaml'), composeText(stack));
  writeFileSync(join(folder, 'seaworthy.yaml'), settingsText(stack));
}

/** Asynchronous, so that a client in this process goes on. Throws when the command fails. */
async function run(
  argv: readonly string[],
  cwd: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Took> {
  const [program = '', ...args] = argv;
  const begun = performance.now();
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (part: string) => {
      output += part;
    });
  let peakMb = 0;
  const look = () => {
    peakMb = Math.max(peakMb, peakOf(child.pid ?? 0));
  };
  const timer = setInterval(look, 20);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  clearInterval(timer);
  const ms = performance.now() - begun;
  if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${code}:\n${output.slice(-3000)}`);
  return { ms, peakMb, output };
}

/** The kernel keeps the peak itself, so that looking now and then is enough. */
function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    // It has ended.
    return 0;
  }
}
