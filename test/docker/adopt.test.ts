// `up --adopt` takes over what docker compose started; whatever goes wrong, that serves again.
import { describe, expect, test } from 'vitest';
import { expectSettled } from '../system/faults/outcomes.ts';
import { freePort } from '../system/faults/ports.ts';
import { type StackSketch, type TestStack, withStack } from '../system/faults/stack.ts';
import { ask } from './support/ask.ts';
import { canHaveCompose, composeIn } from './support/compose.ts';
import { call, must } from './support/engine.ts';
import { heldOf } from './support/leftovers.ts';

const server = (word: string) => `
import { createServer } from 'node:http';
const server = createServer((request, response) => {
  response.statusCode = request.url === '/ready' && '${word}' === 'bad' ? 503 : 200;
  response.end('${word}');
}).listen(8080);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
`;

const gate = { http: '/ready', port: 8080, deadline: '4s' };

/** One of each way to be replaced: on a fixed port, with a volume and a name, and by its name alone. */
const shop = (port: number, word: string, storeWord = word): StackSketch => ({
  compose: { volumes: { data: {} } },
  services: {
    store: {
      node: server(storeWord),
      compose: { volumes: ['data:/data'], container_name: `store-${port}`, stop_grace_period: '2s' },
      gate,
    },
    web: {
      node: server(word),
      compose: { ports: [`127.0.0.1:${port}:8080`], depends_on: ['store'], stop_grace_period: '2s' },
      gate,
    },
  },
});

async function theirsIn(stack: TestStack): Promise<void> {
  const theirs = await composeIn(stack, 'up', '-d', '--wait');
  expect(theirs.code, theirs.all).toBe(0);
}

/** Whether the container with the fixed name runs. */
async function storeRuns(port: number): Promise<boolean> {
  return (await must('GET', `/containers/store-${port}/json`)).text.includes('"Running":true');
}

describe.runIf(canHaveCompose())('up --adopt', () => {
  test('prints the plan first, and with --dry-run touches nothing', async () => {
    const port = await freePort();
    await withStack(shop(port, 'one'), async (stack) => {
      await theirsIn(stack);
      const before = await heldOf(stack.name);
      const dry = await stack.up('--adopt', '--dry-run');
      expect(dry.code, dry.all).toBe(0);
      expect(dry.stdout).toContain('docker compose started it');
      expect(await heldOf(stack.name)).toEqual(before);
      const up = await stack.up('--adopt');
      expect(up.code, up.all).toBe(0);
      expect(up.stdout).toContain('docker compose started it');
      expect(await ask(port)).toBe('one');
      await expectSettled(stack);
      const again = await stack.up();
      expect(again.code, again.all).toBe(0);
      expect(again.stdout).toContain('nothing to do');
    });
  });

  test.each([
    { what: 'a fixed port', word: 'bad', storeWord: 'one' },
    { what: 'a volume and a fixed name', word: 'one', storeWord: 'bad' },
  ])(
    'when what replaces $what is not good, what compose started serves again',
    async ({ word, storeWord }) => {
      const port = await freePort();
      await withStack(shop(port, 'one'), async (stack) => {
        await theirsIn(stack);
        const before = await heldOf(stack.name);
        stack.write(shop(port, word, storeWord));
        const up = await stack.up('--adopt');
        expect(up.code, up.all).toBe(5);
        expect(await ask(port)).toBe('one');
        expect(await storeRuns(port)).toBe(true);
        expect((await heldOf(stack.name)).length, up.all).toBe(before.length);
        const refused = await stack.up();
        expect(refused.code, refused.all).toBe(3);
        expect(refused.stderr).toContain('--adopt');
        const down = await composeIn(stack, 'down', '--volumes');
        expect(down.code, down.all).toBe(0);
        expect((await call('GET', `/containers/store-${port}/json`)).status).toBe(404);
      });
    },
  );
});
