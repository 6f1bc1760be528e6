// What a rollout tells those who watch it: plain values, versioned like the journal's.
import type { Step } from '../model/plan.ts';
import type { GateState } from '../model/probe.ts';
import type { RunOutcome } from '../model/record.ts';

export type ProgressEvent =
  | {
      readonly type: 'run-begun';
      readonly run: string;
      readonly release: string;
      readonly steps: number;
      readonly phases: readonly { readonly name: string; readonly services: readonly string[] }[];
    }
  | { readonly type: 'phase-begun'; readonly phase: string; readonly index: number; readonly of: number }
  | { readonly type: 'phase-done'; readonly phase: string; readonly ms: number }
  | { readonly type: 'step-begun'; readonly step: Step }
  /** How far a long effect has come. */
  | { readonly type: 'step-progress'; readonly step: Step; readonly text: string }
  | { readonly type: 'step-done'; readonly step: Step; readonly ms: number; readonly detail: string }
  | { readonly type: 'step-failed'; readonly step: Step; readonly cause: string }
  | { readonly type: 'gate'; readonly step: Step; readonly state: GateState }
  | { readonly type: 'rollback-begun'; readonly phases: readonly string[]; readonly because: string }
  | { readonly type: 'rollback-done'; readonly kept: readonly string[]; readonly ms: number }
  | { readonly type: 'warning'; readonly message: string }
  | {
      readonly type: 'run-ended';
      readonly run: string;
      readonly outcome: RunOutcome;
      readonly exitCode: number;
      readonly message: string;
    };

export type Emit = (event: ProgressEvent) => void;
