// Ports for tests: one that is free, and one that this process holds.
import { createServer, type Server } from 'node:net';

/** Listens; answers undefined when the host has no such address. */
export function hold(
  host: string,
  port = 0,
): Promise<{ readonly port: number; close(): Promise<void> } | undefined> {
  const server = createServer((socket) => socket.destroy());
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT' ? resolve(undefined) : reject(error),
    );
    server.listen({ host, port, exclusive: true }, () =>
      resolve({ port: portOf(server), close: () => new Promise((done) => server.close(() => done())) }),
    );
  });
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

/** Free a moment ago; nobody else here asks for it. */
export async function freePort(): Promise<number> {
  const held = await hold('127.0.0.1');
  if (held === undefined) throw new Error('no loopback');
  await held.close();
  return held.port;
}

/** The first of so many in a row that are free: those of neighbours lie in between. */
export async function freeRange(size: number): Promise<number> {
  for (;;) {
    const low = await freePort();
    const others = Array.from({ length: size - 1 }, (_, index) => low + 1 + index);
    const held = await Promise.allSettled(others.map((port) => hold('127.0.0.1', port)));
    const open = held.flatMap((one) =>
      one.status === 'fulfilled' && one.value !== undefined ? [one.value] : [],
    );
    for (const one of open) await one.close();
    if (open.length === others.length) return low;
  }
}
