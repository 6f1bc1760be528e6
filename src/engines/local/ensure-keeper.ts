// Finds the keeper of a stack, or starts it as a process of its own that outlives us.
import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Clock, systemClock } from '../../base/clock.ts';
import { SeaworthyError } from '../../base/errors.ts';
import { KeeperClient } from './client.ts';
import { type LocalPaths, makeLocalFolders, marker } from './paths.ts';

export interface KeeperStart {
  readonly paths: LocalPaths;
  readonly stack: string;
  /** The program that is the keeper, and what stands before its own arguments. */
  readonly command: readonly string[];
  /** Called when the process is on its way. */
  readonly onSpawn?: (() => void) | undefined;
}

const startLimitMs = 10_000;
/** When the first one lost a race against a keeper that was just ending, another is tried. */
const tryAgainMs = 1500;

/** Two callers may both start one: the keeper's own lock leaves one of them alive. */
export async function ensureKeeper(
  start: KeeperStart,
  signal: AbortSignal,
  clock: Clock = systemClock,
): Promise<KeeperClient> {
  const there = await openGreeted(start, signal);
  if (there !== undefined) return there;
  makeLocalFolders(start.paths);
  const until = clock.monotonicMs() + startLimitMs;
  let nextStart = clock.monotonicMs();
  while (clock.monotonicMs() < until && !signal.aborted) {
    if (clock.monotonicMs() >= nextStart) {
      spawnKeeper(start);
      start.onSpawn?.();
      nextStart = clock.monotonicMs() + tryAgainMs;
    }
    await clock.sleep(5, signal);
    const client = await openGreeted(start, signal);
    if (client !== undefined) return client;
  }
  throw new SeaworthyError('ENGINE_UNREACHABLE', `The keeper of ${start.stack} did not start`, {
    hint: `Read ${start.paths.keeperLog}.`,
    detail: lastLines(start.paths.keeperLog),
  });
}

/** A keeper that is just dying may still take the connection, and then says nothing: that is nobody. */
async function openGreeted(start: KeeperStart, signal: AbortSignal): Promise<KeeperClient | undefined> {
  const client = await KeeperClient.open(start.paths.socket);
  try {
    await client?.greet(signal);
    return client;
  } catch (error) {
    client?.close();
    if (error instanceof SeaworthyError && error.code === 'ENGINE_UNREACHABLE') return undefined;
    throw error;
  }
}

function spawnKeeper(start: KeeperStart): void {
  const log = openSync(start.paths.keeperLog, 'a', 0o600);
  const keep = ['PATH', 'HOME', 'LANG', 'TZ', 'XDG_RUNTIME_DIR', 'TMPDIR'];
  const inherited = keep.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  try {
    const [program = process.execPath, ...before] = start.command;
    const child = spawn(program, [...before, dirname(start.paths.root), start.stack], {
      cwd: '/',
      detached: true,
      stdio: ['ignore', log, log],
      env: { ...Object.fromEntries(inherited), [marker.keeper]: start.paths.stackId },
    });
    child.on('error', () => undefined);
    child.unref();
  } finally {
    closeSync(log);
  }
}

function lastLines(file: string): readonly string[] {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-5);
  } catch {
    return [];
  }
}
