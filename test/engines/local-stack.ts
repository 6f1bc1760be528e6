// A stack of real processes in a temporary folder; `end` leaves nothing of it.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import type { ApplyContext, Engine, EngineAction } from '../../src/engines/engine.ts';
import { createLocalEngine } from '../../src/engines/local/engine.ts';
import { type LocalPaths, localPaths } from '../../src/engines/local/paths.ts';
import type { Observed, UnitSpec, Wanted } from '../../src/model/unit.ts';

const never = new AbortController().signal;

export interface LocalStack {
  readonly folder: string;
  readonly stateDir: string;
  readonly paths: LocalPaths;
  readonly engine: Engine;
  /** A second deployer of the same stack. */
  open(): Engine;
  script(name: string, text: string): string;
  keeperPid(): number;
  end(): Promise<void>;
}

/** `build` gives the keeper as users get it: one file. */
export function buildKeeper(folder: string): string {
  const outfile = join(folder, 'keeper', 'keeper.cjs');
  buildSync({
    entryPoints: ['src/engines/local/keeper/main.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  });
  return outfile;
}

export function makeLocalStack(name = 'test'): LocalStack {
  const folder = mkdtempSync(join(tmpdir(), 'sw-engine-'));
  const stateDir = join(folder, 'state');
  const keeper = [process.execPath, buildKeeper(folder)];
  const opened: Engine[] = [];
  const open = () => {
    const engine = createLocalEngine({
      stateDir,
      stack: name,
      keeper,
      secrets: (ref) => `value of ${ref}`,
    });
    opened.push(engine);
    return engine;
  };
  const engine = open();
  const paths = localPaths(stateDir, name);
  return {
    folder,
    stateDir,
    paths,
    engine,
    open,
    script(file, text) {
      writeFileSync(join(folder, file), text);
      return file;
    },
    keeperPid() {
      const pid = /keeper (\d+) of [^\n]*\n$/.exec(readFileSync(paths.keeperLog, 'utf8'))?.[1];
      if (pid === undefined) throw new Error('no keeper has said its pid');
      return Number(pid);
    },
    async end() {
      await engine.teardown({ volumes: true }, never);
      await Promise.all(opened.map((one) => one.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A unit that runs `command` in `context`; what a test does not name is as plain as can be. */
export function unitOf(service: string, context: string, change: Partial<UnitSpec> = {}): UnitSpec {
  return {
    service,
    image: undefined,
    build: {
      context,
      kept: undefined,
      dockerfile: 'Dockerfile',
      target: undefined,
      args: {},
      copies: [],
      runs: [],
    },
    entrypoint: [],
    command: ['sleep', '1000'],
    workingDir: undefined,
    user: undefined,
    environment: {},
    ports: [],
    mounts: [],
    networks: [],
    peers: {},
    restart: 'no',
    maxRestarts: undefined,
    stopSignal: 'SIGTERM',
    stopGraceMs: 500,
    memoryLimit: undefined,
    cpuLimit: undefined,
    pidsLimit: undefined,
    readOnly: false,
    healthcheckArgv: undefined,
    oneShot: false,
    contentHash: undefined,
    local: { command: undefined, workingDir: undefined },
    ...change,
  };
}

export function httpPort(target: number): UnitSpec['ports'][number] {
  return { target, published: undefined, host: undefined, protocol: 'tcp', http: true };
}

export function wantedOf(unit: UnitSpec, change: Partial<Wanted> = {}): Wanted {
  return {
    unit,
    config: 'config',
    gate: {
      probe: { kind: 'engine', expect: 'running' },
      policy: {
        initialDelayMs: 0,
        periodMs: 100,
        timeoutMs: 1000,
        successThreshold: 1,
        failureThreshold: 0,
        startPeriodMs: 0,
        stableForMs: 0,
        deadlineMs: 10_000,
        noActivityMs: 0,
        soakMs: 0,
        restarts: 0,
      },
      from: 'test',
      weak: false,
    },
    replace: 'start-first',
    drainMs: 1000,
    priority: 'normal',
    irreversible: false,
    requests: { memory: 0, cpus: 0, memoryFrom: 'default', cpusFrom: 'default' },
    dependsOn: [],
    ...change,
  };
}

export function contextOf(key: string, unit?: UnitSpec): ApplyContext {
  const wanted = unit === undefined ? undefined : wantedOf(unit);
  return { key, run: 'run-1', release: 'release-1', wanted, signal: never };
}

export async function start(
  engine: Engine,
  instance: string,
  unit: UnitSpec,
  key = instance,
): Promise<Observed> {
  const action: EngineAction = { kind: 'start', service: unit.service, instance, config: 'config' };
  await engine.apply(action, contextOf(key, unit));
  const found = await look(engine, instance);
  if (found === undefined) throw new Error(`${instance} was not observed`);
  return found;
}

export async function route(engine: Engine, service: string, instance: string | null): Promise<void> {
  await engine.apply({ kind: 'route', service, instance }, contextOf(`route ${instance}`));
}

export async function stop(engine: Engine, service: string, instance: string, graceMs = 500): Promise<void> {
  await engine.apply({ kind: 'stop', service, instance, graceMs, signal: 'SIGTERM' }, contextOf('stop'));
}

export async function look(engine: Engine, instance: string): Promise<Observed | undefined> {
  return (await engine.observe(never)).find((one) => one.instance === instance);
}

/** Looks again until `accept` is content; the limit is only there for what hangs. */
export async function until<T>(
  read: () => T | Promise<T>,
  accept: (value: T) => boolean,
  limitMs = 10_000,
): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    const value = await read();
    if (accept(value)) return value;
    if (performance.now() > end) throw new Error(`not within ${limitMs} ms: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Waits until the port takes connections. */
export async function listening(port: number): Promise<void> {
  await until(
    () =>
      fetch(`http://127.0.0.1:${port}/`).then(
        () => true,
        () => false,
      ),
    (up) => up,
  );
}

export const webServer = `
const server = require('http').createServer((q, s) => s.end((process.env.NAME || '') + ' ' + q.method + ' ' + q.url));
server.listen(process.env.PORT, '127.0.0.1', () => console.log('listening'));
process.on('SIGTERM', () => server.close(() => process.exit(0)));
`;
