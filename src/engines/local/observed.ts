// A record as the contract's `Observed`.
import type { Observed } from '../../model/unit.ts';
import type { UnitRecord } from './record.ts';

export interface Live {
  readonly routed: boolean;
  readonly inFlight: number;
  readonly lastLogMs: number | undefined;
  readonly memory?: number | undefined;
  readonly cpuSeconds?: number | undefined;
}

const states = { intent: 'starting', running: 'running', waiting: 'restarting', exited: 'exited' } as const;

export function observedOf(record: UnitRecord, live: Live): Observed {
  const { launch } = record;
  return {
    service: launch.service,
    instance: launch.instance,
    key: launch.key,
    config: launch.config,
    release: launch.release,
    run: launch.run,
    state: states[record.state],
    exitCode: record.exitCode,
    signal: record.signal,
    oomKilled: record.oomKilled,
    restarts: record.restarts,
    startedAt: record.startedAt,
    routed: live.routed,
    inFlight: live.inFlight,
    ports: addressesOf(launch.ports),
    memory: live.memory,
    memoryPeak: record.memoryPeak,
    cpuSeconds: live.cpuSeconds,
    pid: record.identity?.pid,
    lastLogMs: live.lastLogMs,
    volumes: launch.volumes.map((volume) => volume.name),
    oneShot: launch.oneShot,
  };
}

export function addressesOf(ports: Readonly<Record<string, number>>): Observed['ports'] {
  return Object.fromEntries(
    Object.entries(ports).map(([target, port]) => [target, { host: '127.0.0.1', port }]),
  );
}
