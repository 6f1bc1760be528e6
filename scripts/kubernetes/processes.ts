// A cluster's processes: started in the background with their logs in files, found again and ended by their ids.
import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export interface Running {
  readonly name: string;
  readonly pid: number;
  /** When it was started, in ticks since the machine's start: an id that was given away again is not ours. */
  readonly started: string;
  readonly command: readonly string[];
}

/** Starts a program that outlives its starter and inherits nothing from it but the environment. */
export function startProcess(folder: string, name: string, command: readonly string[]): number {
  const [program = '', ...args] = command;
  mkdirSync(join(folder, 'log'), { recursive: true });
  const log = openSync(logOf(folder, name), 'a');
  const child = spawn(program, args, { cwd: folder, stdio: ['ignore', log, log], detached: true });
  closeSync(log);
  child.on('error', () => undefined);
  child.unref();
  if (child.pid === undefined) throw new Error(`${program} could not be started`);
  noteProcess(folder, name, child.pid, command);
  return child.pid;
}

/** Writes a process down, so that it is watched and stopped with the cluster. */
export function noteProcess(folder: string, name: string, pid: number, command: readonly string[]): void {
  const others = runningIn(folder).filter((one) => one.name !== name);
  const all = [...others, { name, pid, started: statusOf(pid)?.started ?? '', command }];
  writeFileSync(join(folder, 'processes.json'), `${JSON.stringify(all, null, 1)}\n`);
}

/** Kills one of them, and waits until it is gone and its ports are free. */
export async function killProcess(folder: string, name: string): Promise<void> {
  await kill(named(folder, name));
}

/** Starts a program anew that was killed, as it was started first. */
export function restartProcess(folder: string, name: string): number {
  return startProcess(folder, name, named(folder, name).command);
}

function named(folder: string, name: string): Running {
  const found = runningIn(folder).find((one) => one.name === name);
  if (found === undefined) throw new Error(`${name} was not started in ${folder}`);
  return found;
}

/** Dead is not gone: while threads of it still end it keeps its ports. Whose parent never looks is waited for 5 s. */
async function kill(one: Running): Promise<void> {
  if (isAlive(one)) process.kill(one.pid, 'SIGKILL');
  for (let turn = 0; statusOf(one.pid)?.started === one.started && turn < 250; turn += 1) await wait(20);
}

export function logOf(folder: string, name: string): string {
  return join(folder, 'log', `${name}.log`);
}

/** What was started in the folder, in that order, whether it still runs or not. */
export function runningIn(folder: string): readonly Running[] {
  const file = join(folder, 'processes.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
}

export function isAlive({ pid, started }: Running): boolean {
  const status = statusOf(pid);
  return status?.started === started && status.state !== 'Z';
}

/** Fields 3 and 22 of `/proc/PID/stat`, counted behind the name, which may hold blanks; undefined where there is none. */
function statusOf(pid: number): { readonly state: string; readonly started: string } | undefined {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return { state: fields[0] ?? '', started: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

/** Fails with the end of its log when one of them has ended. */
export function demandAllAlive(folder: string): void {
  const dead = runningIn(folder).find((one) => !isAlive(one));
  if (dead === undefined) return;
  const log = readFileSync(logOf(folder, dead.name), 'utf8').trim().split('\n').slice(-5).join('\n');
  throw new Error(`${dead.name} of the cluster has ended:\n${log}`);
}

/** Kills them all, the youngest first, and waits until they are gone; their data is thrown away, so nothing is asked. */
export async function killAll(folder: string): Promise<void> {
  await Promise.all([...runningIn(folder)].reverse().map(kill));
}
