// A journal's records folded into the state of its run. Any prefix of a journal can be folded.
import { unreachable } from '../base/errors.ts';
import type { GateState } from '../model/probe.ts';
import type { JournalRecord, RunState } from '../model/record.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

interface Folding extends Mutable<Omit<RunState, 'steps' | 'gates' | 'phasesDone'>> {
  readonly steps: Map<string, 'intent' | 'done' | 'failed'>;
  readonly gates: Map<string, GateState>;
  readonly phasesDone: string[];
}

/** Undefined when the run died before its first record: it touched nothing. */
export function replay(records: readonly JournalRecord[]): RunState | undefined {
  const first = records[0];
  if (first?.event !== 'run-begun') return undefined;
  const state: Folding = {
    run: first.run,
    kind: first.kind,
    of: first.of,
    release: first.release,
    previous: first.previous,
    steps: new Map(),
    gates: new Map(),
    phasesDone: [],
    rollingBack: undefined,
    failure: undefined,
    ended: undefined,
    begunAt: first.at,
    lastAt: first.at,
    totalSteps: first.steps,
    pid: first.pid,
  };
  for (const record of records) fold(state, record);
  return state;
}

function fold(state: Folding, record: JournalRecord): void {
  state.lastAt = record.at;
  switch (record.event) {
    case 'run-begun':
    case 'phase-begun':
    case 'warning':
      return;
    case 'run-resumed':
      state.pid = record.pid;
      // A run that is taken up again has not ended, whatever its last try said.
      state.ended = undefined;
      return;
    case 'intent':
    case 'done':
    case 'failed':
    case 'reopened':
    case 'gate':
      foldStep(state, record);
      return;
    case 'phase-done':
      if (!state.phasesDone.includes(record.phase)) state.phasesDone.push(record.phase);
      return;
    case 'rollback-begun':
      state.rollingBack = { phase: record.phase, because: record.because };
      return;
    case 'rollback-done':
      state.rollingBack = undefined;
      return;
    case 'run-ended':
      state.ended = {
        outcome: record.outcome,
        exitCode: record.exitCode,
        message: record.message,
        at: record.at,
      };
      return;
    default:
      unreachable(record);
  }
}

type StepRecord = Extract<JournalRecord, { step: string }>;

function foldStep(state: Folding, record: StepRecord): void {
  switch (record.event) {
    case 'intent':
      state.steps.set(record.step, 'intent');
      if (state.failure?.step === record.step) state.failure = undefined;
      return;
    case 'done':
      state.steps.set(record.step, 'done');
      return;
    case 'failed':
      state.steps.set(record.step, 'failed');
      state.failure = {
        step: record.step,
        code: record.code,
        cause: record.cause,
        evidence: record.evidence,
      };
      return;
    case 'reopened':
      state.steps.delete(record.step);
      // What was measured is of an instance that is no longer there.
      state.gates.delete(record.step);
      return;
    case 'gate':
      state.gates.set(record.step, record.state);
      return;
    default:
      unreachable(record);
  }
}
