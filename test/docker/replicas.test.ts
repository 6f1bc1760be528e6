// Several instances of a service: their names, their traffic, their gates, and what cannot stand side by side.
import { describe, expect, test } from 'vitest';
import { expectSettled } from '../system/faults/outcomes.ts';
import { freePort, freeRange } from '../system/faults/ports.ts';
import { type StackSketch, type TestStack, withStack } from '../system/faults/stack.ts';
import { ask } from './support/ask.ts';
import { canHaveCompose, composeIn } from './support/compose.ts';
import { heldOf } from './support/leftovers.ts';
import { objectsOf } from './support/proxied.ts';

/** Answers with the release and its own host name; on its way out it ends what it has begun. */
const server = (word: string) => `
import { createServer } from 'node:http';
import { hostname } from 'node:os';
console.log('serving ${word}');
const answer = (request, response) => {
  response.statusCode = request.url === '/ready' && '${word}' === 'bad' ? 503 : 200;
  setTimeout(() => response.end('${word} ' + hostname()), 5);
};
const server = createServer(answer).listen(8080);
process.on('SIGTERM', () => server.close(() => process.exit(0)));
`;

/** Calls `web` by its name all the time, and prints what it was answered when it is told to end. */
const caller = `
import { get } from 'node:http';
const seen = {};
const note = (what) => { seen[what] = (seen[what] ?? 0) + 1; setTimeout(call, 2); };
const call = () => get({ host: 'web', port: 8080, agent: false, timeout: 5000 }, (answer) => {
  let text = '';
  answer.on('data', (part) => { text += part; });
  answer.on('end', () => note(text));
}).on('error', (error) => note(error.code)).on('timeout', () => note('timeout'));
for (let index = 0; index < 3; index++) call();
setInterval(() => console.log('seen ' + JSON.stringify(seen)), 200);
process.on('SIGTERM', () => process.exit(0));
`;

interface Shop {
  readonly word?: string;
  readonly replicas?: number;
  readonly web?: Readonly<Record<string, unknown>>;
  readonly setting?: Readonly<Record<string, unknown>>;
  readonly calls?: boolean;
}

function shop({ word = 'one', replicas = 3, web = {}, setting = {}, calls = false }: Shop): StackSketch {
  return {
    services: {
      web: {
        node: server(word),
        compose: { deploy: { replicas }, init: true, stop_grace_period: '3s', ...web },
        gate: { http: '/ready', port: 8080, deadline: '4s' },
        setting,
      },
      ...(calls
        ? { caller: { node: caller, compose: { depends_on: ['web'], stop_grace_period: '1s' } } }
        : {}),
    },
  };
}

const namesOf = (numbers: readonly number[]) => numbers.map((number) => `web-${number}`);

async function webs(stack: TestStack): Promise<readonly string[]> {
  return (await stack.alive()).filter((name) => name.startsWith('web-'));
}

/** What the caller has been answered so far, by the first word: the release, or an error. */
async function answersIn(stack: TestStack): Promise<ReadonlyMap<string, number>> {
  const { stdout } = await stack.run(['logs', '--no-log-prefix', '--tail', '1', 'caller']);
  const seen: Readonly<Record<string, number>> = JSON.parse(stdout.slice(stdout.indexOf('{')));
  const words = new Map<string, number>();
  for (const [text, times] of Object.entries(seen)) {
    const [word = ''] = text.split(' ');
    words.set(word, (words.get(word) ?? 0) + times);
  }
  return words;
}

async function idsOf(stack: TestStack): Promise<ReadonlyMap<string, number | undefined>> {
  const { instances } = await stack.status();
  return new Map(instances.map(({ instance, pid }) => [instance, pid]));
}

