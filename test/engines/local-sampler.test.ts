// Hosts without control groups: what is measured and killed by looking. The unit runs in this process, as in a keeper.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Cgroup, detectCgroups, removeStackCgroups } from '../../src/engines/local/cgroup.ts';
import { Unit } from '../../src/engines/local/keeper/unit.ts';
import { type LocalPaths, localPaths, makeLocalFolders } from '../../src/engines/local/paths.ts';
import { readBootId, scanProcesses } from '../../src/engines/local/proc.ts';
import { freshRecord, type Launch, writeEnvironment } from '../../src/engines/local/record.ts';
import { findMembers } from '../../src/engines/local/tree.ts';
import { until } from './local-stack.ts';

let folder: string;
let paths: LocalPaths;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sw-sampler-'));
  paths = localPaths(folder, 'sampler');
  makeLocalFolders(paths);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(argv: readonly string[], change: Partial<Launch> = {}): Promise<Unit> {
  const launch: Launch = {
    service: 'one',
    instance: 'one-1',
    key: 'k',
    config: 'c',
    release: 'r',
    run: 'u',
    argv,
    cwd: '/',
    user: undefined,
    ports: {},
    listeners: [],
    volumes: [],
    scratch: [],
    restart: 'no',
    maxRestarts: undefined,
    oneShot: false,
    stopSignal: 'SIGTERM',
    stopGraceMs: 200,
    signalMainOnly: false,
    memoryLimit: undefined,
    cpuLimit: undefined,
    pidsLimit: undefined,
    ...change,
  };
  const markers = {
    SEAWORTHY_STACK: paths.stackId,
    SEAWORTHY_INSTANCE: 'one-1',
    PATH: process.env.PATH ?? '',
  };
  writeEnvironment(paths, 'one-1', markers);
  const host = { paths, cgroups: undefined, bootId: readBootId(), log: () => undefined };
  const unit = new Unit(host, freshRecord(launch));
  await unit.start();
  return unit;
}

const members = () =>
  findMembers({ stackId: paths.stackId, instance: 'one-1', pid: undefined, cgroup: undefined });

test('over its limit for two looks, the whole tree is killed and marked', async () => {
  const eater = 'const kept=[]; setInterval(() => kept.push(Buffer.alloc(8 << 20, 1)), 20)';
  const unit = await run(['sh', '-c', `${process.execPath} -e '${eater}'; exit 1`], {
    memoryLimit: 128 * 1024 ** 2,
  });
  const look = () => {
    unit.sample(scanProcesses(), 0);
    return unit.record;
  };
  const record = await until(look, (one) => one.state === 'exited');
  expect(record).toMatchObject({ oomKilled: true, signal: 'SIGKILL' });
  expect(record.memoryPeak).toBeGreaterThan(128 * 1024 ** 2);
  expect(members()).toEqual([]);
});

test('stop ends a re-parented daemon by its marks alone', async () => {
  const deaf = 'trap "" TERM; while :; do sleep 0.2; done';
  const unit = await run(['sh', '-c', `(setsid sh -c '${deaf}' &); ${deaf}`]);
  await until(members, (found) => found.length >= 3);
  await unit.stop('SIGTERM', 100);
  expect(members()).toEqual([]);
  expect(unit.record.state).toBe('exited');
});

test('a control group of this host counts the kills of the kernel', () => {
  const host = detectCgroups();
  if (host === undefined) {
    expect(detectCgroups()).toBeUndefined();
    return;
  }
  const cgroup = new Cgroup(host, paths.stackId, 'probe');
  cgroup.create({ memoryLimit: 32 * 1024 ** 2, cpuLimit: 0.5, pidsLimit: 5 }, undefined);
  expect([cgroup.members(), cgroup.oomKills(), cgroup.usage()?.pids]).toEqual([[], 0, 0]);
  expect(cgroup.remove()).toBe(true);
  removeStackCgroups(host, paths.stackId);
});
