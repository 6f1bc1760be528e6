// The only place where plan, engine, probes and journal meet: runs the steps, and undoes them when one fails.
import { type ExitCode, exitCodes, messageOf, SeaworthyError } from '../base/errors.ts';
import type { RunOutcome } from '../model/record.ts';
import type { Wanted } from '../model/unit.ts';
import { imagesPhase } from '../plan/images.ts';
import { type PhaseSteps, remainingSteps, undoSteps } from '../plan/remaining.ts';
import { neededBy } from '../plan/shed.ts';
import { type ActContext, act } from './act.ts';
import { captureEvidence } from './evidence.ts';
import { fencedBy, fencedMessage, waysOn } from './fence.ts';
import { GateFailure } from './gate-failure.ts';
import { nextState, type RunEvent, type RunPhase } from './machine.ts';
import { PhaseProgress } from './phase-progress.ts';
import {
  nothingReached,
  type Reached,
  type RunContext,
  type RunResult,
  type RunTarget,
} from './run-context.ts';
import { failureExit, hintOf, isOutOfReach, serving } from './run-end.ts';
import { runSteps, type ScheduleOutcome } from './schedule.ts';
import { loadMessage } from './shed.ts';
import { createView } from './view.ts';

/** One run, from its beginning or from where it was left. */
export class Rollout {
  readonly #target: RunTarget;
  readonly #context: RunContext;
  readonly #reached: Reached;
  readonly #progress: PhaseProgress;
  readonly #started: Set<string>;
  #state: RunPhase;

  constructor(target: RunTarget, context: RunContext, reached: Reached = nothingReached) {
    this.#target = target;
    this.#context = context;
    this.#reached = reached;
    this.#progress = new PhaseProgress(target.plan, context, reached.phasesDone);
    this.#started = new Set(reached.started);
    this.#state = reached === nothingReached ? 'pending' : 'interrupted';
  }

