// Admission again, as a phase begins: the plan was made before, and others may have filled the machine since.
import type { Clock } from '../base/clock.ts';
import { SeaworthyError } from '../base/errors.ts';
import { formatMebibytes } from '../base/units.ts';
import type { Engine } from '../engines/engine.ts';
import type { Plan } from '../model/plan.ts';
import { freeOnHost } from '../plan/admission.ts';
import type { PhaseSteps } from '../plan/remaining.ts';
import { Interrupted } from './act.ts';
import type { Emit } from './progress.ts';

export interface RoomInput {
  readonly plan: Plan;
  readonly phase: PhaseSteps;
  readonly engine: Pick<Engine, 'capacity'>;
  readonly clock: Clock;
  readonly emit: Emit;
  /** Ends the wait: the rollout winds down. */
  readonly signal: AbortSignal;
}

const lookMs = 500;

/**
 * Resolves when the host has free what the phase starts, which may take as long as its services may take to start.
 *
 * @throws SeaworthyError BUDGET_EXCEEDED; nothing of the phase was begun then.
 */
export async function awaitRoom({ plan, phase, engine, clock, emit, signal }: RoomInput): Promise<void> {
  const { needed, waitMs } = demandOf(plan, phase);
  if (needed === 0) return;
  const until = clock.monotonicMs() + waitMs;
  for (let looks = 0; ; looks++) {
    const free = freeOnHost(await engine.capacity(signal));
    if (needed <= free) return;
    const what = `${phase.name} starts what needs ${formatMebibytes(needed)} of memory, and the host has ${formatMebibytes(free)} left`;
    if (clock.monotonicMs() >= until) {
      throw new SeaworthyError('BUDGET_EXCEEDED', what, {
        hint: 'Free memory, or stop what matters less (seaworthy shed); then run seaworthy up again.',
      });
    }
    if (looks === 0) emit({ type: 'warning', message: `${what}: waiting for it` });
    await clock.sleep(lookMs, signal);
    if (signal.aborted) throw new Interrupted(`${phase.name} has not begun: there was no room`);
  }
}

/** What old instances hold is not counted: where they go first, they make the room. */
function demandOf(
  plan: Plan,
  { name, steps }: PhaseSteps,
): { readonly needed: number; readonly waitMs: number } {
  const planned = plan.phases.find((phase) => phase.name === name)?.services ?? [];
  const makesRoom = new Set(
    planned.filter(({ replace }) => replace === 'stop-first').map(({ service }) => service),
  );
  const started = steps.flatMap(({ action }) =>
    action.kind === 'start' && action.trial !== true ? [action.service] : [],
  );
  const wanted = started
    .filter((service) => !makesRoom.has(service))
    .flatMap((service) => plan.wanted[service] ?? []);
  return {
    needed: wanted.reduce((sum, { requests }) => sum + requests.memory, 0),
    waitMs: Math.max(0, ...wanted.map(({ gate }) => gate.policy.deadlineMs)),
  };
}
