// Real processes: what becomes of them when they end, run away, eat too much or lose their keeper.

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { cgroupInstances, detectCgroups } from '../../src/engines/local/cgroup.ts';
import { PortClaims } from '../../src/engines/local/keeper/port-claims.ts';
import { identify, isAlive, parseStat, readBootId, signalProcess } from '../../src/engines/local/proc.ts';
import { findInstances, findMembers } from '../../src/engines/local/tree.ts';
import {
  contextOf,
  httpPort,
  type LocalStack,
  listening,
  look,
  makeLocalStack,
  route,
  start,
  stop,
  unitOf,
  until,
  webServer,
} from './local-stack.ts';

const never = new AbortController().signal;
const mebibyte = 1024 ** 2;
let stack: LocalStack;

beforeEach(() => {
  stack = makeLocalStack();
});
afterEach(async () => await stack.end());

function members(instance: string): readonly number[] {
  return findMembers({ stackId: stack.paths.stackId, instance, pid: undefined, cgroup: undefined });
}

function starts(instance: string): number {
  return readFileSync(join(stack.paths.logs, `${instance}.log`), 'utf8').split('started\n').length - 1;
}

describe('no orphan', () => {
  /** A child in its own session, re-parented, deaf to the polite signal: no group and no parent leads to it. */
  const runaway = `
trap "" TERM
(setsid sh -c 'trap "" TERM; (while :; do sleep 0.2; done) & exit' &)
echo started
while :; do sleep 0.2; done
`;

  test('stop ends a tree that forked twice, left the session and ignores SIGTERM', async () => {
    const unit = unitOf('run', stack.folder, { command: ['sh', '-c', runaway] });
    await start(stack.engine, 'run-1', unit);
    await until(
      () => members('run-1').length,
      (count) => count >= 3,
    );
    await stop(stack.engine, 'run', 'run-1', 200);
    expect(members('run-1')).toEqual([]);
    const cgroups = detectCgroups();
    if (cgroups !== undefined) expect(cgroupInstances(cgroups, stack.paths.stackId)).not.toContain('run-1');
  });

  test('a control group that a keeper died before removing goes with its instance', async (context) => {
    const cgroups = detectCgroups();
    if (cgroups === undefined) return context.skip();
    await start(stack.engine, 'run-1', unitOf('run', stack.folder, { command: ['sleep', '1000'] }));
    await stop(stack.engine, 'run', 'run-1', 200);
    process.kill(stack.keeperPid(), 'SIGKILL');
    const groups = Object.values(cgroups.roots).map((root) =>
      join(root, `seaworthy-${stack.paths.stackId}`, 'run-1'),
    );
    for (const group of groups) mkdirSync(group, { recursive: true });
    await stack.engine.apply({ kind: 'remove', service: 'run', instance: 'run-1' }, contextOf('remove'));
    expect(groups.filter((group) => existsSync(group))).toEqual([]);
  });

  test('what a program leaves behind when it ends by itself is ended too', async () => {
    const text = '(setsid sleep 1000 &) ; sleep 0.1; exit 3';
    await start(stack.engine, 'run-1', unitOf('run', stack.folder, { command: ['sh', '-c', text] }));
    const ended = await until(
      () => look(stack.engine, 'run-1'),
      (one) => one?.state === 'exited',
    );
    expect(ended?.exitCode).toBe(3);
    expect(members('run-1')).toEqual([]);
  });

  test('teardown ends what a dead keeper and lost records have left', async () => {
    const unit = unitOf('run', stack.folder, { command: ['sh', '-c', runaway] });
    await start(stack.engine, 'run-1', unit);
    await until(
      () => members('run-1').length,
      (count) => count >= 3,
    );
    process.kill(stack.keeperPid(), 'SIGKILL');
    writeFileSync(join(stack.paths.units, 'run-1.json'), '{"schema":');
    await until(
      () => stack.open().observe(never),
      (seen) => seen.length === 0,
    );
    const removed = await stack.open().teardown({ volumes: true }, never);
    expect(removed).toContain('instance run-1');
    expect(findInstances(stack.paths.stackId).size).toBe(0);
  });
});

describe('memory', () => {
  const eater = 'const kept=[]; setInterval(() => kept.push(Buffer.alloc(8 << 20, 1)), 20)';

  test('over its limit it is killed, and the end says so', async () => {
    const unit = unitOf('eat', stack.folder, {
      command: [process.execPath, '-e', eater],
      memoryLimit: 96 * mebibyte,
    });
    await start(stack.engine, 'eat-1', unit);
    const ended = await until(
      () => look(stack.engine, 'eat-1'),
      (one) => one?.state === 'exited',
    );
    expect(ended).toMatchObject({ oomKilled: true, signal: 'SIGKILL' });
    expect(ended?.memoryPeak).toBeGreaterThanOrEqual(64 * mebibyte);
  });

  test('a program within its limit is left alone and measured', async () => {
    const unit = unitOf('ok', stack.folder, { memoryLimit: 64 * mebibyte, cpuLimit: 0.5, pidsLimit: 20 });
    await start(stack.engine, 'ok-1', unit);
    const seen = await until(
      () => look(stack.engine, 'ok-1'),
      (one) => (one?.memory ?? 0) > 0,
    );
    expect(seen).toMatchObject({ state: 'running', oomKilled: false });
  });
});