  /** Forward to the end, or back to where the failed phase began. */
  async forward(): Promise<RunResult> {
    const { plan } = this.#target;
    this.#move(this.#state === 'pending' ? 'begin' : 'resume');
    const phases = this.#reached === nothingReached ? plan.phases : await this.#remaining();
    this.#progress.announce(this.#target.run, phases);
    const outcome = await this.#schedule(
      phases,
      this.#actContext((service) => plan.wanted[service]),
    );
    if (outcome.kind === 'finished') return this.#finished();
    if (outcome.kind === 'failed')
      return isOutOfReach(outcome.error) ? this.#lost(outcome.error) : this.#failed(outcome);
    return this.#context.cancel.aborted ? this.#cancelled() : this.#interrupted();
  }

  /** Back to what was before the run; `phases` undefined: all of it. */
  async undo(because: string, outcome: RunOutcome, phases?: readonly string[]): Promise<RunResult> {
    this.#move('undo');
    const names = phases ?? this.#target.plan.phases.map((phase) => phase.name);
    const undone = await this.#rollBack(names, because);
    if (undone !== undefined) return undone;
    return this.#end(outcome, exitCodes.ok, `Rolled back ${this.#target.run} (${because}); ${this.#serving}`);
  }

  /** Phases that an earlier try has begun and not promoted. */
  openPhases(reached: Reached): readonly string[] {
    const names = this.#target.plan.phases
      .filter((phase) => phase.steps.length > 0)
      .map((phase) => phase.name);
    const open = names.filter((name) => !reached.phasesDone.has(name));
    // Phases run one after the other, so that the first open one is the only one that can have begun.
    return open.slice(0, 1);
  }

  #move(event: RunEvent): void {
    this.#state = nextState(this.#state, event);
  }

  async #remaining(): Promise<readonly PhaseSteps[]> {
    const observed = await this.#context.engine.observe(new AbortController().signal);
    return remainingSteps({
      plan: this.#target.plan,
      observed,
      phasesDone: this.#reached.phasesDone,
      unproved: this.#reached.unproved,
      stopFirst: this.#context.stopFirst,
      former: this.#target.former,
      needed: neededBy(this.#target.before.values()),
    });
  }

  #actContext(wanted: (service: string) => Wanted | undefined, undoing = false): ActContext {
    const { engine, clock, journal, emit, guard } = this.#context;
    const { promote, demote, run, plan, former } = this.#target;
    return {
      engine,
      clock,
      emit,
      guard,
      view: createView(engine, clock),
      run,
      release: plan.release,
      wanted,
      former,
      gates: undoing ? new Map() : this.#reached.gates,
      append: (body, lazy) => void journal.append(body, lazy),
      commit: (body) => journal.commit(body),
      follow: (body) => journal.follow(body),
      promote: undoing ? (_phase, services) => demote(services) : promote,
    };
  }

  async #schedule(
    phases: readonly PhaseSteps[],
    context: ActContext,
    undoing = false,
  ): Promise<ScheduleOutcome> {
    const stop = undoing ? this.#context.stop : AbortSignal.any([this.#context.stop, this.#context.cancel]);
    return runSteps({
      steps: phases.flatMap((phase) => phase.steps),
      parallel: this.#context.parallel,
      stop,
      act: async (step, signal) => {
        if (!undoing) await this.#progress.enter(step, phases, signal);
        await act(step, context, signal);
        if (!undoing && step.action.kind === 'start') this.#started.add(step.action.service);
        if (!undoing && step.action.kind === 'promote') this.#progress.promoted(step);
      },
    });
  }

  #finished(): RunResult {
    this.#move('finished');
    const { plan } = this.#target;
    return this.#end('done', exitCodes.ok, loadMessage(plan) ?? `${plan.stack} runs release ${plan.release}`);
  }

  async #failed({ step, error }: Extract<ScheduleOutcome, { kind: 'failed' }>): Promise<RunResult> {
    const { journal, emit, engine, stateFolder, guard } = this.#context;
    const { run } = this.#target;
    // Overtaken while it was frozen: the journal is another's now, and so is the rollback.
    guard();
    const failure = error instanceof GateFailure ? error : undefined;
    const captured = await captureEvidence(step, failure, { stateFolder, run, engine });
    const log = captured?.lastLog === undefined ? '' : `; last log: ${captured.lastLog.slice(0, 300)}`;
    const cause = `${messageOf(error)}${log}`;
    const code = error instanceof SeaworthyError ? error.code : 'ENGINE_REFUSED';
    journal.append({ event: 'failed', step: step.id, code, cause, evidence: captured?.folder });
    emit({ type: 'step-failed', step, cause });
    const detail = captured === undefined ? [] : [`evidence ${stateFolder}/${captured.folder}/`];
    const fenced = fencedBy(this.#target.plan, this.#started);
    // Where nothing ran before, nothing can come back to data that it does not know.
    if (fenced.length > 0 && this.#target.before.size > 0)
      return { ...this.#fenced(cause, fenced), detail: [...waysOn, ...detail] };
    this.#move('step-failed');
    const undone = await this.#rollBack([step.phase], cause);
    if (undone !== undefined) return { ...undone, detail: [cause, ...detail] };
    // An image that cannot be had is no failure of a service: nothing of the stack was touched yet.
    const isImage = step.phase === imagesPhase && error instanceof SeaworthyError;
    const result = isImage
      ? this.#end('rolled-back', error.exitCode, `${cause}; nothing was stopped, ${this.#serving}`)
      : this.#end('rolled-back', failureExit(error), `Failed and rolled back: ${cause}; ${this.#serving}`);
    return { ...result, detail: [...(isImage ? [...error.detail, ...hintOf(error)] : []), ...detail] };
  }

  #fenced(cause: string, fenced: readonly string[]): RunResult {
    this.#move('fenced');
    return this.#end('failed', exitCodes.partial, fencedMessage(cause, fenced));
  }

  async #cancelled(): Promise<RunResult> {
    this.#move('cancel');
    const undone = await this.#rollBack(this.#progress.open(), 'cancelled');
    return undone ?? this.#end('cancelled', exitCodes.sigterm, `cancelled; ${this.#serving}`);
  }

  /** Undefined when everything was undone; else how the run ended. */
  async #rollBack(names: readonly string[], because: string): Promise<RunResult | undefined> {
    const { journal, emit, engine, clock, stopFirst } = this.#context;
    const { plan, before, former } = this.#target;
    const begun = clock.monotonicMs();
    journal.append({ event: 'rollback-begun', phase: names.join(','), because });
    emit({ type: 'rollback-begun', phases: names, because });
    const phases = undoSteps({
      phases: plan.phases.filter((phase) => names.includes(phase.name)),
      before,
      observed: await engine.observe(new AbortController().signal),
      numbers: plan.numbers,
      stopFirst,
      former,
      unproved: this.#reached.unproved,
      // An engine that schedules is told what is to run: what is told last counts.
      ending: engine.schedules === true ? new Set() : this.#reached.ending,
      needed: neededBy(Object.values(plan.wanted)),
    });
    const outcome = await this.#schedule(
      phases,
      this.#actContext((service) => before.get(service), true),
      true,
    );
    if (outcome.kind === 'stopped') return this.#interrupted();
    if (outcome.kind === 'failed') {
      if (isOutOfReach(outcome.error)) return this.#lost(outcome.error);
      this.#move('undo-failed');
      const what = `${outcome.step.id}: ${messageOf(outcome.error)}`;
      return this.#end('failed', exitCodes.partial, `failed and not fully rolled back: ${what}; ${because}`);
    }
    this.#move('undone');
    for (const name of names) this.#progress.done.delete(name);
    const kept = [...this.#progress.done];
    journal.append({ event: 'rollback-done', kept });
    emit({ type: 'rollback-done', kept, ms: Math.round(clock.monotonicMs() - begun) });
    return undefined;
  }

  get #serving(): string {
    return serving(this.#target.plan, this.#progress.done);
  }

  #interrupted(): RunResult {
    this.#move('stop');
    const message = `run ${this.#target.run} is interrupted; next: seaworthy resume | seaworthy rollback`;
    return { outcome: 'interrupted', exitCode: exitCodes.sigint, message, detail: [] };
  }

  /** An engine that is away or another's proves nothing against a service, and nothing could be undone either. */
  #lost(error: SeaworthyError): RunResult {
    const { message } = this.#interrupted();
    const text = `${error.message}; ${message}`;
    return { outcome: 'interrupted', exitCode: error.exitCode, message: text, detail: hintOf(error) };
  }

  #end(outcome: RunOutcome, exitCode: ExitCode, message: string): RunResult {
    this.#context.journal.append({ event: 'run-ended', outcome, exitCode, message });
    this.#context.emit({ type: 'run-ended', run: this.#target.run, outcome, exitCode, message });
    return { outcome, exitCode, message, detail: [] };
  }
}
