// What a replacement cost those who called: counted by the front before and after.
import { version } from '../base/version.ts';
import type { Engine, RouteCount } from '../engines/engine.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Plan } from '../model/plan.ts';

export async function countsOf(engine: Engine): Promise<ReadonlyMap<string, RouteCount>> {
  // Counting is a bonus: an engine without a front, or a front not yet up, must not fail the run.
  const counts = await engine.counts(AbortSignal.timeout(1000)).catch(() => []);
  return new Map(counts.map((one) => [one.service, one]));
}

export interface Counts {
  readonly before: ReadonlyMap<string, RouteCount>;
  readonly after: ReadonlyMap<string, RouteCount>;
}

/** Requests seen and lost by the front while services were replaced; `raw` keeps what it counted. */
export function lostRequests(
  { before, after }: Counts,
  plan: Plan,
  now: Date,
  raw: (counts: string) => string,
): readonly Evidence[] {
  const replaced = plan.phases.flatMap((phase) => phase.services).filter((one) => one.change === 'replace');
  const counted = replaced.filter(
    ({ service }) => after.get(service)?.requests !== (before.get(service)?.requests ?? 0),
  );
  if (counted.every(({ service }) => after.get(service) === undefined)) return [];
  const schema = 'seaworthy.raw.front-counts/1';
  const path = raw(JSON.stringify({ schema, before: [...before.values()], after: [...after.values()] }));
  return counted.flatMap(({ service }) => {
    const then = before.get(service) ?? { requests: 0, lost: 0 };
    const end = after.get(service);
    if (end === undefined) return [];
    const lost = end.lost - then.lost;
    return [
      {
        name: `lost-requests/${service}`,
        outcome: lost === 0 ? ('pass' as const) : ('fail' as const),
        what: `of ${end.requests - then.requests} requests lost while it was replaced`,
        value: lost,
        unit: undefined,
        at: now.toISOString(),
        by: `seaworthy ${version} front`,
        release: plan.release,
        raw: path,
      },
    ];
  });
}
