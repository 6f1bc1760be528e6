// Several instances of a service as processes: each has its own port, and the front gives requests to each in turn.
import { expect, test } from 'vitest';
import { ask } from '../docker/support/ask.ts';
import { expectSettled } from './faults/outcomes.ts';
import { freePort } from './faults/ports.ts';
import { environmentOf, markedPids } from './faults/processes.ts';
import { type StackSketch, type TestStack, withStack } from './faults/stack.ts';

const server = (word: string) => `
import { createServer } from 'node:http';
const answer = (request, response) => {
  response.statusCode = request.url === '/ready' && '${word}' === 'bad' ? 503 : 200;
  response.end('${word} ' + process.pid);
};
const server = createServer(answer).listen(process.env.PORT, process.env.HOST);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
`;

const shop = (port: number, word: string, more: Readonly<Record<string, unknown>> = {}): StackSketch => ({
  services: {
    web: {
      node: server(word),
      compose: {
        environment: { PORT: '8080', HOST: '0.0.0.0' },
        ports: [`127.0.0.1:${port}:8080`],
        deploy: { replicas: 3 },
        ...more,
      },
      gate: { http: '/ready', port: 8080, deadline: '4s' },
    },
  },
});

/** The words of so many answers, and how many processes gave them. */
async function answers(port: number, count: number) {
  const seen: string[] = [];
  for (let turn = 0; turn < count; turn++) seen.push(await ask(port));
  return { words: [...new Set(seen.map((one) => one.split(' ')[0]))], processes: new Set(seen).size };
}

/** Asks all the time while `body` runs; the answer: first words, and what went wrong. */
async function asking(port: number, body: () => Promise<void>): Promise<readonly string[]> {
  const words = new Set<string>();
  let over = false;
  const calls = (async () => {
    while (!over) words.add((await ask(port).catch((error: Error) => error.message)).split(' ')[0] ?? '');
  })();
  await body();
  over = true;
  await calls;
  return [...words].sort();
}

async function expectGood(stack: TestStack, ...args: readonly string[]): Promise<void> {
  const up = await stack.up(...args);
  expect(up.code, up.all).toBe(0);
}

test('they share the published port; more, fewer and another version of them lose no request', async () => {
  const port = await freePort();
  await withStack(shop(port, 'one'), async (stack) => {
    await expectGood(stack);
    expect(await answers(port, 30)).toEqual({ words: ['one'], processes: 3 });
    await expectSettled(stack);
    const words = await asking(port, async () => {
      await expectGood(stack, '--scale', 'web=5');
      expect(await answers(port, 30)).toEqual({ words: ['one'], processes: 5 });
      await expectGood(stack, '--scale', 'web=2');
      expect(await stack.alive()).toEqual(['web-1', 'web-2']);
      stack.write(shop(port, 'two'));
      await expectGood(stack);
    });
    expect(words).toEqual(['one', 'two']);
    expect(await answers(port, 30)).toEqual({ words: ['two'], processes: 3 });
    stack.write(shop(port, 'bad'));
    expect((await stack.up()).code).toBe(5);
    expect(await answers(port, 30)).toEqual({ words: ['two'], processes: 3 });
    await expectGood(stack, '--scale', 'web=0');
    expect(await stack.alive()).toEqual([]);
  });
});

test('a saved plan holds for the number that it was made for', async () => {
  const port = await freePort();
  await withStack(shop(port, 'one'), async (stack) => {
    expect((await stack.run(['plan', '--scale', 'web=4', '-o', 'plan.json'])).code).toBe(0);
    const other = await stack.up('plan.json');
    expect(other.code, other.all).toBe(2);
    expect(other.all).toContain('web was planned with 4 instances, now 3 are wanted');
    await expectGood(stack, 'plan.json', '--scale', 'web=4');
    expect(await stack.alive()).toHaveLength(4);
  });
});

test('what is shed comes back in its number', async () => {
  const port = await freePort();
  const { services } = shop(port, 'one');
  const low = { ...services['web'], setting: { priority: 'low' } };
  await withStack({ services: { web: low, core: { setting: { priority: 'critical' } } } }, async (stack) => {
    await expectGood(stack, '--scale', 'web=2');
    expect((await stack.run(['shed'])).code).toBe(0);
    expect(await stack.alive()).toEqual(['core-1']);
    const restored = await stack.run(['restore-load']);
    expect(restored.code, restored.all).toBe(0);
    expect(await stack.alive()).toEqual(['core-1', 'web-3', 'web-4']);
    expect(await answers(port, 20)).toEqual({ words: ['one'], processes: 2 });
    expect((await stack.status()).drift).toEqual([]);
  });
});

test('a keeper that begins anew sends requests to all of them again', async () => {
  const port = await freePort();
  await withStack(shop(port, 'one'), async (stack) => {
    await expectGood(stack);
    const keeper = markedPids(stack.name).find((pid) => environmentOf(pid).has('SEAWORTHY_KEEPER'));
    process.kill(keeper ?? 0, 'SIGKILL');
    await expectGood(stack);
    expect(await answers(port, 30)).toEqual({ words: ['one'], processes: 3 });
  });
});

test('what cannot run beside itself is refused before anything is started', () =>
  withStack(
    {
      compose: { volumes: { data: {} } },
      services: { web: { compose: { deploy: { replicas: 2 }, volumes: ['data:/data'] } } },
    },
    async (stack) => {
      const up = await stack.up();
      expect(up.code, up.all).toBe(3);
      expect(up.all).toContain('web asks for 2 instances, and volume data must have one writer');
      await expectGood(stack, '--scale', 'web=1');
      expect(await stack.alive()).toEqual(['web-1']);
    },
  ));
