// What a rollout and the service it brings up are expected to keep, and what may change from one release to the next.
import type { Span } from '../base/span.ts';

/** Undefined where the settings say nothing; `kpiTargets` has what counts then. */
export interface KpiSetting {
  readonly p95Ms: number | undefined;
  /** Percent of the requests that are answered well. */
  readonly uptime: number | undefined;
  /** Percent of what a service was given. */
  readonly use: number | undefined;
  /** Percent of the services. */
  readonly healthy: number | undefined;
  /** From the beginning of the run to the first start. */
  readonly setupMs?: number;
  readonly pullMs?: number;
  /** From its start to the first pass of its gate, for each service. */
  readonly startMs?: number;
  readonly totalMs?: number;
  /** Bytes, of all services together. */
  readonly memory?: number;
  /** Percent of the host's processors, over the whole rollout. */
  readonly cpu?: number;
  /** Bytes, unpacked, layers that images share counted once. */
  readonly images?: number;
  readonly change?: readonly ChangeAssertion[];
}

/** `smaller by 20%`: at most 80 % of what the last release took; `larger by at most 10%`: at most 110 % of it. */
export interface ChangeAssertion {
  /** As written. */
  readonly text: string;
  readonly measure: ChangeMeasure;
  /** What the value may be at most, as a factor of the last release's. */
  readonly factor: number;
  readonly span: Span;
}

export const changeMeasures = ['setup', 'start', 'total', 'memory', 'cpu', 'images'] as const;
export type ChangeMeasure = (typeof changeMeasures)[number];

const minuteMs = 60_000;
const gibibyte = 1024 ** 3;

/** Targets for who states none, from what teams' own deployment reports ask for. */
export const kpiTargets = {
  p95Ms: 200,
  uptime: 99.5,
  use: 80,
  healthy: 100,
  setupMs: 2 * minuteMs,
  pullMs: 30_000,
  startMs: 10_000,
  totalMs: 3 * minuteMs,
  memory: 2 * gibibyte,
  cpu: 50,
  images: gibibyte,
} as const;
