// Fault 13: the disk of the state folder runs full; a file system of its own, of a megabyte, stands for it.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withStack } from '../../system/faults/stack.ts';

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

test.each([0, 16_384])(
  'with %i bytes left nothing is destroyed, and it goes on once there is space',
  (left) =>
    withStack(web('one'), async (stack) => {
      mkdirSync(stack.state);
      const canMount = mounts('mount', '-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', stack.state);
      if (!canMount) return expect(process.getuid?.()).not.toBe(0);
      try {
        const first = await stack.run(['up']);
        expect(first.code, first.all).toBe(0);
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
        const down = await stack.run(['down', '--volumes']);
        expect(down.code, down.all).toBe(0);
      } finally {
        mounts('umount', stack.state);
      }
    }),
);
