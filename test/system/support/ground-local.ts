// The ground of the local engine: processes, control groups and folders, found by our marks.
import { existsSync, readdirSync, readFileSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../../src/base/clock.ts';
import type { Ground } from './ground.ts';
import { httpCaller } from './http-caller.ts';
import type { Lane } from './lane.ts';
import { answersOn, namesIn } from './looks.ts';
import { keepersOf, ofStack, ProcessTable, type SeenProcess } from './processes.ts';
import { localInspector } from './watch-local.ts';

export const localGround: Ground = {
  hasKeeper: true,
  warm: async () => undefined,
  refresh: () => undefined,
  outside,
  leftovers,
  removeAll,
  killKeepers(lane) {
    for (const keeper of keepersOf(new ProcessTable().look(), lane.paths.stackId)) killPid(keeper.pid);
  },
  caller: httpCaller,
  inspector: localInspector,
};

/** What kernel and disk hold of the stack, against the instances that `status` names. */
async function outside(lane: Lane, instances: readonly string[]): Promise<readonly string[]> {
  const expected = [...instances].sort().join(' ');
  const problems: string[] = [];
  const differ = (what: string, found: Iterable<string>) => {
    const names = [...new Set(found)].sort().join(' ');
    if (names !== expected)
      problems.push(`${what}: ${names || 'none'}, but status names ${expected || 'none'}`);
  };
  const processes = new ProcessTable().look();
  const own = ofStack(processes, lane.paths.stackId);
  differ(
    'live processes of',
    own.map((one) => one.instance ?? `pid ${one.pid}`),
  );
  differ('records of', recordsOf(lane));
  const groups = groupsOf(lane);
  if (groups !== undefined) differ('control groups of', groups);
  const keepers = keepersOf(processes, lane.paths.stackId).length;
  if (keepers > 1 || (keepers === 0 && instances.length > 0)) problems.push(`${keepers} keepers run`);
  problems.push(...drafts(lane));
  const answers = await answersOn(lane.port);
  if (answers !== instances.some((one) => one.startsWith('gateway-')))
    problems.push(`the published port ${answers ? 'answers' : 'does not answer'}`);
  return problems;
}

function recordsOf(lane: Lane): readonly string[] {
  return namesIn(lane.paths.units).flatMap((name) => (name.endsWith('.json') ? [name.slice(0, -5)] : []));
}

/** Undefined where this host has no writable control groups. */
function groupsOf({ paths }: Lane): readonly string[] | undefined {
  const folders = groupFolders(paths.stackId);
  if (folders.length === 0) return undefined;
  return folders.flatMap((folder) =>
    readdirSync(folder, { withFileTypes: true }).flatMap((one) => (one.isDirectory() ? [one.name] : [])),
  );
}

function groupFolders(stackId: string): readonly string[] {
  const top = '/sys/fs/cgroup';
  return ['.', ...namesIn(top)]
    .map((name) => join(top, name, `seaworthy-${stackId}`))
    .filter((path) => existsSync(path));
}

/** Half-made data folders, in either place where volumes lie. */
function drafts({ paths }: Lane): readonly string[] {
  return [paths.volumes, sharedVolumes(paths.stackId)].flatMap((root) =>
    namesIn(root).flatMap((volume) =>
      namesIn(join(root, volume)).flatMap((name) =>
        name.includes('.draft') ? [`left half-made: ${join(root, volume, name)}`] : [],
      ),
    ),
  );
}

function sharedVolumes(stackId: string): string {
  return join('/var/lib/seaworthy', stackId);
}

async function leftovers(lane: Lane): Promise<readonly string[]> {
  const { stackId, volumes } = lane.paths;
  const processes = new ProcessTable().look();
  const alive = [...ofStack(processes, stackId), ...keepersOf(processes, stackId)];
  const left = alive.map((one) => `process ${one.pid} (${one.instance ?? 'keeper'})`);
  left.push(...groupFolders(stackId), ...namesIn(volumes).map((name) => join(volumes, name)));
  if (existsSync(sharedVolumes(stackId))) left.push(sharedVolumes(stackId));
  if (await answersOn(lane.port)) left.push(`a listener on ${lane.port}`);
  return left;
}

/** Keepers first, or they would start again what is ended. */
async function removeAll({ paths }: Lane): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const processes = new ProcessTable().look();
    for (const one of keepersOf(processes, paths.stackId)) killPid(one.pid);
    const left = ofStack(processes, paths.stackId);
    for (const one of left) {
      // A server that is asked to leave at once takes its shared memory with it.
      if (attempt < 20 && isPostgres(one)) killPid(one.pid, 'SIGQUIT');
      else killPid(one.pid);
    }
    // A program that overwrites its own environment has lost its mark, but not its control group.
    const grouped = membersOf(paths.stackId);
    if (attempt >= 20) for (const pid of grouped) killPid(pid);
    if (left.length + grouped.length === 0 && keepersOf(processes, paths.stackId).length === 0) break;
    await systemClock.sleep(30);
  }
  // The kernel lets go of a group some moments after its last process.
  for (let attempt = 0; attempt < 100 && groupFolders(paths.stackId).length > 0; attempt++) {
    for (const folder of groupFolders(paths.stackId)) {
      for (const name of namesIn(folder)) removeGroup(join(folder, name));
      removeGroup(folder);
    }
    await systemClock.sleep(20);
  }
  rmSync(sharedVolumes(paths.stackId), { recursive: true, force: true });
}

function membersOf(stackId: string): readonly number[] {
  const pids = groupFolders(stackId).flatMap((folder) =>
    namesIn(folder).flatMap((name) => readWords(join(folder, name, 'cgroup.procs'))),
  );
  return [...new Set(pids)].map(Number);
}

function readWords(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split(/\s+/).filter(Boolean);
  } catch {
    // A file of the group above, or a group that has just gone.
    return [];
  }
}

function isPostgres({ words }: SeenProcess): boolean {
  return /^postgres:|\/postgres$/.test(words[0] ?? '');
}

function killPid(pid: number, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself.
  }
}

function removeGroup(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // A file of the control group, which goes with it; or it is not empty yet.
  }
}
