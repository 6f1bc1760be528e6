// Progress as plain lines: one per state change, and a heartbeat that says what is awaited.
import { formatDuration } from '../base/units.ts';
import type { Step } from '../model/plan.ts';
import type { ProgressEvent } from '../rollout/progress.ts';

export interface PlainProgress {
  /** Lines for an event; none when there is nothing worth a line. */
  lines(event: ProgressEvent): readonly string[];
  /** What is awaited now, for the heartbeat; undefined when nothing is. */
  waiting(nowMs: number): string | undefined;
}

/** `now` is monotonic, in ms. */
export function createPlainProgress(now: () => number): PlainProgress {
  const gates = new Map<string, { readonly step: Step; readonly since: number; reason: string }>();
  let order: readonly string[] = [];
  const label = (phase: string): string => {
    const index = order.indexOf(phase);
    return index === -1 ? `[${phase}]` : `[${index + 1}/${order.length} ${phase}]`;
  };
  const line = (event: ProgressEvent): string | undefined => {
    switch (event.type) {
      case 'run-begun':
        order = event.phases.map((phase) => phase.name);
        return `run ${event.run}  release ${event.release}  ${event.steps} steps`;
      case 'step-begun':
        if (isLong(event.step))
          gates.set(event.step.id, {
            step: event.step,
            since: now(),
            reason: event.step.action.kind === 'gate' ? 'not probed yet' : 'begun',
          });
        return undefined;
      case 'gate': {
        const gate = gates.get(event.step.id);
        if (gate !== undefined) gate.reason = event.state.lastReason;
        return undefined;
      }
      case 'step-done':
        gates.delete(event.step.id);
        return doneLine(event.step, event.ms, event.detail, label(event.step.phase));
      case 'step-failed':
        gates.delete(event.step.id);
        return `${label(event.step.phase)} FAILED ${event.cause}`;
      case 'phase-done':
        return `${label(event.phase)} done ${formatDuration(event.ms)}`;
      case 'rollback-begun':
        return `rolling back ${event.phases.join(', ')}: ${event.because}`;
      case 'rollback-done':
        return `rolled back ${formatDuration(event.ms)}${event.kept.length === 0 ? '' : `; kept: ${event.kept.join(', ')}`}`;
      case 'warning':
        return `warning: ${event.message}`;
      case 'step-progress': {
        const known = gates.get(event.step.id);
        if (known !== undefined) known.reason = event.text;
        return undefined;
      }
      case 'phase-begun':
      case 'run-ended':
        return undefined;
    }
  };
  return {
    lines(event) {
      const text = line(event);
      return text === undefined ? [] : [text];
    },
    waiting(nowMs) {
      const first = [...gates.values()][0];
      if (first === undefined || !('service' in first.step.action)) return undefined;
      const others = gates.size > 1 ? ` and ${gates.size - 1} more` : '';
      const { action } = first.step;
      const what = 'image' in action ? `the ${action.kind} of ${action.image}` : action.service;
      return `${label(first.step.phase)} waiting ${formatDuration(nowMs - first.since)} for ${what}${others}: ${first.reason}`;
    },
  };
}

/** Steps that a person may wait for long. */
function isLong({ action }: Step): boolean {
  return action.kind === 'gate' || action.kind === 'pull' || action.kind === 'build';
}

function doneLine(step: Step, ms: number, detail: string, label: string): string | undefined {
  const { action } = step;
  const took = formatDuration(ms);
  switch (action.kind) {
    case 'pull':
      return `${label} pulled ${action.image} (${detail})`;
    case 'build':
      return `${label} built ${action.image} (${detail})`;
    case 'start':
      return `${label} ${action.instance} started ${took}${detail === '' ? '' : ` (${detail})`}`;
    case 'gate':
      return `${label} ${action.service} ${detail}`;
    case 'drain':
      return `${label} drained ${action.instance} ${took} (${detail})`;
    case 'stop':
      return `${label} ${action.instance} stopped ${took}`;
    case 'soak':
      return `${label} soaked: ${detail}`;
    case 'route':
    case 'remove':
    case 'promote':
      return undefined;
  }
}
