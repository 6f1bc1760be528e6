// The point of no return of a run: what a migration has done to data stays. What ran before is not brought back to it,
// unless the settings say that it can work with it; to restore the data is for a person to decide.
import type { Plan } from '../model/plan.ts';

/** Services that are done with what cannot be undone, and that what ran before may not understand. */
export function fencedBy({ wanted }: Plan, started: ReadonlySet<string>): readonly string[] {
  return [...started].filter((service) => {
    const { irreversible = false, backwardCompatible = false } = wanted[service] ?? {};
    return irreversible && !backwardCompatible;
  });
}

export function fencedMessage(cause: string, fenced: readonly string[]): string {
  return `Failed past the point of no return: ${cause}; what ${fenced.join(', ')} did cannot be undone, so what ran before was not brought back`;
}

/** What a person can do then. */
export const waysOn: readonly string[] = [
  'what served before and was not stopped serves on; seaworthy status shows it',
  'next: seaworthy up with a release that works with the data as it is | seaworthy backup restore, and seaworthy up of the release before',
];
