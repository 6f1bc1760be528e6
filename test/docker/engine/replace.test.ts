// Traffic inside of the stack and through the front while a service is replaced.

import { request } from 'node:http';
import { createServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createDockerClient } from '../../../src/engines/docker/client.ts';
import { connectionOf } from '../../../src/engines/docker/connection.ts';
import { containerName } from '../../../src/engines/docker/names.ts';
import type { Engine, EngineAction } from '../../../src/engines/engine.ts';
import type { Json } from '../../../src/model/container.ts';
import type { UnitSpec, Wanted } from '../../../src/model/unit.ts';
import { containerUnit, type DockerStack, makeDockerStack } from '../support/stack.ts';

const never = new AbortController().signal;
let stack: DockerStack | undefined;
afterEach(async () => await stack?.end());

const policy = {
  initialDelayMs: 0,
  periodMs: 100,
  timeoutMs: 1000,
  successThreshold: 1,
  failureThreshold: 0,
  startPeriodMs: 0,
  stableForMs: 0,
  deadlineMs: 10_000,
  noActivityMs: 0,
  soakMs: 0,
  restarts: 0,
};

function wanted(unit: UnitSpec): Wanted {
  return {
    unit,
    config: 'c',
    gate: { probe: { kind: 'engine', expect: 'running' }, policy, from: 'test', weak: false },
    replace: 'start-first',
    drainMs: 3000,
    priority: 'normal',
    irreversible: false,
    requests: { memory: 0, cpus: 0, memoryFrom: 'default', cpusFrom: 'default' },
    dependsOn: [],
  };
}

let acts = 0;
function act(engine: Engine, action: EngineAction, unit: UnitSpec, run = 'run-1') {
  acts += 1;
  return engine.apply(action, {
    key: `${run}/${acts}`,
    run,
    release: 'r',
    signal: never,
    wanted: wanted(unit),
  });
}

/**
 * Answers with its name, slowly; at SIGTERM it ends when what it has begun is answered. With
 * `back` it calls that one all the time, at the address that it has looked up, and writes down what goes wrong.
 */
function server(name: string, back: string | undefined): Json {
  const program = `
    const { createServer, get } = require('http');
    const call = (host) => {
      const again = () => setTimeout(call, 5, host);
      get({ host, port: 8000, agent: false }, (back) => back.resume().on('end', again))
        .on('error', (error) => { console.log(error.code); again(); });
    };
    ${back === undefined ? '' : `require('dns').lookup('${back}', (_, host) => call(host));`}
    const server = createServer((q, r) => setTimeout(() => r.end('${name}'), 20)).listen(8000);
    process.on('SIGTERM', () => server.close(() => process.exit(0)));`;
  return ['node', '-e', program];
}

function apiUnit(name: string, back?: string, more: Readonly<Record<string, Json>> = {}): UnitSpec {
  const command = server(name, back);
  const unit = containerUnit('api', { image: 'node:20-alpine', init: true, command, ...more });
  const port = { target: 8000, published: undefined, host: undefined, protocol: 'tcp', http: true } as const;
  return { ...unit, image: 'node:20-alpine', ports: [port] };
}

async function answers(engine: Engine, instance: string, unit: UnitSpec): Promise<void> {
  for (let turn = 0; turn < 200; turn++) {
    const argv = ['wget', '-qO-', 'http://127.0.0.1:8000/'];
    if ((await engine.exec(instance, unit, argv, never)).exitCode === 0) return;
  }
  throw new Error(`${instance} does not answer`);
}

async function replace(engine: Engine, next: UnitSpec): Promise<void> {
  await act(engine, { kind: 'start', service: 'api', instance: 'api-2', config: 'd' }, next);
  await answers(engine, 'api-2', next);
  await act(engine, { kind: 'route', service: 'api', instance: 'api-2' }, next);
  await act(engine, { kind: 'drain', service: 'api', instance: 'api-1', drainMs: 3000 }, next);
  const stop = { kind: 'stop', service: 'api', instance: 'api-1', graceMs: 3000, signal: 'SIGTERM' } as const;
  await act(engine, stop, next);
}

/** The same service, which others call by another name, and which calls nobody. */
function backUnit(): UnitSpec {
  return { ...apiUnit('back'), service: 'back' };
}

