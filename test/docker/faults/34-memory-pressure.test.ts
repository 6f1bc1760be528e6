// Fault 34: another process fills the machine while a rollout is under way. What is not begun yet is not begun.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type StackSketch, type TestStack, withStack } from '../../system/faults/stack.ts';

const mebibyte = 1024 ** 2;
const root = '/sys/fs/cgroup';
const hasV1 = existsSync(`${root}/memory/memory.limit_in_bytes`);

/** A group of 1 GiB that deployer and hog share: the machine, as far as both can see. */
async function withGroup(body: (procs: string) => Promise<void>): Promise<void> {
  const folder = `${hasV1 ? `${root}/memory` : root}/seaworthy-test-${process.pid}`;
  mkdirSync(folder);
  writeFileSync(`${folder}/${hasV1 ? 'memory.limit_in_bytes' : 'memory.max'}`, String(1024 * mebibyte));
  try {
    await body(`${folder}/cgroup.procs`);
  } finally {
    while (readFileSync(`${folder}/cgroup.procs`, 'utf8').trim() !== '')
      await new Promise((resolve) => setTimeout(resolve, 50));
    rmdirSync(folder);
  }
}

/** Resolves when it holds so much memory of the group. */
async function hog(procs: string, bytes: number): Promise<ChildProcess> {
  const script = `globalThis.held = Buffer.alloc(${bytes}, 1); console.log('full'); setInterval(() => {}, 1000)`;
  const line = `echo $$ > ${procs}; exec "$0" -e "$1"`;
  const child = spawn('/bin/sh', ['-c', line, process.execPath, script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (child.stdout === null) throw new Error('no output');
  await once(child.stdout, 'data');
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}

/** The first phase is good when the test says so; the second needs 400 MiB. */
function sketch(deadline: string): StackSketch {
  return {
    services: {
      first: {
        sh: 'until [ -e /flag/go ]; do sleep 0.1; done; echo go; exec sleep 600',
        compose: { volumes: ['./flag:/flag'] },
        gate: { log: '^go', deadline: '60s' },
      },
      second: {
        sh: 'echo fine; exec sleep 600',
        compose: { deploy: { resources: { reservations: { memory: '400M' } } } },
        gate: { log: '^fine', deadline },
      },
    },
    settings: {
      phases: [
        { name: 'one', services: ['first'] },
        { name: 'two', services: ['second'] },
      ],
    },
  };
}

/** Begins `up` in the group, and fills that while the first phase is waited for. */
async function upUnderPressure(stack: TestStack, procs: string) {
  stack.file('flag/.keep', '');
  const up = stack.shell(`echo $$ > ${procs}; exec "$@"`, ['up', '--progress', 'plain']);
  await up.untilPrinted('first-1 started');
  const child = await hog(procs, 600 * mebibyte);
  stack.file('flag/go', '');
  return { up, child };
}

test('a phase waits for the memory that it needs, and goes on when there is room', () =>
  withGroup((procs) =>
    withStack(sketch('60s'), async (stack) => {
      const { up, child } = await upUnderPressure(stack, procs);
      try {
        await up.untilPrinted(/two starts what needs 400 MiB of memory.*waiting/);
        expect((await stack.status()).instances.map(({ instance }) => instance)).toEqual(['first-1']);
      } finally {
        await end(child);
      }
      expect((await up.ended).code).toBe(0);
      const { instances } = await stack.status();
      expect(instances.map(({ instance }) => instance).sort()).toEqual(['first-1', 'second-1']);
    }),
  ));

test('a phase that never gets it is not begun; what was promoted before serves on', () =>
  withGroup((procs) =>
    withStack(sketch('2s'), async (stack) => {
      const { up, child } = await upUnderPressure(stack, procs);
      try {
        const result = await up.ended;
        expect(result.code).toBe(4);
        expect(result.stdout).toMatch(
          /two starts what needs 400 MiB of memory, and the host has \d+ MiB left/,
        );
        const { instances, interrupted } = await stack.status();
        expect(instances.map(({ instance, state }) => [instance, state])).toEqual([['first-1', 'running']]);
        expect(interrupted).toBeNull();
      } finally {
        await end(child);
      }
      expect((await stack.up()).code).toBe(0);
    }),
  ));