describe('as many as the file asks for', () => {
  test('each is started, proved and called; more and fewer leave the others alone', () =>
    withStack(shop({ calls: true }), async (stack) => {
      const up = await stack.up();
      expect(up.code, up.all).toBe(0);
      expect(await webs(stack)).toEqual(namesOf([1, 2, 3]));
      await expectSettled(stack);
      const before = await idsOf(stack);

      const more = await stack.up('--scale', 'web=5');
      expect(more.code, more.all).toBe(0);
      expect(await webs(stack)).toEqual(namesOf([1, 2, 3, 4, 5]));
      expect([...(await idsOf(stack))].filter(([name]) => before.has(name))).toEqual([...before]);

      const fewer = await stack.up('--scale', 'web=2');
      expect(fewer.code, fewer.all).toBe(0);
      expect(await webs(stack)).toEqual(namesOf([1, 2]));
      const after = await idsOf(stack);
      expect(after.get('web-1')).toBe(before.get('web-1'));

      const back = await stack.run(['rollback']);
      expect(back.code, back.all).toBe(0);
      expect((await webs(stack)).length).toBe(5);
      const none = await stack.up('--scale', 'web=0');
      expect(none.code, none.all).toBe(0);
      expect(await webs(stack)).toEqual([]);
      expect((await stack.status()).drift).toEqual([]);
      const asTheFile = await stack.up();
      expect(asTheFile.code, asTheFile.all).toBe(0);
      expect((await webs(stack)).length).toBe(3);
      await expectSettled(stack);
    }));

  test('a replacement and every change of their number lose no request', () =>
    withStack(shop({ calls: true }), async (stack) => {
      expect((await stack.up()).code).toBe(0);
      stack.write(shop({ word: 'two', calls: true }));
      const replaced = await stack.up();
      expect(replaced.code, replaced.all).toBe(0);
      expect(await webs(stack)).toEqual(namesOf([4, 5, 6]));
      expect((await stack.up('--scale', 'web=1')).code).toBe(0);
      expect((await stack.up('--scale', 'web=3')).code).toBe(0);
      const seen = await answersIn(stack);
      expect([...seen.keys()].sort()).toEqual(['one', 'two']);
    }));

  test('one that does not pass its gate takes all of the new ones back, and the old ones serve', () =>
    withStack(shop({ calls: true }), async (stack) => {
      expect((await stack.up()).code).toBe(0);
      stack.write(shop({ word: 'bad', calls: true }));
      const failed = await stack.up();
      expect(failed.code, failed.all).toBe(5);
      expect(await webs(stack)).toEqual(namesOf([1, 2, 3]));
      expect((await stack.status()).drift).toEqual([]);
      expect([...(await answersIn(stack)).keys()]).toEqual(['one']);
    }));

  test('one that is gone is drift, and the next up starts only that', () =>
    withStack(shop({}), async (stack) => {
      expect((await stack.up()).code).toBe(0);
      const { instances } = await stack.status();
      const second = instances.find(({ instance }) => instance === 'web-2');
      process.kill(second?.pid ?? 0, 'SIGKILL');
      await expect.poll(() => webs(stack)).toEqual(namesOf([1, 3]));
      expect((await stack.status()).drift.join()).toContain('web runs 2 instances, not 3');
      const plan = await stack.run(['plan']);
      expect(plan.stdout).toMatch(/web +scale/);
      const again = await stack.up();
      expect(again.code, again.all).toBe(0);
      expect(await webs(stack)).toEqual(namesOf([1, 3, 4]));
      await expectSettled(stack);
    }));
});

/**
 * Where a deployer dies while their number changes, and what is there when it has been gone on or back. What the engine
 * had made by then and not started is made again under another number.
 */
const deaths = [
  ['web=4', 'start/web-4@mid-act', 'resume', 4],
  ['web=4', 'start/web-4@mid-act', 'rollback', [1, 2]],
  ['web=4', 'route/web-4@mid-act', 'resume', [1, 2, 4, 5]],
  ['web=4', 'route/web-4@mid-act', 'rollback', [1, 2]],
  ['web=1', 'route/web-1@mid-act', 'resume', [1]],
  ['web=1', 'route/web-1@mid-act', 'rollback', [1, 2]],
  ['web=1', 'stop/web-2@mid-act', 'resume', [1]],
  ['web=1', 'remove/web-2@after-intent', 'rollback', [1, 4]],
] as const;

describe('a run that is killed while their number changes', () => {
  test.each(deaths)('to %s at %s: %s', (scale, at, way, expected) =>
    withStack(shop({ replicas: 2, calls: true }), async (stack) => {
      expect((await stack.up('--scale', 'web=3')).code).toBe(0);
      expect((await stack.up()).code).toBe(0);
      const point = `app/web/${at}`;
      const killed = await stack.run(['up', '--scale', scale], { env: { SEAWORTHY_FAILPOINT: point } });
      expect(killed.code, killed.all).toBeNull();
      const ended = await stack.run([way]);
      expect(ended.code, ended.all).toBe(0);
      const there = await webs(stack);
      if (typeof expected === 'number') expect(there).toHaveLength(expected);
      else expect(there).toEqual(namesOf(expected));
      expect((await stack.status()).drift).toEqual([]);
      const again = await stack.up('--scale', `web=${there.length}`);
      expect(again.stdout, again.all).toContain('nothing to do');
      // Who was killed while a name moves has let the engine finish or has paused it: nothing of it is lost.
      expect([...(await answersIn(stack)).keys()]).toEqual(['one']);
    }),
  );
});

