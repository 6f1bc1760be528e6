// A port of a service on this machine's loopback: each connection is forwarded to a pod that serves just then.
import { createServer, type Server, type Socket } from 'node:net';
import { textAt } from '../../base/json.ts';
import type { Address } from '../../model/unit.ts';
import { ownLabels } from './labels.ts';
import { isReady } from './observe.ts';
import { type Kube, ofStack } from './stack.ts';

export class Forwards {
  readonly #kube: Kube;
  readonly #servers = new Map<string, Promise<Server>>();
  readonly #sockets = new Set<Socket>();

  constructor(kube: Kube) {
    this.#kube = kube;
  }

  /** Where the port is reached; undefined when no pod of the service is ready. */
  async address(service: string, port: number): Promise<Address | undefined> {
    if ((await this.#servingPod(service)) === undefined) return undefined;
    const key = `${service}:${port}`;
    const server = this.#servers.get(key) ?? this.#listen(service, port);
    this.#servers.set(key, server);
    const address = (await server).address();
    return typeof address === 'object' && address !== null
      ? { host: '127.0.0.1', port: address.port }
      : undefined;
  }

  #listen(service: string, port: number): Promise<Server> {
    return new Promise((answer, fail) => {
      const server = createServer((socket) => {
        this.#sockets.add(socket);
        socket.once('close', () => this.#sockets.delete(socket));
        socket.on('error', () => socket.destroy());
        this.#connect(service, port, socket).catch(() => socket.destroy());
      });
      server.once('error', fail).listen({ host: '127.0.0.1', port: 0 }, () => answer(server));
      // Whoever asked may end without closing the engine.
      server.unref();
    });
  }

  async #connect(service: string, port: number, socket: Socket): Promise<void> {
    const pod = await this.#servingPod(service);
    if (pod === undefined) return void socket.destroy();
    const { forward } = await this.#kube.client.connection.streams();
    const link = await forward.portForward(this.#kube.namespace, pod, [port], socket, null, socket);
    if (typeof link === 'function') return;
    // Each end takes the other along: a link that stays would keep this process from ending.
    link.onclose = () => socket.end();
    const cut = () => link.terminate();
    if (socket.destroyed) cut();
    else socket.once('close', cut);
  }

  /** What the Service would choose, else what is ready: a service without ports of its own has none. */
  async #servingPod(service: string): Promise<string | undefined> {
    const signal = new AbortController().signal;
    const [pods, services] = await Promise.all([
      ofStack(this.#kube, 'pod', signal, { service }),
      ofStack(this.#kube, 'service', signal, { service }),
    ]);
    const serving = textAt(services[0], 'spec', 'selector', ownLabels.instance);
    const ready = pods.filter(isReady);
    const routed = ready.filter((pod) => textAt(pod, 'metadata', 'labels', ownLabels.instance) === serving);
    return (serving === undefined ? ready : routed)[0]?.metadata.name;
  }

  close(): void {
    for (const server of this.#servers.values()) void server.then((one) => one.close());
    for (const socket of this.#sockets) socket.destroy();
    this.#servers.clear();
  }
}
