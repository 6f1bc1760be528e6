// Where a stack's local state lies, and the names that mark what belongs to it.
import { mkdirSync, realpathSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { hashOf } from '../../base/hash.ts';

export interface LocalPaths {
  /** Unique on this machine: the stack's name and a hash of where its state lies. */
  readonly stackId: string;
  readonly root: string;
  readonly units: string;
  readonly logs: string;
  readonly volumes: string;
  readonly work: string;
  /** Copies of what services were built from, one folder per content. */
  readonly sources: string;
  readonly routes: string;
  readonly ports: string;
  /** Ports that the front holds for another engine's services. */
  readonly held: string;
  readonly keeperLog: string;
  readonly socket: string;
  /** Abstract socket that only one keeper can hold; the kernel frees it with its holder. */
  readonly lock: string;
}

/** sun_path holds 108 bytes on Linux and 104 elsewhere. */
const longestSocketPath = 100;

export function localPaths(stateDir: string, stack: string): LocalPaths {
  const state = realPath(resolve(stateDir));
  const root = join(state, 'local');
  const hash = hashOf(`${state}\0${stack}`, 8);
  const stackId = `${stack}-${hash}`;
  return {
    stackId,
    root,
    units: join(root, 'units'),
    logs: join(root, 'logs'),
    volumes: join(root, 'volumes'),
    work: join(root, 'work'),
    sources: join(root, 'sources'),
    routes: join(root, 'routes.json'),
    ports: join(root, 'ports.json'),
    held: join(root, 'held.json'),
    keeperLog: join(root, 'keeper.log'),
    socket: socketPath(root, hash),
    lock: `\0seaworthy-${userInfo().uid}-${stackId}`,
  };
}

/** The same before and after the folder is made: what does not exist yet cannot be a link. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return dirname(path) === path ? path : join(realPath(dirname(path)), basename(path));
  }
}

function socketPath(root: string, hash: string): string {
  const near = join(root, 'keeper.sock');
  if (near.length <= longestSocketPath) return near;
  const runtime = process.env.XDG_RUNTIME_DIR ?? join(tmpdir(), `seaworthy-${userInfo().uid}`);
  return join(runtime, `seaworthy-${hash}.sock`);
}

/** Makes the folders; 0711 on the way to the volumes, because a substitute's user must pass but not look. */
export function makeLocalFolders(paths: LocalPaths): void {
  mkdirSync(dirname(paths.root), { recursive: true, mode: 0o700 });
  for (const folder of [paths.root, paths.volumes, paths.work]) {
    mkdirSync(folder, { recursive: true, mode: 0o711 });
  }
  for (const folder of [paths.units, paths.logs]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const socketFolder = join(paths.socket, '..');
  if (socketFolder !== paths.root) mkdirSync(socketFolder, { recursive: true, mode: 0o700 });
}

/** Marks by which a process of ours is known, whatever it forks into. */
export const marker = {
  stack: 'SEAWORTHY_STACK',
  instance: 'SEAWORTHY_INSTANCE',
  key: 'SEAWORTHY_KEY',
  keeper: 'SEAWORTHY_KEEPER',
} as const;
