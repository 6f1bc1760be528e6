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

/** Requests seen and lost by the front while services were replaced. */
export function lostRequests(
  before: ReadonlyMap<string, RouteCount>,
  after: ReadonlyMap<string, RouteCount>,
  plan: Plan,
  now: Date,
): readonly Evidence[] {
  const replaced = plan.phases.flatMap((phase) => phase.services).filter((one) => one.change === 'replace');
  return replaced.flatMap(({ service }) => {
    const then = before.get(service) ?? { requests: 0, lost: 0 };
    const end = after.get(service);
    if (end === undefined || end.requests === then.requests) return [];
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
        raw: undefined,
      },
    ];
  });
}
