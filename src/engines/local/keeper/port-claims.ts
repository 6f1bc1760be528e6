// Ports that this stack has chosen and nobody listens on yet: keepers of other stacks must not choose them meanwhile.
import { createServer, type Server } from 'node:net';

/** A name of the kernel's that only one process can hold, and that dies with it. Like ports, they are per network. */
function claimName(port: number): string {
  return `\0seaworthy-port-${port}`;
}

export class PortClaims {
  readonly #held = new Map<number, Server>();

  /** False when another keeper has claimed the port. */
  claim(port: number): Promise<boolean> {
    if (this.#held.has(port)) return Promise.resolve(true);
    const server = createServer((socket) => socket.destroy());
    this.#held.set(port, server);
    return new Promise((resolve) => {
      server.once('error', () => {
        this.#held.delete(port);
        resolve(false);
      });
      server.listen(claimName(port), () => resolve(true));
    });
  }

  release(port: number): void {
    this.#held.get(port)?.close();
    this.#held.delete(port);
  }
}
