// Everything that an instance has forked into, by whatever trace it left, and how to end all of it.
import { type Clock, systemClock } from '../../base/clock.ts';
import type { Cgroup } from './cgroup.ts';
import { marker } from './paths.ts';
import {
  identify,
  type ProcStat,
  readBootId,
  readEnvironment,
  scanProcesses,
  signalPid,
  signalProcess,
} from './proc.ts';

export interface TreeRoot {
  readonly stackId: string;
  readonly instance: string;
  /** The process that was spawned, while its pid is known to be its own. */
  readonly pid: number | undefined;
  readonly cgroup: Cgroup | undefined;
}

/**
 * Members by control group, by marker in the environment, by session and by descent. The marker alone does not do:
 * programs that set their title (postgres, nginx) overwrite their environment; descent alone does not either: a
 * daemon is re-parented.
 */
export function findMembers(root: TreeRoot): readonly number[] {
  const found = new Set(root.cgroup?.members() ?? []);
  const stats = scanProcesses().filter((stat) => stat.pid !== process.pid);
  for (const stat of stats) if (isMarked(stat, root)) found.add(stat.pid);
  return [...withDescendants(found, stats)];
}

/**
 * Like `findMembers`, but a control group with somebody in it is answer enough: a look at all processes of the host
 * costs milliseconds, and is only needed to prove that nobody is left.
 */
export function findSome(root: TreeRoot): readonly number[] {
  const grouped = root.cgroup?.members() ?? [];
  return grouped.length > 0 ? grouped : findMembers(root);
}

function isMarked(stat: ProcStat, root: TreeRoot): boolean {
  if (
    root.pid !== undefined &&
    (stat.pid === root.pid || stat.session === root.pid || stat.group === root.pid)
  ) {
    return true;
  }
  const environment = readEnvironment(stat.pid);
  return (
    environment?.get(marker.stack) === root.stackId && environment.get(marker.instance) === root.instance
  );
}

function withDescendants(roots: ReadonlySet<number>, stats: readonly ProcStat[]): ReadonlySet<number> {
  const members = new Set(roots);
  for (let grown = true; grown; ) {
    grown = false;
    for (const stat of stats) {
      if (members.has(stat.pid) || !members.has(stat.parent)) continue;
      members.add(stat.pid);
      grown = true;
    }
  }
  return members;
}

/** Memory, CPU and size of a tree, for hosts without control groups: one scan serves all instances. */
export function measureTree(
  pid: number,
  stats: readonly ProcStat[],
): { readonly memory: number; readonly cpuSeconds: number; readonly pids: number } {
  const roots = stats.filter((stat) => stat.pid === pid || stat.session === pid || stat.group === pid);
  const members = withDescendants(new Set(roots.map((stat) => stat.pid)), stats);
  let memory = 0;
  let cpuSeconds = 0;
  for (const stat of stats) {
    if (!members.has(stat.pid)) continue;
    memory += stat.memory;
    cpuSeconds += stat.cpuSeconds;
  }
  return { memory, cpuSeconds, pids: members.size };
}

/** Instances of a stack of which some process is alive. */
export function findInstances(stackId: string): ReadonlySet<string> {
  const instances = new Set<string>();
  for (const stat of scanProcesses()) {
    const environment = readEnvironment(stat.pid);
    const instance = environment?.get(marker.instance);
    if (environment?.get(marker.stack) === stackId && instance !== undefined) instances.add(instance);
  }
  return instances;
}

/** Asks the tree to end, waits `graceMs` for it, then kills what is left; true when nobody is. */
export async function stopTree(
  root: TreeRoot,
  how: { readonly signal: NodeJS.Signals; readonly graceMs: number; readonly mainOnly: boolean },
  clock: Clock = systemClock,
): Promise<boolean> {
  const until = clock.monotonicMs() + how.graceMs;
  askToEnd(root, how.signal, how.mainOnly);
  for (let pauseMs = 5; clock.monotonicMs() < until; pauseMs = Math.min(100, pauseMs * 1.5)) {
    if (findSome(root).length === 0) return true;
    await clock.sleep(Math.min(pauseMs, until - clock.monotonicMs()));
  }
  return await killTree(root, clock);
}

function askToEnd(root: TreeRoot, signal: NodeJS.Signals, mainOnly: boolean): void {
  const bootId = readBootId();
  const members = findSome(root).map((pid) => identify(pid, bootId));
  for (const identity of members) {
    if (identity === undefined) continue;
    if (!mainOnly || root.pid === undefined || identity.pid === root.pid) signalProcess(identity, signal);
  }
}

/** How long the kernel may take to reap; beyond it the member hangs in the kernel and nothing more can be done. */
const killLimitMs = 10_000;

/** Ends when a look finds nobody (true) or the limit is over: what was forked between look and kill is found by the next look. */
export async function killTree(root: TreeRoot, clock: Clock = systemClock): Promise<boolean> {
  const until = clock.monotonicMs() + killLimitMs;
  for (let pauseMs = 1; clock.monotonicMs() < until; pauseMs = Math.min(50, pauseMs * 2)) {
    root.cgroup?.kill((pid) => signalPid(pid, 'SIGKILL'));
    const bootId = readBootId();
    const members = findSome(root).map((pid) => identify(pid, bootId));
    for (const identity of members) if (identity !== undefined) signalProcess(identity, 'SIGKILL');
    if (members.length === 0) return true;
    await clock.sleep(pauseMs);
  }
  return false;
}
