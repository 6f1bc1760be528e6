// Fault 13: the disk of the state folder runs full; a file system of its own, of a megabyte, stands for it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type TestStack, withStack } from '../../system/faults/stack.ts';

const web = (word: string) => ({
  services: { web: { sh: `echo ${word}; exec sleep 600`, gate: { log: `^${word}` } } },
});

const mounts = (...args: readonly string[]) => spawnSync(args[0] ?? '', args.slice(1)).status === 0;

/** Leaves so many bytes. */
function fill(folder: string, left: number): string {
  const { bavail, bsize } = statfsSync(folder);
  const path = join(folder, 'filler');
  writeFileSync(path, Buffer.alloc(Math.max(0, bavail * bsize - left), 1));
  return path;
}

/** Runs in a stack whose state folder is a disk of its own; not where nobody may mount. */
async function onSmallDisk(body: (stack: TestStack) => Promise<void>): Promise<void> {
  await withStack(web('one'), async (stack) => {
    mkdirSync(stack.state);
    const canMount = mounts('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', stack.state);
    if (!canMount) return expect(process.getuid?.()).not.toBe(0);
    try {
      const first = await stack.run(['up']);
      expect(first.code, first.all).toBe(0);
      await body(stack);
      const down = await stack.run(['down', '--volumes']);
      expect(down.code, down.all).toBe(0);
    } finally {
      mounts('umount', stack.state);
    }
  });
}

test.each([0, 16_384])(
  'with %i bytes left nothing is destroyed, and it goes on once there is space',
  (left) =>
    onSmallDisk(async (stack) => {
      const filler = fill(stack.state, left);
      stack.write(web('two'));
      const full = await stack.run(['up']);
      expect([0, 1, 4], full.all).toContain(full.code);
      expect(full.stderr).not.toMatch(/\n\s+at /);
      if (full.code !== 0) expect(full.all).toMatch(/no space|ENOSPC|full/i);
      const serving = full.code === 0 ? 'web-2' : 'web-1';
      expect(await stack.alive()).toContain(serving);
      rmSync(filler);
      const status = await stack.run(['status']);
      const on = await stack.run([status.code === 7 ? 'resume' : 'up']);
      expect(on.code, on.all).toBe(0);
      const again = await stack.run(['up']);
      expect(again.stdout, again.all).toContain('nothing to do');
      expect(await stack.alive()).toEqual(['web-2']);
    }),
);

test('a disk that fills after the promotion is no failure of a service, and what was before serves', () =>
  onSmallDisk(async (stack) => {
    const filler = fill(stack.state, 98_304);
    stack.write(web('two'));
    const full = await stack.run(['up']);
    expect(full.code, full.all).toBe(1);
    expect(full.all).toMatch(/no space|ENOSPC|full/i);
    // The old one may have gone by then: it comes back as a new instance of the same release.
    const [serving, ...others] = await stack.alive();
    expect(others).toEqual([]);
    expect((await stack.run(['logs', serving?.replace(/-\d+$/, '') ?? ''])).stdout).toMatch(/\bone\b/);
    rmSync(filler);
    const on = await stack.run(['up']);
    expect(on.code, on.all).toBe(0);
    expect((await stack.run(['up'])).stdout).toContain('nothing to do');
  }));
