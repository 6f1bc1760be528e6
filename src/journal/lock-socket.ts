// Where a stack's lock is, and how to talk over it: one JSON line each way.
import { realpathSync } from 'node:fs';
import { connect, type Server, type Socket } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { systemCode } from '../base/errors.ts';
import { hashOf } from '../base/hash.ts';
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

export interface Asked {
  /** `gone`: nobody listens. `silent`: someone does, but does not answer (stopped, or stuck). */
  readonly outcome: 'answered' | 'silent' | 'gone';
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
    const end = () => resolve({ outcome: connected ? 'silent' : 'gone', lines: lines() });
    socket.setEncoding('utf8');
    socket.once('connect', () => {
      connected = true;
      if (line !== undefined) socket.write(`${JSON.stringify(line)}\n`);
    });
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (lines().length >= wanted) resolve({ outcome: 'answered', lines: lines() });
      else if (text.length > answerLimit) end();
    });
    socket.on('error', end);
    socket.on('close', end);
  });
}
