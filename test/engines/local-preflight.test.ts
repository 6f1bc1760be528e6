// What is said before anything is touched.
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { whyNotBindable } from '../../src/engines/local/port-holder.ts';
import type { UnitSpec, Wanted } from '../../src/model/unit.ts';
import {
  contextOf,
  httpPort,
  type LocalStack,
  makeLocalStack,
  start,
  unitOf,
  wantedOf,
} from './local-stack.ts';

const never = new AbortController().signal;
let stack: LocalStack;

beforeAll(() => {
  stack = makeLocalStack();
});
afterAll(async () => await stack.end());

const look = (...wanted: readonly Wanted[]) => stack.engine.preflight(wanted, never);
const messages = async (unit: UnitSpec) => (await look(wantedOf(unit))).obstacles.map((one) => one.message);

function published(service: string, port: number, host?: string): UnitSpec {
  return unitOf(service, stack.folder, {
    environment: { PORT: '8000' },
    ports: [{ ...httpPort(8000), published: port, host }],
  });
}

async function holdPort(host: string) {
  const server = createServer();
  server.listen(0, host);
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('not listening');
  return { port: address.port, free: () => server.close() };
}

test('a release whose folder has lost its program can run from its kept copy', async () => {
  const kept = join(stack.folder, 'kept');
  mkdirSync(kept);
  const plain = unitOf('web', stack.folder, { command: ['./started-then.sh'] });
  const unit = { ...plain, build: plain.build && { ...plain.build, kept } };
  expect(await messages(unit)).toEqual(['web: program ./started-then.sh was not found']);
  writeFileSync(join(kept, 'started-then.sh'), '');
  expect(await messages(unit)).toEqual([]);
});

describe('published ports', () => {
  test.each(['127.0.0.1', '::1', '0.0.0.0', '::'])(
    'one that is held on %s names who holds it',
    async (host) => {
      const held = await holdPort(host);
      const [message] = await messages(published('web', held.port));
      held.free();
      expect(message).toContain(`:${held.port}`);
      expect(message).toContain(`pid ${process.pid}`);
    },
  );

  test('a free one is no obstacle, and neither is one that our own keeper holds', async () => {
    const held = await holdPort('127.0.0.1');
    held.free();
    const unit = published('web', held.port);
    expect(await messages(unit)).toEqual([]);
    await start(stack.engine, 'web-1', unit);
    expect(await messages(unit)).toEqual([]);
    const other = makeLocalStack('other');
    const [obstacle] = (await other.engine.preflight([wantedOf(published('api', held.port))], never))
      .obstacles;
    expect(obstacle?.message).toContain('seaworthy stack test');
    await expect(start(other.engine, 'api-1', published('api', held.port))).rejects.toMatchObject({
      code: 'ENGINE_REFUSED',
    });
    expect(await other.engine.observe(never)).toEqual([]);
    await other.end();
  });

  test('a port that is no longer published is given back when the instance that had it is removed', async () => {
    const first = await holdPort('127.0.0.1');
    const second = await holdPort('127.0.0.1');
    first.free();
    second.free();
    await start(stack.engine, 'moved-1', published('moved', first.port));
    await start(stack.engine, 'moved-2', published('moved', second.port));
    await stack.engine.apply({ kind: 'remove', service: 'moved', instance: 'moved-1' }, contextOf('rm'));
    expect(await whyNotBindable('127.0.0.1', first.port)).toBeUndefined();
    expect(await whyNotBindable('127.0.0.1', second.port)).toBe('EADDRINUSE');
  });

  test('two services of one stack that want the same', async () => {
    const held = await holdPort('127.0.0.1');
    held.free();
    const { obstacles } = await look(
      wantedOf(published('a', held.port)),
      wantedOf(published('b', held.port)),
    );
    expect(obstacles.map((one) => one.message)).toEqual([
      `b cannot publish 127.0.0.1:${held.port}: it is held by service a of the same stack`,
    ]);
  });
});

describe('what a unit runs', () => {
  const image = (service: string, name: string) =>
    unitOf(service, stack.folder, { build: undefined, image: name, command: [] });

  test('an image that is neither built here nor substituted', async () => {
    expect(await messages(image('mq', 'rabbitmq:3'))).toEqual(['mq cannot run locally: image rabbitmq:3']);
  });

  test('is skipped when all who depend on it can do without', async () => {
    const optional = { service: 'mq', condition: 'service_started', required: false } as const;
    const user = wantedOf(unitOf('api', stack.folder), { dependsOn: [optional] });
    const seen = await look(wantedOf(image('mq', 'rabbitmq:3')), user);
    expect([Object.keys(seen.skipped), seen.obstacles]).toEqual([['mq'], []]);
    const strict = wantedOf(unitOf('job', stack.folder), { dependsOn: [{ ...optional, required: true }] });
    const refused = await look(wantedOf(image('mq', 'rabbitmq:3')), user, strict);
    expect(refused.obstacles.map((one) => one.service)).toEqual(['mq']);
  });

  test('a command of its own makes it run', async () => {
    const local = { command: ['sleep', '1'], workingDir: stack.folder };
    expect(await messages({ ...image('mq', 'rabbitmq:3'), local })).toEqual([]);
  });

  test('a program, a context or packages that are not there', async () => {
    expect(await messages(unitOf('a', stack.folder, { command: ['no-such-program'] }))).toEqual([
      'a: program no-such-program was not found',
    ]);
    expect((await messages(unitOf('b', join(stack.folder, 'absent'))))[0]).toContain('is missing');
    const folder = join(stack.folder, 'app');
    mkdirSync(folder);
    writeFileSync(join(folder, 'package.json'), '{"dependencies":{"pg":"1"}}');
    const [obstacle] = (await look(wantedOf(unitOf('c', folder)))).obstacles;
    expect(obstacle?.hint).toBe(`Run npm ci in ${folder}.`);
    mkdirSync(join(folder, 'node_modules'));
    expect(await messages(unitOf('c', folder))).toEqual([]);
  });
});

test('notes say what is otherwise here, and what must be replaced stop-first', async () => {
  const volume = { kind: 'volume', source: 'data', target: '/data', readOnly: false } as const;
  const udp = { ...httpPort(53), protocol: 'udp' } as const;
  const seen = await look(
    wantedOf(unitOf('plain', stack.folder, { peers: { plain: [8000] } })),
    wantedOf(unitOf('fixed', stack.folder, { ports: [httpPort(7001), httpPort(7002), udp] })),
    wantedOf(unitOf('store', stack.folder, { mounts: [volume], readOnly: true, user: 'app' })),
  );
  expect(seen.obstacles).toEqual([]);
  expect(seen.stopFirst).toEqual({
    fixed: 'it listens on port 7001, 7002 of the host itself',
    store: 'volume data must have one writer',
  });
  expect(seen.notes.plain?.join()).toContain('gets its port as PORT');
  expect(seen.notes.fixed?.join()).toContain('UDP port 53 is not carried');
  expect(seen.notes.store?.join()).toContain('not read-only');
});
