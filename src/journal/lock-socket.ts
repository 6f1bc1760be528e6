// Where a stack's lock is, and how to talk over it: one JSON line each way.
import { randomBytes } from 'node:crypto';
import { linkSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { connect, type Server, type Socket } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { systemCode } from '../base/errors.ts';
import { hashOf } from '../base/hash.ts';
import { isObject } from '../base/json.ts';
import { parseJson } from './files.ts';

/** `abstract`: Linux, freed by the kernel. `file`: a socket file that a dead holder leaves behind. `pipe`: Windows. */
export type SocketKind = 'abstract' | 'file' | 'pipe';

export const defaultSocketKind: SocketKind =
  process.platform === 'linux' ? 'abstract' : process.platform === 'win32' ? 'pipe' : 'file';

/** Two ways to one folder must give one name, so links are resolved. */
export function lockPath(folder: string, kind: SocketKind): string {
  const name = `seaworthy-${userInfo().uid}-${hashOf(realpathSync(folder), 24)}`;
  switch (kind) {
    case 'abstract':
      return `\0${name}`;
    case 'pipe':
      return `\\\\.\\pipe\\${name}`;
    case 'file':
      // Not in the state folder: socket paths are limited to about 100 bytes.
      return join(process.env.XDG_RUNTIME_DIR ?? tmpdir(), `${name}.sock`);
  }
}

/** True when the name is ours now; false when another has it. */
export function tryListen(server: Server, path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => (systemCode(error) === 'EADDRINUSE' ? resolve(false) : reject(error));
    server.once('error', fail);
    server.listen({ path }, () => {
      server.off('error', fail);
      resolve(true);
    });
  });
}

/**
 * The same for a socket file, which is there from `bind` on and refuses until `listen`: it listens under a name of its own
 * and is linked to the lock's only then, so that what refuses there is dead. True: the name was free.
 */
export async function tryListenAtFile(server: Server, path: string, overDead: boolean): Promise<boolean> {
  const own = join(dirname(path), `sw-${process.pid}-${randomBytes(4).toString('hex')}.sock`);
  await tryListen(server, own);
  try {
    if (overDead) renameSync(own, path);
    else linkSync(own, path);
    return true;
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw error;
    server.close();
    return false;
  } finally {
    rmSync(own, { force: true });
  }
}

/** What the holder is at, told to late-comers. */
export interface HolderReport {
  readonly run: string | undefined;
  readonly step: string | undefined;
  /** ISO time. */
  readonly since: string;
  readonly pid: number;
  readonly command: string;
}

export interface Asked {
  /**
   * `gone`: nobody listens. `left`: someone did, and went away without an answer. `silent`: someone does, but does not
   * answer (stopped, or stuck).
   */
  readonly outcome: 'answered' | 'silent' | 'left' | 'gone';
  readonly lines: readonly unknown[];
}

const answerLimit = 16 * 1024;

/** Connects, sends the line if there is one, and collects `wanted` lines of answer. */
export async function ask(
  path: string,
  line: unknown,
  wanted: number,
  timeoutMs: number,
  clock: Clock,
): Promise<Asked> {
  const socket = connect({ path });
  const over = new AbortController();
  try {
    return await Promise.race([
      converse(socket, line, wanted),
      clock.sleep(timeoutMs, over.signal).then((): Asked => ({ outcome: 'silent', lines: [] })),
    ]);
  } finally {
    over.abort();
    socket.destroy();
  }
}

function converse(socket: Socket, line: unknown, wanted: number): Promise<Asked> {
  return new Promise((resolve) => {
    let text = '';
    let connected = false;
    const lines = () => text.split('\n').slice(0, -1).map(parseJson);
    const end = () => resolve({ outcome: connected ? 'left' : 'gone', lines: lines() });
    socket.setEncoding('utf8');
    socket.once('connect', () => {
      connected = true;
      if (line !== undefined) socket.write(`${JSON.stringify(line)}\n`);
    });
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (lines().length >= wanted) resolve({ outcome: 'answered', lines: lines() });
      else if (text.length > answerLimit) resolve({ outcome: 'silent', lines: [] });
    });
    socket.on('error', end);
    socket.on('close', end);
  });
}

const requestLimit = 4096;

export interface Served {
  readonly holder: () => HolderReport;
  readonly key: string;
  /** A late-comer is told of a holder only when it has really won. */
  readonly won: Promise<void>;
  readonly onCancel?: () => void;
}

export function serve(socket: Socket, open: Set<Socket>, { holder, key, won, onCancel }: Served): void {
  open.add(socket);
  socket.unref();
  socket.once('close', () => open.delete(socket));
  // A late-comer that goes away must not end a deployment.
  socket.on('error', () => socket.destroy());
  won.then(() => socket.writable && socket.write(`${JSON.stringify(holder())}\n`));
  let text = '';
  socket.setEncoding('utf8');
  socket.on('data', (chunk: string) => {
    text += chunk;
    if (text.length > requestLimit) socket.destroy();
    if (!text.includes('\n')) return;
    const request = parseJson(text.slice(0, text.indexOf('\n')));
    // Abstract sockets have no owner: the key, kept in a file of mode 0600, proves that the caller is one of us.
    const allowed = isObject(request) && request.key === key;
    const cancelled = allowed && request.cancel === true && onCancel !== undefined;
    socket.end(`${JSON.stringify(allowed && request.who === true ? { key } : { cancelled })}\n`);
    if (cancelled) onCancel();
  });
}
