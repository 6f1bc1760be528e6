// One HTTP request from the front to the service's current instance, streamed both ways.
import { type ClientRequest, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Address } from '../../model/unit.ts';
import { endToEnd, hasBody, isRepeatable, requestFields } from './headers.ts';
import type { ServiceRoute, Target } from './service-route.ts';

/** The service and container port that a listener stands for. */
export interface Way {
  readonly route: ServiceRoute;
  readonly port: number;
  /** How long a request waits for an instance when there is none. */
  readonly waitMs: number;
}

interface Exchange {
  readonly way: Way;
  readonly incoming: IncomingMessage;
  readonly response: ServerResponse;
}

export async function forwardHttp(
  way: Way,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  way.route.requests += 1;
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const target = way.route.next() ?? (await way.route.whenTarget(way.waitMs, gone.signal));
  if (gone.signal.aborted) return;
  send({ way, incoming, response }, target, 'first');
}

function send(exchange: Exchange, target: Target | undefined, attempt: 'first' | 'second'): void {
  const { way } = exchange;
  const address = target?.ports[way.port];
  if (target === undefined) refuse(exchange, 503, `no instance of ${way.route.service} takes requests`);
  else if (address === undefined) {
    refuse(exchange, 502, `${target.instance} does not listen on port ${way.port}`);
  } else sendTo(exchange, target, address, attempt);
}

function sendTo(exchange: Exchange, target: Target, address: Address, attempt: 'first' | 'second'): void {
  const { way, incoming, response } = exchange;
  const ended = way.route.begin(target.instance);
  response.once('close', ended);
  const upstream = request({
    host: address.host,
    port: address.port,
    method: incoming.method,
    path: incoming.url,
    headers: requestFields(incoming),
    setHost: false,
    // A second attempt takes a fresh connection: a kept one may be as stale as the first was.
    agent: attempt === 'first' ? way.route.agentFor(target.instance) : false,
  });
  const state = { sent: false, answered: false };
  whenConnected(upstream, () => {
    state.sent = true;
    sendBody(incoming, upstream);
  });
  upstream.on('continue', () => response.writeContinue());
  upstream.on('response', (answer) => {
    state.answered = true;
    relay(exchange, answer);
  });
  upstream.on('error', (error) => {
    if (state.answered || response.destroyed) {
      drop(incoming);
      return;
    }
    ended();
    const again = attempt === 'first' && (!state.sent || isRepeatable(incoming));
    if (again) send(exchange, way.route.next(), 'second');
    else refuse(exchange, 502, `${target.instance} broke off: ${error.message}`);
  });
  response.once('close', () => {
    if (!response.writableFinished) upstream.destroy();
  });
}

/** Nothing is written before the connection stands, so that a refused one leaves the request whole for another try. */
function whenConnected(upstream: ClientRequest, begin: () => void): void {
  upstream.on('socket', (socket: Socket) => {
    if (socket.connecting) socket.once('connect', begin);
    else begin();
  });
}

function sendBody(incoming: IncomingMessage, upstream: ClientRequest): void {
  if (!hasBody(incoming)) {
    upstream.end();
    return;
  }
  incoming.once('end', () => {
    if (incoming.rawTrailers.length > 0) upstream.addTrailers(pairs(incoming.rawTrailers));
  });
  incoming.pipe(upstream);
}

function relay(exchange: Exchange, answer: IncomingMessage): void {
  const { way, response } = exchange;
  response.sendDate = false;
  response.writeHead(answer.statusCode ?? 502, answer.statusMessage, responseFields(answer));
  // Without a length the body may come much later than the head, as in an event stream.
  if (answer.headers['content-length'] === undefined) response.flushHeaders();
  answer.once('end', () => {
    if (answer.rawTrailers.length > 0) response.addTrailers(pairs(answer.rawTrailers));
  });
  answer.on('error', () => {
    if (!response.destroyed) way.route.lost += 1;
    response.destroy();
  });
  answer.pipe(response);
}

function responseFields(answer: IncomingMessage): string[] {
  const fields = endToEnd(answer.rawHeaders);
  // Trailers exist only in a chunked body, and Node frames it so only when told or when it has no length.
  if (answer.headers.trailer !== undefined) fields.push('Transfer-Encoding', 'chunked');
  return fields;
}

function pairs(raw: readonly string[]): [string, string][] {
  const list: [string, string][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) list.push([raw[at] ?? '', raw[at + 1] ?? '']);
  return list;
}

function refuse({ way, incoming, response }: Exchange, status: 502 | 503, reason: string): void {
  way.route.lost += 1;
  drop(incoming);
  const body = JSON.stringify({ error: reason, service: way.route.service });
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    'Retry-After': '1',
  });
  response.end(body);
}

/** Reads and forgets the rest of a body that nobody takes, so that the connection can be used again. */
function drop(incoming: IncomingMessage): void {
  incoming.unpipe();
  incoming.resume();
}
