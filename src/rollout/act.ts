// Carries out one step: journal the intent, act, journal the outcome. A crash on any line leaves a question
// that `observe` can answer.
import type { Clock } from '../base/clock.ts';
import { failpoint } from '../base/failpoint.ts';
import type { Engine } from '../engines/engine.ts';
import type { Action, Step } from '../model/plan.ts';
import type { GateState } from '../model/probe.ts';
import type { RecordBody } from '../model/record.ts';
import type { Wanted } from '../model/unit.ts';
import type { FormerWanted } from '../plan/steps.ts';
import { gateSummary } from '../probes/gate-state.ts';
import { runGate } from '../probes/run-gate.ts';
import { GateFailure } from './gate-failure.ts';
import type { Emit } from './progress.ts';
import { soak } from './soak.ts';
import { probeTarget, type View } from './view.ts';

export interface ActContext {
  readonly engine: Engine;
  readonly view: View;
  readonly clock: Clock;
  readonly run: string;
  readonly release: string;
  /** The wanted state that this step works towards: the plan's, or the earlier one when undoing. */
  readonly wanted: (service: string) => Wanted | undefined;
  /** What an instance was started from, by its service and configuration. */
  readonly former: FormerWanted;
  /** Journaled gate states of an interrupted run, by step. */
  readonly gates: ReadonlyMap<string, GateState>;
  readonly append: (body: RecordBody, lazy?: boolean) => void;
  /** Resolves when the record is on the disk. */
  readonly commit: (body: RecordBody) => Promise<void>;
  /** The record is on the disk before any that is committed later. */
  readonly follow: (body: RecordBody) => void;
  /** Records the phase's services as current; repeating it changes nothing. */
  readonly promote: (phase: string, services: readonly string[]) => void;
  readonly emit: Emit;
  /** Throws when another deployer has taken over since: a frozen one that wakes must do nothing more. */
  readonly guard: () => void;
}

/** A wait that ended because the rollout winds down. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

export async function act(step: Step, context: ActContext, signal: AbortSignal): Promise<void> {
  const begun = context.clock.monotonicMs();
  context.guard();
  await context.engine.held?.(new AbortController().signal);
  failpoint(step.id, 'before-intent');
  await context.commit({ event: 'intent', step: step.id, because: step.because });
  failpoint(step.id, 'after-intent');
  context.emit({ type: 'step-begun', step });
  const detail = await perform(step, context, signal);
  failpoint(step.id, 'after-act');
  const ms = Math.round(context.clock.monotonicMs() - begun);
  // What comes after it commits its own intent, and with it this; alone, it would be looked up again.
  context.follow({ event: 'done', step: step.id, ms, detail });
  failpoint(step.id, 'after-done');
  context.emit({ type: 'step-done', step, ms, detail });
}

async function perform(step: Step, context: ActContext, signal: AbortSignal): Promise<string> {
  const { action } = step;
  switch (action.kind) {
    case 'gate':
      return passGate(step, action, context, signal);
    case 'soak':
      failpoint(step.id, 'mid-act');
      return soak(action, context, signal);
    case 'promote':
      failpoint(step.id, 'mid-act');
      context.promote(action.phase, action.services);
      return `${action.phase} is current`;
    default: {
      // An effect is finished even when the rollout winds down: half an effect helps nobody.
      const applied = await context.engine.apply(action, {
        key: `${context.run}/${step.id}`,
        run: context.run,
        release: context.release,
        wanted: context.wanted(action.service),
        former: (config) => context.former(action.service, config),
        signal: action.kind === 'drain' ? signal : new AbortController().signal,
        midAct: () => failpoint(step.id, 'mid-act'),
        onProgress: progressOf(step, context),
      });
      return applied.detail;
    }
  }
}

/** A pull tells of every piece; nobody reads more than this. */
const progressMs = 500;

function progressOf(step: Step, { clock, emit }: ActContext): (text: string) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (text) => {
    const now = clock.monotonicMs();
    if (now - last < progressMs) return;
    last = now;
    emit({ type: 'step-progress', step, text });
  };
}

async function passGate(
  step: Step,
  action: Extract<Action, { kind: 'gate' }>,
  context: ActContext,
  signal: AbortSignal,
): Promise<string> {
  const wanted = context.wanted(action.service);
  if (wanted === undefined) return 'nothing to prove';
  failpoint(step.id, 'mid-act');
  // Where it is reached, for the first probe.
  await context.view.of(action.service, signal);
  const from = context.gates.get(step.id);
  const state = await runGate({
    gate: wanted.gate,
    target: probeTarget(context.engine, context.view, action.instance, wanted),
    ...(from === undefined ? {} : { from }),
    until: 'ready',
    clock: context.clock,
    signal,
    onChange: (changed) => {
      context.append({ event: 'gate', step: step.id, state: changed }, true);
      context.emit({ type: 'gate', step, state: changed });
    },
  });
  if (state.phase === 'failed') throw new GateFailure(action, state);
  if (state.phase === 'starting') throw new Interrupted(`the gate of ${action.instance} was not finished`);
  return `${gateSummary(state, wanted.gate.policy)} (${state.probes} probes)`;
}
