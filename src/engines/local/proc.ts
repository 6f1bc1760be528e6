// What the kernel says of running processes. A pid alone names nobody: it may have been given to another since.
import { readdirSync, readFileSync } from 'node:fs';

export interface Identity {
  readonly bootId: string;
  readonly pid: number;
  /** Clock ticks since boot, field 22 of /proc/PID/stat. */
  readonly startTime: number;
}

export interface ProcStat {
  readonly pid: number;
  readonly dead: boolean;
  readonly parent: number;
  readonly group: number;
  readonly session: number;
  readonly startTime: number;
  readonly cpuSeconds: number;
  readonly memory: number;
}

/** USER_HZ, which Linux fixes at 100 for user space; the page size of the platforms we run on. */
const ticksPerSecond = 100;
const pageBytes = 4096;

export function readBootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

/** The name in brackets may hold spaces and brackets itself, so fields are counted from the last one. */
export function parseStat(pid: number, text: string): ProcStat | undefined {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const number = (at: number) => Number(fields[at]);
  if (fields.length < 22) return undefined;
  return {
    pid,
    dead: fields[0] === 'Z' || fields[0] === 'X',
    parent: number(1),
    group: number(2),
    session: number(3),
    startTime: number(19),
    cpuSeconds: (number(11) + number(12)) / ticksPerSecond,
    memory: number(21) * pageBytes,
  };
}

export function readStat(pid: number): ProcStat | undefined {
  const text = readIfThere(`/proc/${pid}/stat`);
  return text === undefined ? undefined : parseStat(pid, text);
}

export function identify(pid: number, bootId: string): Identity | undefined {
  const stat = readStat(pid);
  return stat === undefined || stat.dead ? undefined : { bootId, pid, startTime: stat.startTime };
}

export function isAlive(identity: Identity | undefined, bootId: string): boolean {
  if (identity === undefined || identity.bootId !== bootId) return false;
  const stat = readStat(identity.pid);
  return stat !== undefined && !stat.dead && stat.startTime === identity.startTime;
}

export function scanProcesses(): readonly ProcStat[] {
  const found: ProcStat[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = readStat(Number(name));
    if (stat !== undefined && !stat.dead) found.push(stat);
  }
  return found;
}

/** Environment that a process was started with; undefined when it is gone or belongs to someone else. */
export function readEnvironment(pid: number): ReadonlyMap<string, string> | undefined {
  const text = readIfThere(`/proc/${pid}/environ`);
  if (text === undefined) return undefined;
  const entries = text.split('\0').flatMap((entry): [string, string][] => {
    const at = entry.indexOf('=');
    return at > 0 ? [[entry.slice(0, at), entry.slice(at + 1)]] : [];
  });
  return new Map(entries);
}

/** Signals a process unless it is gone or its pid now belongs to another. */
export function signalProcess(identity: Identity, signal: NodeJS.Signals): boolean {
  return isAlive(identity, readBootId()) && signalPid(identity.pid, signal);
}

/** False when there is nobody of that pid (or, negative, of that group). */
export function signalPid(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    // ESRCH: it went between the look and the signal, which is what we wanted. EPERM shows in the scan that follows.
    return false;
  }
}

/** A process that vanishes while it is read is one that is not there. */
function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
