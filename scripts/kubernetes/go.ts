// Building with Go, gently: it is begun early and awaited late.
import { spawnSync } from 'node:child_process';
import { renameSync } from 'node:fs';
import { Unavailable } from './unavailable.ts';

export function go(source: string, ...args: readonly string[]) {
  const env = { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-mod=readonly -buildvcs=false' };
  // The lowest priority that still gets on beside tests.
  return spawnSync('nice', ['-n', '10', 'go', ...args], {
    cwd: source,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
}

/** Throws `Unavailable` where the modules that these packages are made from cannot be had. */
export function demandModules(source: string, ...packages: readonly string[]): void {
  const { status, stderr } = go(source, 'list', '-deps', ...packages);
  if (status !== 0)
    throw new Unavailable(`the Go modules could not be had: ${stderr.trim().split('\n').at(-1) ?? ''}`);
}

/** `name` is the path of the executable; it is there whole or not at all. */
export function build(source: string, name: string, what: string, flags: readonly string[] = []): void {
  const linked = ['-ldflags', ['-s', '-w', ...flags].join(' ')];
  const { status, stderr } = go(source, 'build', '-trimpath', ...linked, '-o', `${name}.new`, what);
  if (status !== 0) throw new Error(`${what} of ${source} could not be built:\n${stderr}`);
  renameSync(`${name}.new`, name);
}
