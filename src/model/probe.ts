// A probe is one measurement; a gate is the policy over it. Kubernetes' words, milliseconds.

export type Probe =
  | {
      readonly kind: 'http';
      readonly port: number;
      readonly path: string;
      readonly status?: number;
      readonly match?: string;
      readonly scheme?: 'http' | 'https';
    }
  | { readonly kind: 'tcp'; readonly port: number }
  | { readonly kind: 'exec'; readonly argv: readonly string[] }
  | { readonly kind: 'log'; readonly pattern: string }
  /** The engine's own word: running for a service, exit 0 for a one-shot. */
  | { readonly kind: 'engine'; readonly expect: 'running' | 'completed' };

/** `fail` counts against the failure threshold; `wait` is "not yet" and only the deadlines judge it; `bad` is a probe that cannot work. */
export interface Verdict {
  readonly state: 'pass' | 'fail' | 'wait' | 'bad';
  /** The sentence a person reads when a rollout stops. */
  readonly reason: string;
}

export interface GatePolicy {
  readonly initialDelayMs: number;
  readonly periodMs: number;
  readonly timeoutMs: number;
  /** Passes in a row that are needed. */
  readonly successThreshold: number;
  /** Failures in a row after `startPeriodMs` that end the gate early; 0: only the deadline does. */
  readonly failureThreshold: number;
  readonly startPeriodMs: number;
  /** How long the passes must have lasted without a miss. */
  readonly stableForMs: number;
  readonly deadlineMs: number;
  /** No log, no probe change and no CPU for so long ends the gate; 0: off. */
  readonly noActivityMs: number;
  /** How long it must stay well after promotion. */
  readonly soakMs: number;
  /** Restarts that are tolerated while starting. */
  readonly restarts: number;
}

export interface Gate {
  readonly probe: Probe;
  readonly policy: GatePolicy;
  /** Where the probe came from, printed in plans: `settings`, `healthcheck`, `Dockerfile`, `port open (weak)`. */
  readonly from: string;
  /** Weak evidence: no health check is declared. */
  readonly weak: boolean;
}

/** Plain data, journaled, so that a resumed rollout goes on counting. Times are monotonic ms since the gate began. */
export interface GateState {
  readonly phase: 'starting' | 'ready' | 'soaking' | 'good' | 'failed';
  readonly probes: number;
  readonly passesInRow: number;
  readonly failuresInRow: number;
  readonly flaps: number;
  readonly restarts: number;
  readonly firstPassMs: number | undefined;
  readonly lastActivityMs: number;
  readonly lastReason: string;
  /** Set when failed. */
  readonly cause: string | undefined;
}
