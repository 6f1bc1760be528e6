// How long a service had nobody who served while it was replaced: measured where old and new cannot stand side by side.
import { groupBy } from '../base/group.ts';
import { formatDuration } from '../base/units.ts';
import { version } from '../base/version.ts';
import type { StateStore } from '../journal/store.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Action, Plan, PlannedService } from '../model/plan.ts';
import type { JournalRecord } from '../model/record.ts';
import { allSteps } from '../plan/plan.ts';

const prefix = 'gap/';

/** From the end of the old instance to the first good answer of the new one, by the journal of the run. */
export function measuredGaps(
  plan: Plan,
  records: () => readonly JournalRecord[],
  now: Date,
): readonly Evidence[] {
  const replaced = plan.phases.flatMap((phase) => phase.services).filter(hasGap);
  if (replaced.length === 0) return [];
  const courses = coursesOf(plan, records());
  return replaced.flatMap(({ service, replace }): readonly Evidence[] => {
    const value = gapIn(courses.get(service) ?? []);
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

type Course = Extract<JournalRecord, { readonly event: 'intent' | 'gate' | 'done' }>;

interface Moment {
  readonly record: Course;
  readonly action: Action;
}

/** What was done with each service, in the order of the journal. */
function coursesOf(plan: Plan, records: readonly JournalRecord[]): ReadonlyMap<string, readonly Moment[]> {
  const actions = new Map(allSteps(plan).map(({ id, action }) => [id, action]));
  const moments = records.flatMap((record): readonly Moment[] => {
    if (record.event !== 'intent' && record.event !== 'gate' && record.event !== 'done') return [];
    const action = actions.get(record.step);
    return action === undefined ? [] : [{ record, action }];
  });
  return groupBy(moments, ({ action }) => ('service' in action ? action.service : ''));
}

function gapIn(course: readonly Moment[]): number | undefined {
  let begun: number | undefined;
  const serves = new Set<string>();
  for (const { record, action } of course) {
    const at = Date.parse(record.at);
    if (record.event === 'intent' && action.kind === 'stop') begun ??= at;
    if (begun === undefined) continue;
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
