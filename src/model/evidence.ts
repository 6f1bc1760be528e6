// A measured fact. A readiness verdict rests on these and on nothing else.

export interface Evidence {
  /** `smoke/policies`, `gate/api`, `review`, `lost-requests/api`. */
  readonly name: string;
  readonly outcome: 'pass' | 'fail' | 'unknown';
  /** What was measured, in words. */
  readonly what: string;
  readonly value: number | string | undefined;
  readonly unit: string | undefined;
  /** ISO time. */
  readonly at: string;
  /** Tool and version, or the probe. */
  readonly by: string;
  readonly release: string | undefined;
  /** Path of the raw data relative to the state folder. */
  readonly raw: string | undefined;
}

export interface VerdictLine {
  readonly name: string;
  readonly outcome: 'pass' | 'fail' | 'unknown' | 'waived';
  readonly detail: string;
}

export interface Readiness {
  readonly verdict: 'READY' | 'NOT READY' | 'UNKNOWN';
  readonly stack: string;
  readonly release: string | undefined;
  readonly at: string;
  readonly lines: readonly VerdictLine[];
}
