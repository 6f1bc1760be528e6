// Bytes from the front to the service's current instance: half-close and back-pressure are those of the pipe.
import type { IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Way } from './forward-http.ts';
import { endToEnd } from './headers.ts';
import type { Target } from './service-route.ts';

/** Pipes `client`, whose first bytes may have been read and put back. `head` goes to the instance before anything else. */
export async function forwardTcp(way: Way, client: Socket, head: Buffer = Buffer.alloc(0)): Promise<void> {
  way.route.requests += 1;
  const gone = new AbortController();
  client.once('close', () => gone.abort());
  client.on('error', () => client.destroy());
  const target = way.route.next() ?? (await way.route.whenTarget(way.waitMs, gone.signal));
  if (gone.signal.aborted) return;
  join(way, client, head, target, 'first');
}

function join(
  way: Way,
  client: Socket,
  head: Buffer,
  target: Target | undefined,
  attempt: 'first' | 'second',
): void {
  const address = target?.ports[way.port];
  if (target === undefined || address === undefined) {
    lose(way, client);
    return;
  }
  const ended = way.route.begin(target.instance);
  const upstream = connect({ host: address.host, port: address.port, allowHalfOpen: true, noDelay: true });
  const notes = way.route.addPipe(target.instance, {
    cut: () => {
      upstream.destroy();
      client.destroy();
      ended();
    },
    isFlushed: () => client.writableLength === 0,
  });
  if (head.length > 0) notes.heard('client');
  let joined = false;
  upstream.once('connect', () => {
    joined = true;
    if (head.length > 0) upstream.write(head);
    client.pipe(upstream);
    client.on('data', () => notes.heard('client'));
    upstream.pipe(client);
    upstream.on('data', () => notes.heard('instance'));
  });
  upstream.on('error', () => {
    const again = !joined && attempt === 'first' && !client.destroyed;
    if (again) join(way, client, head, way.route.next(), 'second');
    else lose(way, client);
  });
  upstream.once('close', () => {
    notes.forget();
    ended();
  });
  client.once('close', () => upstream.destroy());
}

function lose(way: Way, client: Socket): void {
  if (!client.destroyed) way.route.lost += 1;
  client.destroy();
}

/**
 * A request to change the protocol: its head is sent on as it came, and everything after is bytes. An upgrade to
 * HTTP/2 is not offered to the instance (a server may ignore it, RFC 9110, section 7.8): Java's client asks for one
 * with each first request, and the connection must not stay with one instance because of that.
 */
export function forwardUpgrade(way: Way, incoming: IncomingMessage, client: Socket, rest: Buffer): void {
  const wanted = incoming.headers.upgrade ?? '';
  const fields = endToEnd(incoming.rawHeaders);
  if (incoming.headers['transfer-encoding'] !== undefined) fields.push('Transfer-Encoding', 'chunked');
  if (/^h2c?$/i.test(wanted.trim())) fields.push('Connection', 'close');
  else fields.push('Connection', 'Upgrade', 'Upgrade', wanted);
  const lines = [`${incoming.method} ${incoming.url} HTTP/1.1`];
  for (let at = 0; at + 1 < fields.length; at += 2) lines.push(`${fields[at]}: ${fields[at + 1]}`);
  void forwardTcp(way, client, Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), rest]));
}
