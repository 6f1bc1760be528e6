// The rollout as a Gantt chart: a row a service, phases one below the other, the critical path marked.
import { formatDuration } from '../../../base/units.ts';
import type { TimelineStep } from '../../../readiness/timeline.ts';
import { figure, line, rect, text, ticks } from './svg.ts';

const left = 150;
const width = 900;
const row = 20;
const legend = ['start', 'gate', 'route', 'drain', 'stop', 'soak'] as const;

export function timelineChart(steps: readonly TimelineStep[]): string {
  const total = Math.max(...steps.map(({ toMs }) => toMs), 1);
  const x = (ms: number) => left + (ms / total) * (width - left - 10);
  const rows = rowsOf(steps);
  const bars: string[] = [];
  let y = 40;
  for (const { phase, names } of rows) {
    bars.push(text(4, y + 14, phase, 'start', 'strong'), line(0, y + row, width, y + row, 'grid'));
    y += row + 2;
    for (const name of names) {
      bars.push(text(left - 8, y + 14, name === '' ? phase : name, 'end'));
      for (const step of steps.filter((one) => one.phase === phase && one.service === name)) {
        const known = legend.find((kind) => kind === step.kind) ?? 'other';
        const marks = `${known}${step.critical ? ' critical' : ''}${step.failed ? ' failed' : ''}`;
        const lasted = formatDuration(step.toMs - step.fromMs);
        const title = `${step.id}: ${lasted} from ${formatDuration(step.fromMs)}${step.critical ? ', critical path' : ''}${step.failed ? ', failed' : ''}`;
        const from = x(step.fromMs);
        bars.push(
          rect(
            { x: from, y: y + 3, width: Math.max(2, x(step.toMs) - from), height: row - 6 },
            `bar ${marks}`,
            title,
          ),
        );
      }
      y += row;
    }
    y += 6;
  }
  const axis = ticks(8, total).map(
    (ms) => line(x(ms), 34, x(ms), y, 'grid') + text(x(ms), 30, formatDuration(ms), 'middle'),
  );
  const key = legend.map(
    (kind, index) =>
      rect({ x: left + index * 90, y: 4, width: 12, height: 12 }, `bar ${kind}`) +
      text(left + 16 + index * 90, 14, kind),
  );
  key.push(
    rect({ x: left + 540, y: 4, width: 12, height: 12 }, 'bar key critical') +
      text(left + 556, 14, 'critical path'),
  );
  return figure(
    'Timeline of the rollout',
    width,
    y + 4,
    [...key, ...axis, ...bars].join(''),
    captionOf(steps, total),
  );
}

function rowsOf(
  steps: readonly TimelineStep[],
): readonly { readonly phase: string; readonly names: readonly string[] }[] {
  return [...new Set(steps.map(({ phase }) => phase))].map((phase) => {
    const names = new Set(steps.filter((step) => step.phase === phase).map(({ service }) => service));
    return { phase, names: [...names].sort((a, b) => Number(a === '') - Number(b === '')) };
  });
}

function captionOf(steps: readonly TimelineStep[], total: number): string {
  const critical = steps.filter((step) => step.critical && step.toMs - step.fromMs >= total / 50);
  const named = critical.map(
    ({ service, phase, kind, fromMs, toMs }) =>
      `${kind} ${service === '' ? phase : service} ${formatDuration(toMs - fromMs)}`,
  );
  return `${formatDuration(total)} in all. Critical path: ${named.join(', ') || 'no step took long'}.`;
}
