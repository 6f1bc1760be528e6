import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';
import { Stops } from '../../../src/engines/docker/stops.ts';

const children: ChildProcess[] = [];
const never = new AbortController().signal;

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

/** A process that stands for the first one of a container; every control group's path has a slash. */
async function begin(words: { readonly id?: string; readonly pidMode?: string } = {}) {
  const child = spawn('sleep', ['1000']);
  children.push(child);
  await once(child, 'spawn');
  const container = {
    Id: words.id ?? '/',
    State: { Pid: child.pid },
    HostConfig: { PidMode: words.pidMode ?? '' },
  };
  return { child, container };
}

function answer() {
  let give = (_failed?: Error): void => undefined;
  const stopped = new Promise<void>((resolve, reject) => {
    give = (failed) => (failed === undefined ? resolve() : reject(failed));
  });
  return { stopped, give: (failed?: Error) => give(failed) };
}

describe.runIf(process.platform === 'linux')('a stop of what leaves', () => {
  test('is over when the programs have ended, and tidied up when the engine says so', async () => {
    const { child, container } = await begin();
    const { stopped, give } = answer();
    const stops = new Stops();
    const ended = stops.ended(container, stopped, never);
    child.kill('SIGKILL');
    await ended;
    let isTidy = false;
    const over = stops.over('/').then(() => {
      isTidy = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isTidy).toBe(false);
    give();
    await over;
  });

  test.each([
    ['of another control group', { id: 'not in any path' }],
    ['in the process space of others', { pidMode: 'host' }],
  ])('waits for the engine where the process is %s', async (_name, words) => {
    const { child, container } = await begin(words);
    const { stopped, give } = answer();
    let isOver = false;
    const ended = new Stops().ended(container, stopped, never).then(() => {
      isOver = true;
    });
    child.kill('SIGKILL');
    await once(child, 'exit');
    await new Promise((resolve) => setImmediate(resolve));
    expect(isOver).toBe(false);
    give();
    await ended;
  });

  test('fails with the call where that breaks off before', async () => {
    const { container } = await begin();
    const { stopped, give } = answer();
    const stops = new Stops();
    const ended = stops.ended(container, stopped, never);
    give(new Error('cut'));
    await expect(ended).rejects.toThrow('cut');
    await stops.over();
  });

  test('a call that breaks off afterwards fails nobody', async () => {
    const { child, container } = await begin();
    const { stopped, give } = answer();
    const stops = new Stops();
    const ended = stops.ended(container, stopped, never);
    child.kill('SIGKILL');
    await ended;
    give(new Error('cut'));
    await stops.over();
  });
});
