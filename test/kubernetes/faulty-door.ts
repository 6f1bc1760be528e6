// A door to the real API server that misbehaves as told: the server behind it is the shared cluster's.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export type Fault =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** The connection ends without an answer, or after so many bytes of it. */
  | { readonly cutAfter: number };

export interface Door {
  readonly url: string;
  /** What came in: `GET /api/v1/pods`. */
  readonly seen: readonly string[];
  /** The next requests are answered so, one each. */
  next(...faults: readonly Fault[]): void;
}

/** Opens a door on the loopback, closed after the test. */
export async function faultyDoor(server: URL, credentials: object): Promise<Door> {
  const seen: string[] = [];
  const faults: Fault[] = [];
  const door = createServer((asked, answer) => {
    seen.push(`${asked.method} ${asked.url}`);
    const fault = faults.shift();
    if (fault === undefined) pass(asked, answer, server, credentials, undefined);
    else if ('status' in fault) answer.writeHead(fault.status, fault.headers).end('{}');
    else if (fault.cutAfter === 0) asked.socket.destroy();
    else pass(asked, answer, server, credentials, fault.cutAfter);
  });
  await new Promise<void>((ready) => door.listen(0, '127.0.0.1', ready));
  onTestFinished(() => {
    door.close();
    door.closeAllConnections();
  });
  const address = door.address();
  const port = isBound(address) ? address.port : 0;
  return { url: `http://127.0.0.1:${port}`, seen, next: (...more) => void faults.push(...more) };
}

function isBound(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

function pass(
  asked: IncomingMessage,
  answer: ServerResponse,
  { hostname, port }: URL,
  credentials: object,
  cutAfter: number | undefined,
): void {
  const { method, url: path, headers } = asked;
  const sent = request({ hostname, port, method, path, headers, ...credentials }, (got) => {
    answer.writeHead(got.statusCode ?? 0, got.headers);
    let left = cutAfter ?? Number.POSITIVE_INFINITY;
    got.on('data', (part: Buffer) => {
      answer.write(part.subarray(0, left));
      left -= part.length;
      if (left <= 0) answer.destroy();
    });
    got.on('end', () => answer.end());
  });
  sent.on('error', () => answer.destroy());
  answer.on('close', () => sent.destroy());
  asked.pipe(sent);
}
