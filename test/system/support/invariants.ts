// What the watcher of the invariants keeps of a lane, and the one that only needs the names of what is alive.
import type { Plan } from '../../../src/model/plan.ts';
import type { Lane } from './lane.ts';

export interface Watched {
  readonly lane: Lane;
  plan: Plan | undefined;
  readonly violations: Set<string>;
  /** Writable volumes by instance, which never change. */
  readonly volumes: Map<string, readonly string[]>;
}

/** I3: what is alive of a phase and those before it never asks for more than the phase's budget. */
export function overBudget(
  plan: Plan | undefined,
  instances: readonly string[],
  areAlive: (instances: readonly string[]) => boolean,
): readonly string[] {
  const problems: string[] = [];
  const counted = new Set<string>();
  for (const phase of plan?.phases ?? []) {
    for (const one of phase.services) counted.add(one.service);
    const live = instances.filter((instance) => counted.has(serviceOf(instance)));
    for (const resource of ['memory', 'cpus'] as const) {
      const limit = phase.admissions.find((one) => one.resource === resource)?.limit;
      let sum = 0;
      for (const instance of live) sum += plan?.wanted[serviceOf(instance)]?.requests[resource] ?? 0;
      // Sums of hundredths of a CPU are not exact.
      if (limit === undefined || sum <= limit + 1e-6 || !areAlive(live)) continue;
      problems.push(`I3: ${resource} ${sum} of ${limit} in phase ${phase.name}: ${live.sort().join(' ')}`);
    }
  }
  return problems;
}

export function serviceOf(instance: string): string {
  return instance.replace(/-\d+$/, '');
}
