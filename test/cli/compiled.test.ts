// What V8 compiled is kept for the next start, and is never a reason for another answer.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { test as always, expect } from 'vitest';
import { isExecutable, seaworthy, temporaryFolder } from './command.ts';

/** The executable has its machine code in itself. */
const test = always.skipIf(isExecutable);

const verb = 'rules';

function run(cache: string, env: Readonly<Record<string, string>> = {}) {
  const answer = seaworthy([verb], { env: { XDG_CACHE_HOME: cache, ...env } });
  expect(answer.stderr).toBe('');
  return answer;
}

/** The one file that a run of the verb has kept. */
function kept(cache: string): string {
  const folder = join(cache, 'seaworthy/compiled');
  const builds = readdirSync(folder);
  expect(builds).toHaveLength(1);
  const file = `${verb}.program`;
  expect(readdirSync(join(folder, builds[0] ?? ''))).toEqual([file]);
  return join(folder, builds[0] ?? '', file);
}

test('the first run keeps what was compiled, for its user alone, and the second leaves it', () => {
  const cache = temporaryFolder();
  const first = run(cache);
  const file = kept(cache);
  const { mode, mtimeMs } = statSync(file);
  expect(mode & 0o777).toBe(0o600);
  expect(run(cache)).toEqual(first);
  expect(statSync(kept(cache)).mtimeMs).toBe(mtimeMs);
});

test('of what the program loads from beside it the code is kept, too', () => {
  const cache = temporaryFolder();
  const explain = () => seaworthy(['explain', 'ci/syntax'], { env: { XDG_CACHE_HOME: cache } });
  const first = explain();
  expect(first.stdout).toContain('ci/syntax');
  const [build = ''] = readdirSync(join(cache, 'seaworthy/compiled'));
  const kept = readdirSync(join(cache, 'seaworthy/compiled', build));
  expect(kept.sort()).toEqual(['explain.examples', 'explain.program']);
  expect(explain()).toEqual(first);
});

test('what is no compiled code of ours is not used, and is replaced', () => {
  const cache = temporaryFolder();
  const first = run(cache);
  const file = kept(cache);
  const good = readFileSync(file);
  for (const bad of [Buffer.alloc(0), Buffer.from('no code'), good.subarray(0, good.length / 2)]) {
    writeFileSync(file, bad);
    expect(run(cache)).toEqual(first);
    expect(readFileSync(file).length).toBeGreaterThan(bad.length);
  }
});

test('what others may write is not run', () => {
  const cache = temporaryFolder();
  const first = run(cache);
  const file = kept(cache);
  chmodSync(file, 0o666);
  expect(run(cache)).toEqual(first);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('nothing is kept when the user asks for it, of a mistyped verb, or where it cannot be written', () => {
  const cache = temporaryFolder({ file: '' });
  const first = run(cache, { NODE_DISABLE_COMPILE_CACHE: '1' });
  expect(seaworthy(['rulez'], { env: { XDG_CACHE_HOME: cache } }).code).toBe(64);
  expect(existsSync(join(cache, 'seaworthy'))).toBe(false);
  expect(run(join(cache, 'file'))).toEqual(first);
});

test('of older builds the newest two stay', () => {
  const cache = temporaryFolder();
  run(cache);
  const builds = dirname(dirname(kept(cache)));
  for (const age of [1, 2, 3]) {
    const folder = join(builds, `old${age}`);
    mkdirSync(folder);
    utimesSync(folder, new Date(0), new Date(Date.now() - age * 60_000));
  }
  seaworthy(['help'], { env: { XDG_CACHE_HOME: cache } });
  expect(readdirSync(builds)).toHaveLength(3);
  expect(
    readdirSync(builds)
      .filter((name) => name.startsWith('old'))
      .sort(),
  ).toEqual(['old1', 'old2']);
});
