// docker compose and we take each other's stacks for what they are.
import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { expectSettled } from '../system/faults/outcomes.ts';
import { freePort } from '../system/faults/ports.ts';
import { type StackSketch, type TestStack, withStack } from '../system/faults/stack.ts';
import { ask } from './support/ask.ts';
import { canHaveCompose, composeIn } from './support/compose.ts';
import { heldOf } from './support/leftovers.ts';

const server = (word: string) => `
import { createServer } from 'node:http';
console.log('serving ${word}');
const server = createServer((_, response) => response.end('${word}')).listen(8080);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
`;

const shop = (port: number, word: string): StackSketch => ({
  compose: { volumes: { data: {} }, networks: { back: {} } },
  services: {
    store: { compose: { volumes: ['data:/data'], networks: ['back'] } },
    web: {
      node: server(word),
      compose: {
        ports: [`127.0.0.1:${port}:8080`],
        depends_on: ['store'],
        networks: ['back', 'default'],
        stop_grace_period: '3s',
      },
      gate: { http: '/', port: 8080 },
    },
  },
});

async function servicesIn(stack: TestStack): Promise<readonly string[]> {
  const { stdout } = await composeIn(stack, 'ps', '--format', '{{.Service}} {{.State}}');
  return stdout.trim().split('\n').sort();
}

/** Until `up` knows the flag there is nothing to hold it to. */
function knowsAdopt(): boolean {
  return spawnSync(process.execPath, ['dist/seaworthy.js', 'up', '--help'], {
    encoding: 'utf8',
  }).stdout.includes('--adopt');
}

describe.runIf(canHaveCompose())('beside docker compose', () => {
  test('it lists, logs and takes down our stack', async () => {
    const port = await freePort();
    await withStack(shop(port, 'one'), async (stack) => {
      const up = await stack.up();
      expect(up.code, up.all).toBe(0);
      expect(await ask(port)).toBe('one');
      expect(await servicesIn(stack)).toEqual(['store running', 'web running']);
      const listed = await composeIn(stack, 'ls', '--format', 'json');
      expect(listed.stdout).toContain(stack.name);
      const logs = await composeIn(stack, 'logs', '--no-log-prefix', 'web');
      expect(logs.stdout, logs.all).toContain('serving one');
      const down = await composeIn(stack, 'down', '--volumes');
      expect(down.code, down.all).toBe(0);
      expect(await heldOf(stack.name)).toEqual([]);
      const again = await stack.up();
      expect(again.code, again.all).toBe(0);
      expect(await ask(port)).toBe('one');
      await expectSettled(stack);
    });
  });

  test('its stack is refused without --adopt, and nothing of it is touched', async () => {
    const port = await freePort();
    await withStack(shop(port, 'one'), async (stack) => {
      const theirs = await composeIn(stack, 'up', '-d', '--wait');
      expect(theirs.code, theirs.all).toBe(0);
      const before = await heldOf(stack.name);
      const up = await stack.up();
      expect(up.code, up.all).toBe(3);
      expect(up.stderr).toContain('--adopt');
      expect(await heldOf(stack.name)).toEqual(before);
      expect(await ask(port)).toBe('one');
      const down = await composeIn(stack, 'down', '--volumes');
      expect(down.code, down.all).toBe(0);
    });
  });

  test.runIf(knowsAdopt())('we adopt its stack, replace in it and take it down, with its data', async () => {
    const port = await freePort();
    await withStack(shop(port, 'one'), async (stack) => {
      const theirs = await composeIn(stack, 'up', '-d', '--wait');
      expect(theirs.code, theirs.all).toBe(0);
      const wrote = await composeIn(stack, 'exec', '-T', 'store', 'sh', '-c', 'echo kept > /data/word');
      expect(wrote.code, wrote.all).toBe(0);
      const adopt = await stack.up('--adopt');
      expect(adopt.code, adopt.all).toBe(0);
      expect(await ask(port)).toBe('one');
      await expectSettled(stack);
      const kept = await composeIn(stack, 'exec', '-T', 'store', 'cat', '/data/word');
      expect(kept.stdout.trim(), kept.all).toBe('kept');
      stack.write(shop(port, 'two'));
      const replaced = await stack.up();
      expect(replaced.code, replaced.all).toBe(0);
      expect(await ask(port)).toBe('two');
      const down = await stack.run(['down', '--volumes']);
      expect(down.code, down.all).toBe(0);
      expect(await heldOf(stack.name)).toEqual([]);
    });
  });
});
