// A stack on the engine of the tests, with a name of its own; `end` leaves nothing of it.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectionOf } from '../../../src/engines/docker/connection.ts';
import { createDockerEngine } from '../../../src/engines/docker/engine.ts';
import type { Engine } from '../../../src/engines/engine.ts';
import type { ContainerSpec } from '../../../src/model/container.ts';
import type { UnitSpec } from '../../../src/model/unit.ts';
import { buildKeeper } from '../../engines/local-stack.ts';
import { removeStack } from './leftovers.ts';

export interface DockerStack {
  readonly name: string;
  readonly engine: Engine;
  /** A second deployer of the same stack. */
  open(): Engine;
  end(): Promise<void>;
}

export function makeDockerStack(name: string): DockerStack {
  const own = `${name}-${process.pid}`;
  const folder = mkdtempSync(join(tmpdir(), 'sw-docker-'));
  const opened: Engine[] = [];
  const open = () => {
    const engine = createDockerEngine({
      stack: own,
      connection: connectionOf(process.env),
      secrets: (ref) => `value of ${ref}`,
      stateDir: join(folder, 'state'),
      keeper: [process.execPath, buildKeeper(folder)],
    });
    opened.push(engine);
    return engine;
  };
  return {
    name: own,
    engine: open(),
    open,
    end: async () => {
      await open().teardown({ volumes: true }, new AbortController().signal);
      for (const engine of opened) await engine.close();
      await removeStack(own);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A unit of the test image with the keys of a compose service. */
export function containerUnit(
  service: string,
  keys: ContainerSpec['keys'] = {},
  more: Partial<UnitSpec> = {},
): UnitSpec {
  const { command = ['sleep', '1000'], ...others } = keys;
  return {
    service,
    image: 'busybox:1.37.0',
    build: undefined,
    entrypoint: [],
    command: [],
    workingDir: undefined,
    user: undefined,
    environment: {},
    ports: [],
    mounts: [],
    networks: ['default'],
    peers: {},
    restart: 'no',
    maxRestarts: undefined,
    stopSignal: 'SIGTERM',
    stopGraceMs: 1000,
    memoryLimit: undefined,
    cpuLimit: undefined,
    pidsLimit: undefined,
    readOnly: false,
    healthcheckArgv: undefined,
    oneShot: false,
    contentHash: undefined,
    local: { command: undefined, workingDir: undefined },
    container: {
      origin: { folder: '/', files: [] },
      keys: { image: 'busybox:1.37.0', command, networks: { default: null }, ...others },
      variables: [],
      networks: { default: {} },
      volumes: {},
      linkedAs: [],
      heldPorts: false,
      files: [],
    },
    ...more,
  };
}
