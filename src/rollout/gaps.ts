// How long a service had nobody who served while it was replaced: measured where old and new cannot stand side by side.
import { formatDuration } from '../base/units.ts';
import { version } from '../base/version.ts';
import type { StateStore } from '../journal/store.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Plan, PlannedService, Step } from '../model/plan.ts';
import type { JournalRecord } from '../model/record.ts';
import { allSteps } from '../plan/plan.ts';

const prefix = 'gap/';

/** From the end of the old instance to the first good answer of the new one, by the journal of the run. */
export function measuredGaps(
  plan: Plan,
  records: () => readonly JournalRecord[],
  now: Date,
): readonly Evidence[] {
  const steps = allSteps(plan);
  return plan.phases
    .flatMap((phase) => phase.services)
    .filter(hasGap)
    .flatMap(({ service, replace }): readonly Evidence[] => {
      const value = gapOf(service, steps, records());
      if (value === undefined) return [];
      return [
        {
          name: `${prefix}${service}`,
          outcome: 'pass',
          what: `without it while it was replaced ${replace}`,
          value,
          unit: 'ms',
          at: now.toISOString(),
          by: `seaworthy ${version} journal`,
          release: plan.release,
          raw: undefined,
        },
      ];
    });
}

function hasGap({ change, replace }: PlannedService): boolean {
  return change === 'replace' && replace !== 'start-first';
}

function gapOf(
  service: string,
  steps: readonly Step[],
  records: readonly JournalRecord[],
): number | undefined {
  const own = new Map(
    steps.flatMap((step) =>
      'service' in step.action && step.action.service === service ? [[step.id, step.action]] : [],
    ),
  );
  let begun: number | undefined;
  const serves = new Set<string>();
  for (const record of records) {
    if (record.event !== 'intent' && record.event !== 'gate' && record.event !== 'done') continue;
    const action = own.get(record.step);
    const at = Date.parse(record.at);
    if (record.event === 'intent' && action?.kind === 'stop') begun ??= at;
    if (begun === undefined || action === undefined) continue;
    if (action.kind === 'start' && action.trial !== true) serves.add(action.instance);
    if (action.kind !== 'gate' || !serves.has(action.instance) || record.event === 'intent') continue;
    // A gate then goes on for as long as it must be stable.
    if (record.event === 'done' || record.state.firstPassMs !== undefined) return Math.max(0, at - begun);
  }
  return undefined;
}

/** `gateway: 1.2s without it while it was replaced probe-first`. */
export function gapWords({ name, value, what }: Evidence): string {
  return `${name.slice(prefix.length)}: ${formatDuration(Number(value))} ${what}`;
}

/** The plan, with the gap that each of its replacements is expected to have. */
export function withGaps(plan: Plan, store: StateStore): Plan {
  if (!plan.phases.some((phase) => phase.services.some(hasGap))) return plan;
  const last = new Map(
    store
      .evidence()
      .records.filter(({ name, doubt }) => name.startsWith(prefix) && doubt === undefined)
      .sort((a, b) => (a.at < b.at ? -1 : 1))
      .map(({ name, value }) => [name.slice(prefix.length), Number(value)]),
  );
  const noted = (one: PlannedService): PlannedService => {
    if (!hasGap(one)) return one;
    const ms = last.get(one.service);
    const expected = ms === undefined ? 'not measured yet' : `${formatDuration(ms)} the last time`;
    return { ...one, notes: [...one.notes, `expected gap: ${expected}`] };
  };
  const phases = plan.phases.map((phase) => ({ ...phase, services: phase.services.map(noted) }));
  return { ...plan, phases };
}
