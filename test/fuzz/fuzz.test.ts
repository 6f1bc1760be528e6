// The fixed part of `npm run fuzz`: never a crash, more than a second, or more than 256 MB.
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('2,000 mutated files are read to their end', { timeout: 300_000 }, () => {
  const { status, stdout } = spawnSync(
    process.execPath,
    ['scripts/run.mjs', 'test/fuzz/run.ts', '2000', '20261125'],
    { encoding: 'utf8' },
  );
  expect(stdout).toContain(': held\n');
  expect(status).toBe(0);
});
