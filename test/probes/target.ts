// A target whose answers a test sets.
import type { GatePolicy } from '../../src/model/probe.ts';
import type { Observed } from '../../src/model/unit.ts';
import type { ProbeTarget } from '../../src/probes/target.ts';

export function observed(part: Partial<Observed> = {}): Observed {
  return {
    service: 'api',
    instance: 'api-1',
    key: 'k',
    config: 'c',
    release: 'r',
    run: 'r1-1',
    state: 'running',
    exitCode: undefined,
    signal: undefined,
    oomKilled: false,
    restarts: 0,
    startedAt: '2026-01-01T00:00:00.000Z',
    routed: false,
    inFlight: 0,
    ports: {},
    memory: undefined,
    memoryPeak: undefined,
    cpuSeconds: undefined,
    pid: 1,
    lastLogMs: undefined,
    volumes: [],
    oneShot: false,
    ...part,
  };
}

export function targetOf(part: Partial<ProbeTarget> = {}): ProbeTarget {
  return {
    address: () => undefined,
    exec: async () => ({ exitCode: 0, output: '' }),
    async *logs() {},
    observe: async () => observed(),
    ...part,
  };
}

export const policy: GatePolicy = {
  initialDelayMs: 0,
  periodMs: 1000,
  timeoutMs: 5000,
  successThreshold: 3,
  failureThreshold: 0,
  startPeriodMs: 0,
  stableForMs: 10_000,
  deadlineMs: 60_000,
  noActivityMs: 0,
  soakMs: 0,
  restarts: 2,
};