describe('the ports of the host', () => {
  test('the front spreads a port over all of them, through a replacement', async () => {
    const port = await freePort();
    const held = { web: { ports: [`127.0.0.1:${port}:8080`] }, setting: { replace: 'start-first' } };
    await withStack(shop(held), async (stack) => {
      expect((await stack.up()).code).toBe(0);
      const hosts = new Set<string>();
      for (let turn = 0; turn < 30; turn++) hosts.add(await ask(port));
      expect(hosts.size).toBe(3);
      const counts: Record<string, number> = {};
      let over = false;
      const calling = (async () => {
        while (!over) {
          const [word = ''] = (await ask(port).catch((error: Error) => error.message)).split(' ');
          counts[word] = (counts[word] ?? 0) + 1;
        }
      })();
      stack.write(shop({ ...held, word: 'two' }));
      const replaced = await stack.up();
      over = true;
      await calling;
      expect(replaced.code, replaced.all).toBe(0);
      expect(Object.keys(counts).filter((word) => word !== 'one' && word !== 'two')).toEqual([]);
      await expectSettled(stack);
    });
  });

  test('of a range each has one', async () => {
    const low = await freeRange(3);
    const range = `127.0.0.1:${low}-${low + 2}:8080`;
    await withStack(shop({ web: { ports: [range] } }), async (stack) => {
      const up = await stack.up();
      expect(up.code, up.all).toBe(0);
      const hosts = await Promise.all([low, low + 1, low + 2].map(ask));
      expect(new Set(hosts).size).toBe(3);
      stack.write(shop({ word: 'two', web: { ports: [range] } }));
      const replaced = await stack.up();
      expect(replaced.code, replaced.all).toBe(0);
      expect(await ask(low + 1)).toContain('two');
    });
  });

  test.each([
    ['a fixed port', { ports: ['127.0.0.1:1:8080'] }, 'each would publish port 1 of the host'],
    ['a range that is too small', { ports: ['127.0.0.1:1-2:8080'] }, 'the ports 1-2 of the host are 2'],
    ['a fixed name', { container_name: 'the-web' }, 'its container_name the-web is given once', 1],
    [
      'the network of the host',
      { network_mode: 'host', ports: ['8080'] },
      "each would listen on the host's own",
    ],
  ])('%s is refused before anything is touched', (_name, web, why, replicas = 3) =>
    withStack(shop({ web, replicas }), async (stack) => {
      const up = await stack.up('--scale', 'web=3');
      expect(up.code, up.all).toBe(3);
      expect(up.all).toContain(`web asks for 3 instances, and ${why}`);
      expect(await objectsOf(stack)).toEqual([]);
    }),
  );

  test('--scale of a service that is not there, or by no number, is refused', () =>
    withStack(shop({}), async (stack) => {
      const unknown = await stack.up('--scale', 'wep=2');
      expect(unknown.code).toBe(64);
      expect(unknown.stderr).toContain('Did you mean web?');
      const few = await stack.up('--scale', 'web=few');
      expect(few.code).toBe(64);
      expect(few.stderr).toContain('SERVICE=N');
    }));
});

describe.runIf(canHaveCompose())('beside docker compose', () => {
  test('it lists, logs and takes down all of ours', () =>
    withStack(shop({}), async (stack) => {
      expect((await stack.up()).code).toBe(0);
      const listed = await composeIn(stack, 'ps', '--format', '{{.Name}}');
      expect(listed.stdout.trim().split('\n').sort()).toEqual(
        namesOf([1, 2, 3]).map((name) => `${stack.name}-${name}`),
      );
      const logs = await composeIn(stack, 'logs', 'web');
      for (const name of namesOf([1, 2, 3])) expect(logs.stdout).toMatch(new RegExp(`${name} .*serving one`));
      const down = await composeIn(stack, 'down');
      expect(down.code, down.all).toBe(0);
      expect(await heldOf(stack.name)).toEqual([]);
    }));

  test('we take over what it has scaled', () =>
    withStack(shop({}), async (stack) => {
      const theirs = await composeIn(stack, 'up', '-d', '--wait');
      expect(theirs.code, theirs.all).toBe(0);
      stack.write(shop({ word: 'bad' }));
      const failed = await stack.up('--adopt');
      expect(failed.code, failed.all).toBe(5);
      const listed = await composeIn(stack, 'ps', '--format', '{{.Name}}');
      expect(listed.stdout.trim().split('\n')).toHaveLength(3);
      stack.write(shop({ word: 'two', replicas: 2 }));
      const adopt = await stack.up('--adopt');
      expect(adopt.code, adopt.all).toBe(0);
      expect(await webs(stack)).toHaveLength(2);
      await expectSettled(stack);
    }));
});
