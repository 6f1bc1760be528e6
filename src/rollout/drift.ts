// What differs between the releases that are recorded as current and what really runs.
import type { StateStore } from '../journal/store.ts';
import type { Plan } from '../model/plan.ts';
import type { Observed, Wanted } from '../model/unit.ts';
import { isCalled } from '../plan/steps.ts';

/** What is recorded as current, service by service. */
export function currentWanted(store: StateStore): readonly Wanted[] {
  return Object.entries(store.current()).flatMap(
    ([service, number]) => store.release(number)?.plan.wanted[service] ?? [],
  );
}

export function driftOf(store: StateStore, observed: readonly Observed[]): readonly string[] {
  const plans = new Map<number, Plan | undefined>();
  const drift: string[] = [];
  const current = Object.entries(store.current());
  for (const [service, number] of current) {
    if (!plans.has(number)) plans.set(number, store.release(number)?.plan);
    const plan = plans.get(number);
    const left = plan?.phases.some((phase) =>
      phase.services.some((one) => one.service === service && one.change === 'skip'),
    );
    const wanted = plan?.wanted[service];
    if (wanted === undefined || left === true) continue;
    const own = observed.filter((one) => one.service === service);
    const good = own.filter(
      (one) =>
        one.config === wanted.config && (one.state !== 'exited' || (one.oneShot && one.exitCode === 0)),
    );
    if (good.length === 0)
      drift.push(
        own.length === 0 ? `${service} does not run` : `${service} does not run as release r${number} wants`,
      );
    else if (own.some((one) => one.config !== wanted.config && one.state !== 'exited'))
      drift.push(`${service} also runs an instance of another release`);
    else if (isCalled(wanted.unit) && good.every((one) => !one.oneShot && !one.routed))
      drift.push(`${service} runs but gets no traffic`);
  }
  const known = new Set(current.map(([service]) => service));
  for (const service of new Set(observed.filter((one) => one.state !== 'exited').map((one) => one.service))) {
    if (!known.has(service)) drift.push(`${service} runs but belongs to no finished release`);
  }
  return drift;
}
