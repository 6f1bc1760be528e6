// Answers the deployers on the keeper's socket. A caller may vanish at any byte.
import { once, setMaxListeners } from 'node:events';
import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { fieldsOf, isFields } from '../fields.ts';
import type { LocalPaths } from '../paths.ts';
import { parseRequest, protocol, type Request, toWireError } from '../wire.ts';
import type { Keeper } from './keeper.ts';

/** False when another keeper holds the stack. */
export async function takeLock(paths: LocalPaths): Promise<boolean> {
  const lock = createServer((socket) => socket.destroy());

  return await new Promise((resolve) => {
    lock.once('error', () => resolve(false));
    lock.listen(paths.lock, () => resolve(true));
  });
}

export async function serve(keeper: Keeper, paths: LocalPaths, finish: () => void): Promise<Server> {
  const server = createServer((socket) => converse(keeper, socket, finish));
  // We hold the lock, so a socket file that is there was left by a keeper that died.
  rmSync(paths.socket, { force: true });
  const umask = process.umask(0o177);
  server.listen(paths.socket);
  await once(server, 'listening');
  process.umask(umask);
  chmodSync(paths.socket, 0o600);
  return server;
}

function converse(keeper: Keeper, socket: Socket, finish: () => void): void {
  const gone = new AbortController();
  setMaxListeners(0, gone.signal);
  socket.on('error', () => socket.destroy());
  socket.once('close', () => gone.abort());
  socket.setEncoding('utf8');
  let rest = '';
  socket.on('data', (chunk: string) => {
    rest += chunk;
    for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n')) {
      const line = rest.slice(0, end);
      rest = rest.slice(end + 1);
      void answer(keeper, line, gone.signal).then(({ reply, last }) => {
        if (last) socket.end(`${reply}\n`, finish);
        else if (socket.writable) socket.write(`${reply}\n`);
        if (last && !socket.writable) finish();
      });
    }
  });
}

async function answer(
  keeper: Keeper,
  line: string,
  signal: AbortSignal,
): Promise<{ readonly reply: string; readonly last: boolean }> {
  let id: unknown = null;
  try {
    const from = fieldsOf(JSON.parse(line));
    id = isFields(from) ? from.id : null;
    const request = parseRequest(from);
    const value = await perform(keeper, request, signal);
    return { reply: JSON.stringify({ id, value: value ?? null }), last: request.op === 'teardown' };
  } catch (error) {
    return { reply: JSON.stringify({ id, error: toWireError(error) }), last: false };
  }
}

async function perform(keeper: Keeper, request: Request, signal: AbortSignal): Promise<unknown> {
  switch (request.op) {
    case 'hello':
      return { protocol, pid: process.pid };
    case 'book':
      return await keeper.book(request);
    case 'start':
      return await keeper.start(request.launch, request.environment);
    case 'route':
      return keeper.route(request.service, request.instance, request.beside);
    case 'drain':
      return await keeper.drain(request.service, request.instance, request.drainMs, signal);
    case 'stop':
      return await keeper.stop(request.instance, request.signal, request.graceMs);
    case 'remove':
      return await keeper.remove(request.instance, request.leaves);
    case 'observe':
      return keeper.observe(request.service);
    case 'sample':
      return keeper.sample(request.instance);
    case 'hold':
      return await keeper.held.hold(request.service, request.listeners);
    case 'point':
      return keeper.held.point(request.service, request.target, request.beside);
    case 'held':
      return keeper.held.targets();
    case 'counts':
      return keeper.counts();
    case 'teardown':
      return await keeper.teardown();
  }
}
