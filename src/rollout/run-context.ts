// What a run rests on, what it works with, and how it ends.
import type { Clock } from '../base/clock.ts';
import type { ExitCode } from '../base/errors.ts';
import type { Engine } from '../engines/engine.ts';
import type { Journal } from '../journal/journal.ts';
import type { Plan } from '../model/plan.ts';
import type { GateState } from '../model/probe.ts';
import type { RunOutcome } from '../model/record.ts';
import type { Wanted } from '../model/unit.ts';
import type { FormerWanted } from '../plan/steps.ts';
import type { Emit } from './progress.ts';

/** What a run rests on: the plan, and what each of its services was before. */
export interface RunTarget {
  readonly run: string;
  readonly plan: Plan;
  readonly before: ReadonlyMap<string, Wanted>;
  readonly former: FormerWanted;
  /** Makes the plan's version of these services the current one. */
  readonly promote: (phase: string, services: readonly string[]) => void;
  /** Makes the earlier version of these services the current one again. */
  readonly demote: (services: readonly string[]) => void;
}

export interface RunContext {
  readonly engine: Engine;
  readonly journal: Journal;
  readonly stateFolder: string;
  readonly clock: Clock;
  readonly emit: Emit;
  readonly parallel: number;
  /** Ctrl-C and the like: end after the running effects, resumable. */
  readonly stop: AbortSignal;
  /** The `cancel` verb: end and undo the unfinished phase. */
  readonly cancel: AbortSignal;
  readonly stopFirst: Readonly<Record<string, string>>;
  /** Throws when another deployer has taken the lock since. */
  readonly guard: () => void;
}

export interface RunResult {
  readonly outcome: RunOutcome | 'interrupted';
  readonly exitCode: ExitCode;
  readonly message: string;
  readonly detail: readonly string[];
}

/** What an earlier try of the run is known to have reached. */
export interface Reached {
  readonly phasesDone: ReadonlySet<string>;
  readonly gates: ReadonlyMap<string, GateState>;
  readonly unproved: ReadonlySet<string>;
  /** Instances whose stop was begun, and which are not known to have ended. */
  readonly ending: ReadonlySet<string>;
  /** Services of which an instance was started. */
  readonly started: ReadonlySet<string>;
  /** Phases whose undoing had begun. */
  readonly undoing:
    | { readonly phases: readonly string[]; readonly because: string; readonly outcome: RunOutcome }
    | undefined;
}

export const nothingReached: Reached = {
  phasesDone: new Set(),
  gates: new Map(),
  unproved: new Set(),
  ending: new Set(),
  started: new Set(),
  undoing: undefined,
};
