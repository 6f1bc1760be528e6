// Records of the journal: one change each, append-only.
import type { GateState } from './probe.ts';

/** Wire form: one JSON line `{ seq, at, run, event, …, sum }`; `sum` is the checksum of the line without it. */
export type RecordBody =
  | {
      readonly event: 'run-begun';
      readonly release: string;
      readonly previous: string | undefined;
      readonly kind: RunKind;
      readonly of: string | undefined;
      readonly steps: number;
      readonly pid: number;
      readonly host: string;
      readonly token: number;
    }
  | { readonly event: 'run-resumed'; readonly pid: number; readonly host: string; readonly token: number }
  | { readonly event: 'intent'; readonly step: string; readonly because: string }
  | { readonly event: 'done'; readonly step: string; readonly ms: number; readonly detail: string }
  | {
      readonly event: 'failed';
      readonly step: string;
      readonly code: string;
      readonly cause: string;
      readonly evidence: string | undefined;
    }
  | { readonly event: 'reopened'; readonly step: string; readonly because: string }
  | { readonly event: 'gate'; readonly step: string; readonly state: GateState }
  | { readonly event: 'phase-begun'; readonly phase: string }
  | { readonly event: 'phase-done'; readonly phase: string; readonly ms: number }
  | { readonly event: 'rollback-begun'; readonly phase: string | undefined; readonly because: string }
  | { readonly event: 'rollback-done'; readonly kept: readonly string[] }
  | { readonly event: 'warning'; readonly message: string }
  | {
      readonly event: 'run-ended';
      readonly outcome: RunOutcome;
      readonly exitCode: number;
      readonly message: string;
    };

export type RunKind = 'up' | 'rollback' | 'down' | 'shed' | 'restore';

export type RunOutcome = 'done' | 'rolled-back' | 'failed' | 'cancelled' | 'undone';

export type JournalRecord = RecordBody & {
  readonly seq: number;
  /** ISO time, for display only. */
  readonly at: string;
  readonly run: string;
};

/** What a journal says of its run: a fold over the records. */
export interface RunState {
  readonly run: string;
  readonly kind: RunKind;
  readonly of: string | undefined;
  readonly release: string;
  readonly previous: string | undefined;
  /** Steps by id: `intent` without an outcome must be looked up, never assumed. */
  readonly steps: ReadonlyMap<string, 'intent' | 'done' | 'failed'>;
  readonly gates: ReadonlyMap<string, GateState>;
  readonly phasesDone: readonly string[];
  /** Set while an automatic rollback is under way. */
  readonly rollingBack: { readonly phase: string | undefined; readonly because: string } | undefined;
  readonly failure:
    | {
        readonly step: string;
        readonly code: string;
        readonly cause: string;
        readonly evidence: string | undefined;
      }
    | undefined;
  readonly ended:
    | {
        readonly outcome: RunOutcome;
        readonly exitCode: number;
        readonly message: string;
        readonly at: string;
      }
    | undefined;
  readonly begunAt: string;
  readonly lastAt: string;
  readonly totalSteps: number;
  readonly pid: number;
}