describe('restart policies', () => {
  const crash = (code: number) => ['sh', '-c', `echo started; exit ${code}`];

  test.each([
    ['no', undefined, 1, 0],
    ['on-failure', 2, 1, 2],
    ['on-failure', undefined, 0, 0],
  ] as const)(
    '%s, at most %s: exit %i is started again %i times',
    async (restart, maxRestarts, code, times) => {
      const unit = unitOf('crash', stack.folder, { command: crash(code), restart, maxRestarts });
      await start(stack.engine, 'crash-1', unit);
      const ended = await until(
        () => look(stack.engine, 'crash-1'),
        (one) => one?.state === 'exited',
      );
      expect(ended).toMatchObject({ exitCode: code, restarts: times });
      expect(starts('crash-1')).toBe(times + 1);
    },
  );

  test('always: again and again, more slowly, until it is stopped', async () => {
    await start(
      stack.engine,
      'crash-1',
      unitOf('crash', stack.folder, { command: crash(0), restart: 'always' }),
    );
    await until(
      () => look(stack.engine, 'crash-1'),
      (one) => (one?.restarts ?? 0) >= 2,
    );
    await stop(stack.engine, 'crash', 'crash-1');
    const before = starts('crash-1');
    await new Promise((resolve) => setTimeout(resolve, 900));
    expect(starts('crash-1')).toBe(before);
    expect(await look(stack.engine, 'crash-1')).toMatchObject({ state: 'exited' });
  });

  test('a program that is not there ends with 127 and a line that says so', async () => {
    await start(stack.engine, 'none-1', unitOf('none', stack.folder, { command: ['no-such-program'] }));
    const ended = await until(
      () => look(stack.engine, 'none-1'),
      (one) => one?.state === 'exited',
    );
    expect(ended?.exitCode).toBe(127);
  });
});

describe('ports of an instance', () => {
  test('are chosen by one stack alone, also while nobody listens on them', async () => {
    const claims = [new PortClaims(), new PortClaims()] as const;
    expect(await claims[0].claim(23_456)).toBe(true);
    expect(await claims[0].claim(23_456)).toBe(true);
    expect(await claims[1].claim(23_456)).toBe(false);
    claims[0].release(23_456);
    await until(
      () => claims[1].claim(23_456),
      (claimed) => claimed,
    );
    claims[1].release(23_456);
  });
});

