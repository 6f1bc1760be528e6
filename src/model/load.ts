// A load test as the settings declare it: an open loop of requests at a stated rate, and what its result must hold to.
import type { Span } from '../base/span.ts';

export interface LoadSetting {
  readonly name: string;
  readonly span: Span;
  readonly targets: readonly LoadTarget[];
  readonly stages: readonly LoadStage[];
  /** Answers to arrivals of the first so many ms are not counted. */
  readonly warmUpMs: number;
  /** A request without a whole answer after so many ms has failed. */
  readonly timeoutMs: number;
  /** Connections at once, at most; arrivals beyond wait for one, their time running. */
  readonly connections: number;
  readonly thresholds: readonly Threshold[];
}

export interface LoadTarget {
  readonly name: string;
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** Its share of the arrivals is its weight by the sum of all. */
  readonly weight: number;
  /** The status that counts as good; undefined: any from 200 to 399, as in k6. */
  readonly status: number | undefined;
}

/** Arrivals a second at the beginning and at the end of the stage, changing in a straight line between. */
export interface LoadStage {
  readonly from: number;
  readonly to: number;
  readonly durationMs: number;
}

export type LoadMeasure =
  | { readonly kind: 'percentile'; readonly of: number }
  | { readonly kind: 'average' | 'minimum' | 'maximum' }
  | { readonly kind: 'error-rate' | 'success-rate' | 'throughput' | 'requests' | 'missed-rate' };

export type Comparison = '<' | '<=' | '>' | '>=' | '==' | '!=';

export interface Threshold {
  /** As written. */
  readonly text: string;
  readonly measure: LoadMeasure;
  /** Name of the target that it speaks of; undefined: all of them together. */
  readonly target: string | undefined;
  readonly comparison: Comparison;
  /** Milliseconds, a share from 0 to 1, requests a second, or a number of requests. */
  readonly limit: number;
}

export const loadDefaults = {
  rate: 50,
  durationMs: 30_000,
  timeoutMs: 30_000,
  connections: 4096,
} as const;
