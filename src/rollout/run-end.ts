// How a run ends, in exit codes and words.
import { type ExitCode, exitCodes, SeaworthyError } from '../base/errors.ts';
import type { Plan } from '../model/plan.ts';

/** The engine is away, or another deployer has it: neither is a failure of a service. */
export function isOutOfReach(error: unknown): error is SeaworthyError {
  return error instanceof SeaworthyError && (error.code === 'ENGINE_UNREACHABLE' || error.code === 'LOCKED');
}

/** A disk of ours that is full, or a host without room, is no failure of a service. */
export function failureExit(error: unknown): ExitCode {
  const isElsewhere =
    error instanceof SeaworthyError && (error.code === 'FILE_SYSTEM' || error.code === 'BUDGET_EXCEEDED');
  return isElsewhere ? error.exitCode : exitCodes.gate;
}

export function hintOf({ hint }: SeaworthyError): readonly string[] {
  return hint === undefined ? [] : [hint];
}

/** What runs after a run that was undone in part or in full. */
export function serving(plan: Plan, phasesDone: ReadonlySet<string>): string {
  const previous = servingBefore(plan);
  return phasesDone.size === 0
    ? previous
    : `${[...phasesDone].join(', ')} on release ${plan.release}, ${previous}`;
}

function servingBefore({ previousRelease, adopted, engine }: Plan): string {
  if (previousRelease !== undefined) return `release ${previousRelease} serves the rest`;
  if (adopted === undefined) return 'nothing else runs';
  return `what ${engine === 'docker' ? 'docker compose' : 'others'} started serves the rest`;
}