test('inside: a steady caller by name loses nothing, nor does what is replaced as it calls others', async () => {
  stack = makeDockerStack('alias');
  const { engine } = stack;
  const first = apiUnit('old', 'back');
  await act(
    engine,
    { kind: 'start', service: 'back', instance: 'back-1', config: 'c', alone: true },
    backUnit(),
  );
  const program = `
    const http = require('http');
    const seen = {};
    const note = (what) => { seen[what] = (seen[what] ?? 0) + 1; setTimeout(call, 2); };
    const call = () => http.get({ host: 'api', port: 8000, agent: false, timeout: 5000 }, (r) => {
      let text = '';
      r.on('data', (d) => { text += d; });
      r.on('end', () => note(text));
    }).on('error', (e) => note(e.code)).on('timeout', () => note('timeout'));
    for (let i = 0; i < 4; i++) call();
    process.on('SIGTERM', () => { console.log(JSON.stringify(seen)); process.exit(0); });`;
  const caller = containerUnit(
    'caller',
    { image: 'node:20-alpine', command: ['node', '-e', program] },
    { image: 'node:20-alpine' },
  );
  await act(engine, { kind: 'start', service: 'api', instance: 'api-1', config: 'c', alone: true }, first);
  await answers(engine, 'api-1', first);
  await act(
    engine,
    { kind: 'start', service: 'caller', instance: 'caller-1', config: 'c', alone: true },
    caller,
  );
  await replace(engine, apiUnit('new', 'back'));
  const stop = {
    kind: 'stop',
    service: 'caller',
    instance: 'caller-1',
    graceMs: 3000,
    signal: 'SIGTERM',
  } as const;
  await act(engine, stop, caller);
  const lines = await printed(engine, 'caller-1');
  const seen: unknown = JSON.parse(lines[0] ?? '');
  expect(Object.keys(Object(seen)).sort()).toEqual(['new', 'old']);
  expect([...(await printed(engine, 'api-1')), ...(await printed(engine, 'api-2'))]).toEqual([]);
});

test('one that has served comes back without a failed call of its own, also when its health is looked at', async () => {
  stack = makeDockerStack('return');
  const { engine } = stack;
  const first = { service: 'api', instance: 'api-1' } as const;
  const second = { service: 'api', instance: 'api-2' } as const;
  const back = { kind: 'start', service: 'back', instance: 'back-1', config: 'c', alone: true } as const;
  await act(engine, back, backUnit());
  const unit = apiUnit('old', 'back', { healthcheck: { test: ['CMD', 'true'], interval: '30s' } });
  await act(engine, { kind: 'start', ...first, config: 'c', alone: true }, unit, 'run-0');
  await act(engine, { kind: 'start', ...second, config: 'd' }, apiUnit('new'));
  await answers(engine, 'api-1', unit);
  for (let turn = 0; turn < 6; turn++)
    for (const next of [second, first]) await act(engine, { kind: 'route', ...next }, unit);
  expect(await printed(engine, 'api-1')).toEqual([]);
});

async function printed(engine: Engine, instance: string): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of engine.logs(instance, { follow: false, tail: 10 }, never)) lines.push(line.text);
  return lines;
}

test('one that is paused is called by nobody, and goes on once it is routed to', async () => {
  stack = makeDockerStack('paused');
  const { engine, name } = stack;
  const unit = apiUnit('old');
  await act(engine, { kind: 'start', service: 'api', instance: 'api-1', config: 'c', alone: true }, unit);
  const client = createDockerClient(connectionOf(process.env));
  try {
    await client.call('POST', `/containers/${containerName(name, 'api-1')}/pause`);
    const [paused] = await engine.observe(never);
    expect(paused).toMatchObject({ state: 'running', routed: false });
    await act(engine, { kind: 'route', service: 'api', instance: 'api-1' }, unit);
    const [again] = await engine.observe(never);
    expect(again).toMatchObject({ state: 'running', routed: true });
    await answers(engine, 'api-1', unit);
  } finally {
    client.close();
  }
});

test('outside: the front holds the port, and a steady caller loses nothing', async () => {
  stack = makeDockerStack('front');
  const { engine } = stack;
  const published = await freePort();
  const held = (name: string) => {
    const unit = apiUnit(name);
    const ports = [{ target: 8000, published, host: '127.0.0.1', protocol: 'tcp', http: true } as const];
    return { ...unit, ports, ...(unit.container && { container: { ...unit.container, heldPorts: true } }) };
  };
  const first = held('old');
  await act(engine, { kind: 'start', service: 'api', instance: 'api-1', config: 'c', alone: true }, first);
  await act(engine, { kind: 'route', service: 'api', instance: 'api-1' }, first);
  await answers(engine, 'api-1', first);
  const caller = callSteadily(published);
  await replace(engine, held('new'));
  const seen = await caller.end();
  expect([...seen.keys()].sort()).toEqual(['new', 'old']);
  expect((await engine.counts(never)).find((one) => one.service === 'api')).toMatchObject({ lost: 0 });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

function callSteadily(port: number): { end(): Promise<ReadonlyMap<string, number>> } {
  const seen = new Map<string, number>();
  let isOver = false;
  const once = () =>
    new Promise<string>((resolve) => {
      const sent = request({ host: '127.0.0.1', port, agent: false }, (response) => {
        let text = '';
        response.on('data', (data) => {
          text += String(data);
        });
        response.on('end', () => resolve(text));
        response.on('error', () => resolve('cut'));
      });
      sent.on('error', (error) => resolve(error.message));
      sent.end();
    });
  const loop = async () => {
    while (!isOver) {
      const answer = await once();
      seen.set(answer, (seen.get(answer) ?? 0) + 1);
    }
  };
  const loops = Promise.all([loop(), loop()]);
  return {
    end: async () => {
      while (!seen.has('new')) await new Promise((resolve) => setImmediate(resolve));
      isOver = true;
      await loops;
      return seen;
    },
  };
}
