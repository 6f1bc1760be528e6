// When each step of a run began and ended, and which chain of steps made it as long as it was.
import type { Plan } from '../model/plan.ts';
import type { RehearsedRun } from './runs.ts';

/** A bar of the timeline, ms since the run began. */
export interface TimelineStep {
  readonly id: string;
  readonly phase: string;
  readonly kind: string;
  readonly service: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly failed: boolean;
  /** On the chain of steps that waited for each other and ended last. */
  readonly critical: boolean;
}

export function timelineOf(run: RehearsedRun, plan: Plan | undefined): readonly TimelineStep[] {
  const begun = Date.parse(run.state.begunAt);
  const spans = new Map<string, { fromMs: number; toMs: number; failed: boolean }>();
  for (const record of run.records) {
    const at = Date.parse(record.at) - begun;
    if (record.event === 'intent') spans.set(record.step, { fromMs: at, toMs: at, failed: false });
    if (record.event !== 'done' && record.event !== 'failed') continue;
    const known = spans.get(record.step);
    const fromMs = known?.fromMs ?? (record.event === 'done' ? at - record.ms : at);
    spans.set(record.step, { fromMs: Math.max(0, fromMs), toMs: at, failed: record.event === 'failed' });
  }
  const after = new Map(
    (plan?.phases ?? []).flatMap((phase) => phase.steps.map((step) => [step.id, step.after] as const)),
  );
  const critical = criticalPath(spans, after);
  return [...spans]
    .map(([id, span]) => ({ id, ...partsOf(id), ...span, critical: critical.has(id) }))
    .sort((a, b) => a.fromMs - b.fromMs || a.toMs - b.toMs || (a.id < b.id ? -1 : 1));
}

/** `core/api/start/api-2`, or `core/soak`. */
function partsOf(id: string): { readonly phase: string; readonly kind: string; readonly service: string } {
  const parts = id.split('/');
  const phase = parts[0] ?? '';
  if (parts.length < 3) return { phase, kind: parts[1] ?? '', service: '' };
  return { phase, service: parts[1] ?? '', kind: parts[2] ?? '' };
}

/** Backwards from the step that ended last, always to the one it waited for longest. */
function criticalPath(
  spans: ReadonlyMap<string, { readonly toMs: number }>,
  after: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const path = new Set<string>();
  const end = (id: string) => spans.get(id)?.toMs ?? Number.NEGATIVE_INFINITY;
  let step = [...spans.keys()].reduce<string | undefined>(
    (last, id) => (last === undefined || end(id) >= end(last) ? id : last),
    undefined,
  );
  while (step !== undefined && !path.has(step)) {
    path.add(step);
    step = (after.get(step) ?? [])
      .filter((id) => spans.has(id))
      .reduce<string | undefined>(
        (last, id) => (last === undefined || end(id) > end(last) ? id : last),
        undefined,
      );
  }
  return path;
}
