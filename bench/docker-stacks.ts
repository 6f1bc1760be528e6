// The stacks of the Docker benchmark. The same compose file for both tools; ours gets gates that are as easily satisfied
// as docker compose's, the first good answer, and a short drain, since docker compose has none.
type Keys = Readonly<Record<string, unknown>>;

export interface BenchStack {
  readonly name: string;
  readonly services: Readonly<Record<string, Keys>>;
  /** Loopback port of the service that the steady client calls. */
  readonly port: number;
  /** Service whose port our front holds, so that it can be replaced start-first. */
  readonly behindFront?: string;
}

const afterAll = (names: readonly string[]): Keys => ({
  depends_on: Object.fromEntries(names.map((name) => [name, { condition: 'service_healthy' }])),
});

const check = (interval: string, ...test: readonly string[]): Keys => ({
  healthcheck: { test: ['CMD', ...test], interval, timeout: '5s', retries: 30 },
});

const postgres = (interval: string): Keys => ({
  image: 'postgres:15',
  environment: { POSTGRES_PASSWORD: 'example', POSTGRES_DB: 'app' },
  volumes: ['db:/var/lib/postgresql/data'],
  ...check(interval, 'pg_isready', '-q', '-h', '127.0.0.1', '-U', 'postgres', '-d', 'app'),
});

const redis = (interval: string): Keys => ({ image: 'redis:7', ...check(interval, 'redis-cli', 'ping') });

/**
 * Answers after a while; with UPSTREAM it asks that one for each answer, over connections that it keeps. Told to stop, it
 * ends the connections that others keep to it as HTTP has it, with an answer that says so, and those that are idle after
 * half a second. `server.close()` of node:http would cut them at once: a request lost on each, whoever moves the name.
 */
const server = `const { createServer, get } = require('node:http');
const { Server } = require('node:net');
const upstream = process.env.UPSTREAM;
let ends = false;
const server = createServer((request, response) => {
  if (ends) response.setHeader('Connection', 'close');
  if (!upstream || request.url === '/alive') return response.end('ok');
  get(upstream, (from) => from.pipe(response.writeHead(from.statusCode))).on('error', () => response.writeHead(502).end());
});
setTimeout(() => server.listen(8080), Number(process.env.DELAY_MS));
process.on('SIGTERM', () => {
  ends = true;
  Server.prototype.close.call(server, () => process.exit(0));
  setTimeout(() => server.closeIdleConnections(), 500);
});`;

const node = (delayMs: number, environment: Keys = {}): Keys => ({
  image: 'node:20-alpine',
  init: true,
  stop_grace_period: '2s',
  command: ['node', '-e', server.replaceAll('$', '$$$$')],
  environment: { DELAY_MS: String(delayMs), ...environment },
  ...check('1s', 'wget', '-qO-', 'http://127.0.0.1:8080/alive'),
});

/** db, cache -> api -> worker, web -> gateway. `version` is of one of them: changing it replaces that one. */
export function six(name: string, port: number, changed?: string, version = 0): BenchStack {
  const services: Record<string, Keys> = {
    db: postgres('1s'),
    cache: redis('1s'),
    api: { ...node(500), ...afterAll(['db', 'cache']) },
    worker: { ...node(300), ...afterAll(['api']) },
    web: { ...node(300), ...afterAll(['api']) },
    gateway: {
      ...node(100, { UPSTREAM: 'http://web:8080/' }),
      ...afterAll(['worker', 'web']),
      ports: [`127.0.0.1:${port}:8080`],
    },
  };
  return { name, services: withVersion(services, changed, version), port };
}

/** db, cache, then six layers of five, where each waits for two of the layer above. */
export function thirtyTwo(name: string, port: number, changed?: string, version = 0): BenchStack {
  return layered(name, port, 6, changed, version);
}

/** As `thirtyTwo` with so many layers of five; the last service publishes the port. */
export function layered(
  name: string,
  port: number,
  layers: number,
  changed?: string,
  version = 0,
): BenchStack {
  const services: Record<string, Keys> = { db: postgres('2s'), cache: redis('2s') };
  for (let layer = 1; layer <= layers; layer++) {
    for (let place = 1; place <= 5; place++) {
      const above = [place, (place % 5) + 1].map((one) => `s${layer - 1}${one}`);
      const delay = 100 + ((layer * 37 + place * 131) % 290);
      services[`s${layer}${place}`] = { ...light(delay), ...afterAll(layer === 1 ? ['db', 'cache'] : above) };
    }
  }
  const last = `s${layers}5`;
  services[last] = { ...services[last], ports: [`127.0.0.1:${port}:8080`] };
  return { name, services: withVersion(services, changed, version), port };
}

const light = (delayMs: number): Keys => ({
  image: 'busybox:1.37.0',
  init: true,
  stop_grace_period: '2s',
  command: ['sh', '-c', `sleep 0.${delayMs}; exec httpd -f -p 8080 -h /etc`],
  ...check('2s', 'wget', '-qO-', 'http://127.0.0.1:8080/group'),
});

function withVersion(
  services: Record<string, Keys>,
  changed: string | undefined,
  version: number,
): Record<string, Keys> {
  if (changed === undefined) return services;
  const own = services[changed];
  if (own === undefined) throw new Error(`no service ${changed}`);
  return {
    ...services,
    [changed]: { ...own, environment: { ...Object(own['environment']), VERSION: String(version) } },
  };
}

export function composeText({ name, services }: BenchStack): string {
  return `${JSON.stringify({ name, services, volumes: { db: {} } }, null, 2)}\n`;
}

export function settingsText({ name, services, behindFront }: BenchStack): string {
  const gate = { success_threshold: 1, stable_for: '0s', period: '100ms' };
  const own = Object.fromEntries(
    Object.keys(services).map((service) => [
      service,
      { gate, drain: '500ms', ...(service === behindFront && { replace: 'start-first' }) },
    ]),
  );
  return `${JSON.stringify({ stack: name, engine: 'docker', services: own }, null, 2)}\n`;
}
