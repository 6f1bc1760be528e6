// Which processes of this machine carry our marks. Environments are read once a process, not at each look.
import { readdirSync, readFileSync } from 'node:fs';
import { marker } from '../../../src/engines/local/paths.ts';
import { readEnvironment, readStat } from '../../../src/engines/local/proc.ts';

export interface SeenProcess {
  readonly pid: number;
  readonly startTime: number;
  readonly parent: number;
  /** Stack id of an instance's process, and of a keeper. */
  readonly stack: string | undefined;
  readonly instance: string | undefined;
  readonly keeper: string | undefined;
  readonly words: readonly string[];
  readonly firstSeenMs: number;
}

/** Between fork and exec a process still shows its parent's environment and arguments. */
const youngMs = 400;

export class ProcessTable {
  readonly #known = new Map<number, SeenProcess>();

  /** All live processes, looked at now. */
  look(): readonly SeenProcess[] {
    const pids = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []));
    const alive = new Set(pids);
    for (const pid of this.#known.keys()) if (!alive.has(pid)) this.#known.delete(pid);
    const now = performance.now();
    for (const pid of pids) {
      const known = this.#known.get(pid);
      if (known !== undefined && now - known.firstSeenMs > youngMs) continue;
      const seen = readProcess(pid, known?.firstSeenMs ?? now);
      if (seen === undefined) this.#known.delete(pid);
      else this.#known.set(pid, seen);
    }
    return [...this.#known.values()];
  }
}

function readProcess(pid: number, firstSeenMs: number): SeenProcess | undefined {
  const stat = readStat(pid);
  if (stat === undefined || stat.dead) return undefined;
  const environment = readEnvironment(pid);
  return {
    pid,
    startTime: stat.startTime,
    parent: stat.parent,
    stack: environment?.get(marker.stack),
    instance: environment?.get(marker.instance),
    keeper: environment?.get(marker.keeper),
    words: readWords(pid),
    firstSeenMs,
  };
}

function readWords(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    // It went meanwhile.
    return [];
  }
}

/** Alive at this very moment: the table may be one look behind, and a zombie runs nothing. */
export function isStillAlive({ pid, startTime }: SeenProcess): boolean {
  const stat = readStat(pid);
  return stat !== undefined && !stat.dead && stat.startTime === startTime;
}

export function ofStack(processes: readonly SeenProcess[], stackId: string): readonly SeenProcess[] {
  return processes.filter((one) => one.stack === stackId);
}

export function keepersOf(processes: readonly SeenProcess[], stackId: string): readonly SeenProcess[] {
  return processes.filter((one) => one.keeper === stackId && one.stack === undefined);
}