describe('a keeper that dies', () => {
  test('its successor takes over processes, routes and listeners; nothing is started twice', async () => {
    stack.script('web.js', webServer);
    const unit = unitOf('web', stack.folder, {
      command: [process.execPath, 'web.js'],
      environment: { PORT: '8000' },
      ports: [httpPort(8000)],
      peers: { web: [8000] },
    });
    const begun = await start(stack.engine, 'web-1', unit);
    await listening(begun.ports['8000']?.port ?? 0);
    await route(stack.engine, 'web', 'web-1');
    const address = await stack.engine.address('web', 8000);
    const old = stack.keeperPid();
    process.kill(old, 'SIGKILL');
    const alone = await until(
      () => look(stack.open(), 'web-1'),
      (one) => one !== undefined,
    );
    expect(alone).toMatchObject({ state: 'running', pid: begun.pid, routed: false });
    const again = await start(stack.engine, 'web-1', unit);
    expect(again).toMatchObject({ pid: begun.pid, routed: true, state: 'running' });
    expect(stack.keeperPid()).not.toBe(old);
    expect(members('web-1')).toEqual([begun.pid]);
    expect(await (await fetch(`http://127.0.0.1:${address?.port}/after`)).text()).toBe(' GET /after');
    process.kill(begun.pid ?? 0, 'SIGKILL');
    const ended = await until(
      () => look(stack.engine, 'web-1'),
      (one) => one?.state === 'exited',
    );
    expect(ended?.exitCode).toBeUndefined();
  });

  test('a process that was spawned but not written down is found by its marks', async () => {
    const begun = await start(stack.engine, 'run-1', unitOf('run', stack.folder));
    process.kill(stack.keeperPid(), 'SIGKILL');
    const file = join(stack.paths.units, 'run-1.json');
    const record: Record<string, unknown> = JSON.parse(readFileSync(file, 'utf8'));
    delete record.identity;
    writeFileSync(file, JSON.stringify({ ...record, state: 'intent' }));
    const again = await start(stack.engine, 'run-1', unitOf('run', stack.folder));
    expect(again).toMatchObject({ state: 'running', pid: begun.pid });
    expect(members('run-1')).toEqual([begun.pid]);
  });

  test('an intent without a process is carried out by the next start', async () => {
    const begun = await start(stack.engine, 'run-1', unitOf('run', stack.folder));
    process.kill(stack.keeperPid(), 'SIGKILL');
    process.kill(begun.pid ?? 0, 'SIGKILL');
    const file = join(stack.paths.units, 'run-1.json');
    const record: Record<string, unknown> = JSON.parse(readFileSync(file, 'utf8'));
    delete record.identity;
    writeFileSync(file, JSON.stringify({ ...record, state: 'intent' }));
    await until(
      () => members('run-1').length,
      (count) => count === 0,
    );
    const again = await start(stack.engine, 'run-1', unitOf('run', stack.folder));
    expect(again.state).toBe('running');
    expect(members('run-1')).toEqual([again.pid]);
  });

  test('after a reboot no pid is believed, and nothing is signalled', async () => {
    const begun = await start(stack.engine, 'run-1', unitOf('run', stack.folder, { restart: 'always' }));
    process.kill(stack.keeperPid(), 'SIGKILL');
    const file = join(stack.paths.units, 'run-1.json');
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace(readBootId(), '00000000-0000-0000-0000-000000000000'),
    );
    await until(
      () => look(stack.open(), 'run-1'),
      (one) => one?.state === 'exited',
    );
    await start(stack.engine, 'other-1', unitOf('other', stack.folder));
    expect(await look(stack.engine, 'run-1')).toMatchObject({ state: 'exited', restarts: 0 });
    expect(isAlive(identify(begun.pid ?? 0, readBootId()), readBootId())).toBe(true);
  });

  test('many deployers that start it at once get one keeper', async () => {
    const engines = Array.from({ length: 8 }, () => stack.open());
    const units = engines.map((_engine, at) => unitOf(`s${at}`, stack.folder));
    await Promise.all(
      units.map(async (unit, at) => await start(engines[at] ?? stack.engine, `s${at}-1`, unit)),
    );
    expect(await stack.engine.observe(never)).toHaveLength(8);
    const said = readFileSync(stack.paths.keeperLog, 'utf8').match(/keeper \d+ of/g);
    expect(said).toHaveLength(1);
  });
});

describe('records', () => {
  test('one of another version refuses every change, and the others are still seen', async () => {
    await start(stack.engine, 'run-1', unitOf('run', stack.folder));
    writeFileSync(join(stack.paths.units, 'new-1.json'), '{"schema":"seaworthy.local-unit/9"}');
    await expect(start(stack.engine, 'run-2', unitOf('run', stack.folder))).rejects.toMatchObject({
      code: 'STATE_VERSION',
    });
    expect(await stack.engine.observe(never)).toHaveLength(1);
  });

  test('one that is torn only costs its own instance', async () => {
    await start(stack.engine, 'run-1', unitOf('run', stack.folder));
    writeFileSync(join(stack.paths.units, 'torn-1.json'), '{"schema":"seaworthy.lo');
    await start(stack.engine, 'run-2', unitOf('run', stack.folder));
    expect(await stack.engine.observe(never)).toHaveLength(2);
    await stack.engine.apply({ kind: 'remove', service: 'torn', instance: 'torn-1' }, contextOf('x'));
    expect(readdirSync(stack.paths.units)).not.toContain('torn-1.json');
  });

  test('a secret is in the environment of the program and in one private file, nowhere else', async () => {
    const unit = unitOf('run', stack.folder, { environment: { TOKEN: { secret: 'token' } } });
    const begun = await start(stack.engine, 'run-1', unit);
    expect(readFileSync(`/proc/${begun.pid}/environ`, 'utf8')).toContain('TOKEN=value of token');
    const said = [join(stack.paths.units, 'run-1.json'), stack.paths.keeperLog, `/proc/${begun.pid}/cmdline`];
    for (const file of said) expect(readFileSync(file, 'utf8')).not.toContain('value of token');
  });
});

describe('a pid is not a name', () => {
  test('a process with another start time is not the one that was meant', () => {
    const own = identify(process.pid, readBootId());
    if (own === undefined) throw new Error('we are not alive');
    expect(isAlive(own, readBootId())).toBe(true);
    const former = { ...own, startTime: own.startTime - 1 };
    expect(isAlive(former, readBootId())).toBe(false);
    expect(signalProcess(former, 'SIGKILL')).toBe(false);
  });

  test('the name of a program may hold brackets and spaces', () => {
    const rest = 'S 1 42 43 0 -1 4194560 1 0 0 0 150 50 0 0 20 0 1 0 9999 1000 25 0';
    expect(parseStat(7, `7 (a) b (c)) ${rest}`)).toMatchObject({
      parent: 1,
      group: 42,
      session: 43,
      startTime: 9999,
      cpuSeconds: 2,
    });
  });
});
