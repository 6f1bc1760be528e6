// A holder of this machine is known to be gone when its process has ended, and never before.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { holderMark, isGone } from '../../../src/engines/kubernetes/holder.ts';

describe.runIf(process.platform === 'linux')('the holder of a lease', () => {
  test('lives, also while it is frozen, and is gone after its end', async () => {
    const child = spawn('sleep', ['60']);
    await once(child, 'spawn');
    const mark = holderMark(child.pid);
    expect(mark).toContain(` ${child.pid} `);
    expect(isGone(mark)).toBe(false);
    child.kill('SIGSTOP');
    expect(isGone(mark)).toBe(false);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isGone(mark)).toBe(true);
  });

  test.each([
    ['another machine', (mark: string) => mark.replace(/^\S+/, 'another')],
    ['another namespace of processes', (mark: string) => mark.replace(/pid:\S+/, 'pid:[1]')],
  ])('%s tells nothing', (_name, change) => {
    const mark = holderMark() ?? '';
    expect(isGone(change(mark).replace(/\d+$/, '1'))).toBe(false);
    expect(isGone(mark.replace(/\d+$/, '1'))).toBe(true);
  });

  test('without a mark nothing is known', () => {
    expect(isGone(undefined)).toBe(false);
  });
});
