// The docker compose that the loader is measured against, built from its Go module and kept in the cache folder.
// usage: node scripts/run.mjs scripts/reference.ts   (builds it where it is missing and prints its path)
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** The one place that says which version. It must build with the Go that a contributor has: see its `go.mod`. */
export const referenceVersion = '5.6.0';

/** Where the reference and its answers are kept. */
export function referenceFolder(): string {
  return join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'seaworthy-reference');
}

/** The path of the program, which is built first where it is missing. */
export function referenceProgram(): string {
  const program = join(referenceFolder(), `compose-${referenceVersion}`);
  if (!existsSync(program)) build(program);
  return program;
}

/** In a module of its own: `go install` refuses modules with `exclude` lines. */
function build(program: string): void {
  const folder = `${program}.${process.pid}`;
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(join(folder, 'go.mod'), 'module reference\n');
    process.stderr.write(`building docker compose ${referenceVersion}, once; this takes some minutes\n`);
    go(folder, 'get', `github.com/docker/compose/v5/cmd@v${referenceVersion}`);
    go(folder, 'build', '-o', 'compose', 'github.com/docker/compose/v5/cmd');
    renameSync(join(folder, 'compose'), program);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function go(cwd: string, ...args: readonly string[]): void {
  const env = { ...process.env, GOFLAGS: '-mod=mod -buildvcs=false' };
  const { error, status, stderr } = spawnSync('go', args, { cwd, env, encoding: 'utf8' });
  if (error !== undefined)
    throw new Error(
      `go ${args[0]} could not be run (${error.message}): install Go to compare with docker compose`,
    );
  if (status !== 0) throw new Error(`go ${args.join(' ')} failed:\n${stderr}`);
}

if (resolve(process.argv[1] ?? '').endsWith(join('scripts', 'reference.ts')))
  process.stdout.write(`${referenceProgram()}\n`);
