// The fixed part of `npm run fuzz`: never a crash, more than a second, or more than 256 MB; fixes whole or not at all.
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';

test('2,000 mutated files are read to their end, 2,000 sets of fixes and 12 killed writers leave nothing torn', {
  timeout: 300_000,
}, () => {
  const { status, stdout } = spawnSync(
    process.execPath,
    ['scripts/run.mjs', 'test/fuzz/run.ts', '2000', '20261125', '2000', '12'],
    { encoding: 'utf8' },
  );
  expect(stdout.match(/: held\n/g), stdout).toHaveLength(3);
  expect(status).toBe(0);
});
