// How far a run has come with its phases: which are begun and done, and that each begins only when the host has room for it.
import type { Plan, Step } from '../model/plan.ts';
import { imagesPhase } from '../plan/images.ts';
import type { PhaseSteps } from '../plan/remaining.ts';
import { awaitRoom } from './room.ts';
import type { RunContext } from './run-context.ts';

export class PhaseProgress {
  /** Names, also of those that an earlier try of the run has promoted. */
  readonly done: Set<string>;
  readonly #plan: Plan;
  readonly #context: RunContext;
  /** When each began, by the monotonic clock (ms). */
  readonly #begunAt = new Map<string, number>();
  readonly #rooms = new Map<string, Promise<void>>();

  constructor(plan: Plan, context: RunContext, done: ReadonlySet<string>) {
    this.#plan = plan;
    this.#context = context;
    this.done = new Set(done);
  }

  announce(run: string, phases: readonly PhaseSteps[]): void {
    const { release, phases: planned } = this.#plan;
    const steps = phases.flatMap((phase) => phase.steps).length;
    const shown = planned.map((phase) => ({
      name: phase.name,
      services: phase.name === imagesPhase ? imagesIn(phase.steps) : phase.services.map((one) => one.service),
    }));
    this.#context.emit({ type: 'run-begun', run, release, steps, phases: shown });
  }

  /** Begun, and not promoted. */
  open(): readonly string[] {
    return [...this.#begunAt.keys()].filter((phase) => !this.done.has(phase));
  }

  /** Resolves when the step may be done: its phase is asked for room once, before anything of it begins. */
  async enter(step: Step, phases: readonly PhaseSteps[], signal: AbortSignal): Promise<void> {
    await this.#room(step, phases, signal);
    if (this.#begunAt.has(step.phase)) return;
    const { clock, journal, emit } = this.#context;
    this.#begunAt.set(step.phase, clock.monotonicMs());
    // The intent that comes next takes it to the disk.
    journal.follow({ event: 'phase-begun', phase: step.phase });
    const index = phases.findIndex((phase) => phase.name === step.phase);
    emit({ type: 'phase-begun', phase: step.phase, index, of: phases.length });
  }

  promoted({ phase }: Step): void {
    const { clock, journal, emit } = this.#context;
    const ms = Math.round(clock.monotonicMs() - (this.#begunAt.get(phase) ?? 0));
    this.done.add(phase);
    journal.follow({ event: 'phase-done', phase, ms });
    emit({ type: 'phase-done', phase, ms });
  }

  #room({ phase: name }: Step, phases: readonly PhaseSteps[], signal: AbortSignal): Promise<void> {
    const { engine, clock, emit } = this.#context;
    const phase = phases.find((one) => one.name === name);
    if (phase === undefined || engine.schedules === true) return Promise.resolve();
    const asked =
      this.#rooms.get(name) ?? awaitRoom({ plan: this.#plan, phase, engine, clock, emit, signal });
    this.#rooms.set(name, asked);
    return asked;
  }
}

function imagesIn(steps: readonly Step[]): readonly string[] {
  return steps.flatMap(({ action }) => ('image' in action ? [action.image] : []));
}
