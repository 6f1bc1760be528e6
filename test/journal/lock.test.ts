import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { acquireLock, type HolderReport, lockHolder, requestCancel } from '../../src/journal/lock.ts';
import { buildProgram, type Running, runProgram } from './child.ts';
import { temporaryFolder } from './folder.ts';

const folder = temporaryFolder();
// A killed holder leaves its socket file behind: here it goes with the folder.
process.env['XDG_RUNTIME_DIR'] = folder;
const program = buildProgram('hold-lock', folder);
const started: Running[] = [];
let count = 0;

/** A state folder of its own. */
function stateFolder(): string {
  count += 1;
  return join(folder, `state-${count}`);
}

function hold(state: string, socket = 'abstract'): Running {
  const running = runProgram(program, [state, socket]);
  started.push(running);
  return running;
}

afterEach(async () => {
  for (const one of started) one.child.kill('SIGKILL');
  await Promise.all(started.splice(0).map((one) => one.ended));
});

const report = (): HolderReport => ({
  run: undefined,
  step: undefined,
  since: '2026-01-01T00:00:00.000Z',
  pid: process.pid,
  command: 'test',
});

describe.each(['abstract', 'file'])('a lock on an %s socket', (socket) => {
  it('has exactly one winner of five', async () => {
    const state = stateFolder();
    const five = Array.from({ length: 5 }, () => hold(state, socket));
    const said = await Promise.all(five.map((one) => one.line()));
    const winner = five[said.findIndex((line) => line.startsWith('won '))];
    expect(said.filter((line) => line === 'won 1')).toHaveLength(1);
    const held = `held ${winner?.child.pid} core/api/start/api-1 true`;
    expect(said.filter((line) => line === held)).toHaveLength(4);
  });

  it('is free at once for one of five when its holder is killed, with a higher token', async () => {
    const state = stateFolder();
    const first = hold(state, socket);
    expect(await first.line()).toBe('won 1');
    first.child.kill('SIGKILL');
    await first.ended;
    const five = Array.from({ length: 5 }, () => hold(state, socket));
    const said = await Promise.all(five.map((one) => one.line()));
    expect(said.filter((line) => line === 'won 2')).toHaveLength(1);
    expect(said.filter((line) => line.startsWith('held '))).toHaveLength(4);
  });
});

describe('a lock', () => {
  it('tells who holds it, also while the holder is stopped', async () => {
    const state = stateFolder();
    expect(await lockHolder(state)).toBeUndefined();
    const holder = hold(state);
    await holder.line();
    expect(await lockHolder(state)).toMatchObject({ answers: true, heldBy: { pid: holder.child.pid } });
    holder.child.kill('SIGSTOP');
    const asked = performance.now();
    const got = await acquireLock(state, report);
    expect(got).toMatchObject({ answers: false, heldBy: { pid: holder.child.pid, run: 'r1-1' } });
    expect(performance.now() - asked).toBeLessThan(2000);
    holder.child.kill('SIGCONT');
    expect(await lockHolder(state)).toMatchObject({ answers: true });
  });

  it('carries a request to cancel', async () => {
    const state = stateFolder();
    expect(await requestCancel(state)).toBeUndefined();
    const holder = hold(state);
    await holder.line();
    expect(await requestCancel(state)).toMatchObject({ accepted: true, heldBy: { pid: holder.child.pid } });
    expect(await holder.line()).toBe('cancelled');
  });

  it('is one for all ways to a folder, and for this process too', async () => {
    const state = stateFolder();
    const lock = await acquireLock(state, report);
    if ('heldBy' in lock) throw new Error('held');
    expect(lock.isCurrent()).toBe(true);
    symlinkSync(state, `${state}-link`);
    const second = await acquireLock(`${state}-link`, report);
    expect(second).toMatchObject({ answers: true, heldBy: { command: 'test' } });
    await lock.release();
    expect(lock.isCurrent()).toBe(false);
    expect(await lockHolder(state)).toBeUndefined();
    const third = await acquireLock(state, report);
    if ('heldBy' in third) throw new Error('held');
    expect(third.token).toBe(lock.token + 1);
    await third.release();
  });
});
