// The front holds the ports that callers know and sends what comes in to the instance that is current.
import { createServer as createHttpServer, type Server as HttpServer } from 'node:http';
import { createServer, type Server, Socket } from 'node:net';
import { type Clock, systemClock } from '../../base/clock.ts';
import { forwardHttp, type Way } from './forward-http.ts';
import { forwardTcp, forwardUpgrade } from './forward-tcp.ts';
import { ServiceRoute, type Target } from './service-route.ts';

export type { Target };

import { sniff } from './sniff.ts';

export interface Listener {
  readonly service: string;
  /** The container port that it stands for. */
  readonly target: number;
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly http: boolean;
}

export interface ServiceCount {
  readonly service: string;
  readonly requests: number;
  readonly lost: number;
}

interface OpenListener {
  readonly listener: Listener;
  readonly server: Server;
  readonly sockets: Set<Socket>;
}

/** Longer than clients keep idle connections: the side that reuses a connection should be the one that closes it. */
const keepAliveMs = 75_000;

export class Front {
  readonly #clock: Clock;
  readonly #waitMs: number;
  readonly #routes = new Map<string, ServiceRoute>();
  readonly #open = new Map<string, OpenListener>();
  #listening: Promise<unknown> = Promise.resolve();

  constructor(options: { readonly clock?: Clock; readonly waitMs?: number } = {}) {
    this.#clock = options.clock ?? systemClock;
    this.#waitMs = options.waitMs ?? 2000;
  }

  /** Opens a listener and answers with its port; one that is open for the same service and port is kept. */
  listen(listener: Listener): Promise<number> {
    // One at a time: instances of one service that start together ask for the same port.
    const turn = this.#listening.then(() => this.#listen(listener));
    this.#listening = turn.catch(() => undefined);
    return turn;
  }

  async #listen(listener: Listener): Promise<number> {
    const key = `${listener.host} ${listener.port}`;
    const known = this.#open.get(key);
    if (known !== undefined) {
      const { service, target, http } = known.listener;
      if (service === listener.service && target === listener.target && http === listener.http) {
        return listener.port;
      }
      await this.#closeListener(key, known);
    }
    const way: Way = { route: this.#route(listener.service), port: listener.target, waitMs: this.#waitMs };
    const sockets = new Set<Socket>();
    const server = listener.http ? httpListener(way, sockets) : tcpListener(way, sockets);
    const port = await bind(server, listener);
    this.#open.set(`${listener.host} ${port}`, { listener: { ...listener, port }, server, sockets });
    return port;
  }

  listeners(): readonly Listener[] {
    return [...this.#open.values()].map((open) => open.listener);
  }

  /** Closes the listeners of a service, those apart that `keep` wants. */
  async unlisten(service: string, keep: (listener: Listener) => boolean = () => false): Promise<void> {
    const own = [...this.#open].filter(([, { listener }]) => listener.service === service && !keep(listener));
    await Promise.all(own.map(([key, open]) => this.#closeListener(key, open)));
  }

  /** Undefined: nobody takes requests. `beside`: others that take their share of them. */
  route(service: string, target: Target | undefined, beside: readonly Target[] = []): void {
    this.#route(service).switchTo(target === undefined ? [] : [target, ...beside]);
  }

  inFlight(service: string, instance: string): number {
    return this.#routes.get(service)?.inFlight(instance) ?? 0;
  }

  /** Waits until the instance has nothing under way, at most `ms`; answers with what was still left. */
  async drain(service: string, instance: string, ms: number, signal: AbortSignal): Promise<number> {
    return (await this.#routes.get(service)?.drain(instance, ms, signal)) ?? 0;
  }

  counts(): readonly ServiceCount[] {
    return [...this.#routes.values()].map(({ service, requests, lost }) => ({ service, requests, lost }));
  }

  async close(): Promise<void> {
    for (const route of this.#routes.values()) route.close();
    await Promise.all([...this.#open].map(([key, open]) => this.#closeListener(key, open)));
    this.#routes.clear();
  }

  #route(service: string): ServiceRoute {
    const known = this.#routes.get(service);
    if (known !== undefined) return known;
    const route = new ServiceRoute(service, this.#clock);
    this.#routes.set(service, route);
    return route;
  }

  async #closeListener(key: string, open: OpenListener): Promise<void> {
    this.#open.delete(key);
    const closed = new Promise<void>((resolve) => open.server.close(() => resolve()));
    for (const socket of open.sockets) socket.destroy();
    await closed;
  }
}

function bind(server: Server, listener: Listener): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: listener.host, port: listener.port, exclusive: true, ipv6Only: true }, () => {
      server.off('error', reject);
      // A failing accept (too many open files) must not end the front; the client sees its connection time out.
      server.on('error', () => undefined);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : listener.port);
    });
  });
}

function tcpListener(way: Way, sockets: Set<Socket>): Server {
  return createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, (client) => {
    track(client, sockets);
    void forwardTcp(way, client);
  });
}

function httpListener(way: Way, sockets: Set<Socket>): Server {
  const http = httpServer(way);
  return createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    track(client, sockets);
    void sniff(client).then((kind) => {
      if (kind === undefined) client.destroy();
      else if (kind === 'other') void forwardTcp(way, client);
      else {
        http.emit('connection', client);
        client.resume();
      }
    });
  });
}

/** Parses what the listener passes on; it never listens itself. */
function httpServer(way: Way): HttpServer {
  const server = createHttpServer({ maxHeaderSize: 65_536, keepAliveTimeout: keepAliveMs });
  server.on('request', (incoming, response) => void forwardHttp(way, incoming, response));
  server.on('checkContinue', (incoming, response) => void forwardHttp(way, incoming, response));
  server.on('checkExpectation', (incoming, response) => void forwardHttp(way, incoming, response));
  server.on('upgrade', (incoming, client, rest) => {
    if (client instanceof Socket) forwardUpgrade(way, incoming, client, rest);
    else client.destroy();
  });
  return server;
}

function track(socket: Socket, sockets: Set<Socket>): void {
  sockets.add(socket);
  socket.on('error', () => socket.destroy());
  socket.once('close', () => sockets.delete(socket));
}
