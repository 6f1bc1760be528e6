// Servers of data stores that a test starts for itself, as an unprivileged user.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import type { HostUser } from '../../../src/engines/local/substitutes/users.ts';

/** A data store with its server up. */
export interface RunningStore {
  readonly port: number;
  /** Rows of all kinds that are hard to bring over. */
  fill(): Promise<void>;
  /** All that was filled in, comparable. */
  content(): Promise<unknown>;
  /** Changes one row. */
  change(): Promise<void>;
  /** Loses and changes rows, and adds what no copy holds. */
  damage(): Promise<void>;
  stop(): Promise<void>;
}

/** A kind of data store that this machine can run. */
export interface StoreKind {
  /** The service in the compose file, and the files beside it. */
  readonly files: Readonly<Record<string, string>>;
  readonly password: string;
  /** Those that the script runs, and the one that saves: behind its flag stands the file. */
  readonly programs: readonly string[];
  readonly dump: {
    readonly program: string;
    readonly flag: string;
    /** A flag that leaves rows out; undefined where there is none. */
    readonly losing: string | undefined;
  };
  /** Makes a restore into the store at a port fail: by a program in the way, or by a setting. */
  failing(port: number): {
    readonly program?: string;
    readonly body?: string;
    readonly environment?: Readonly<Record<string, string>>;
  };
  /** Folders with the programs that the image has. */
  readonly path: readonly string[];
  readonly user: HostUser | undefined;
  /** Stays connected as an application does, until what it answers is called; not all stores mind. */
  connect?(port: number): Promise<() => Promise<void>>;
  /** A store with its data below the folder: an empty one, as the image makes it, unless there is data. */
  start(folder: string): Promise<RunningStore>;
}

/** A folder that belongs to the user. */
export function ownFolder(path: string, user: HostUser | undefined): string {
  mkdirSync(path, { recursive: true, mode: 0o755 });
  if (user !== undefined) chownSync(path, user.uid, user.gid);
  return path;
}

/** A file that only the user may read. */
export function ownFile(path: string, text: string, user: HostUser | undefined): string {
  writeFileSync(path, text, { mode: 0o600 });
  if (user !== undefined) chownSync(path, user.uid, user.gid);
  return path;
}

export function runOnce(argv: readonly string[], user: HostUser | undefined): void {
  const [program = '', ...args] = argv;
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: '/', encoding: 'utf8', ...user });
  if (status !== 0) throw new Error(`${program}: ${error?.message ?? `${stdout}${stderr}`}`);
}

/** Starts a server, and waits for the line by which it says that it is ready. */
export async function startServer(
  argv: readonly string[],
  user: HostUser | undefined,
  ready: string,
): Promise<() => Promise<void>> {
  const [program = '', ...args] = argv;
  const child = spawn(program, args, { cwd: '/', stdio: ['ignore', 'pipe', 'pipe'], ...user });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  await saying(child, ready);
  return async () => {
    child.kill('SIGTERM');
    await ended;
  };
}

function saying(child: ChildProcess, ready: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes(ready)) resolve();
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${child.spawnfile} ended with ${code}: ${said}`)));
  });
}
