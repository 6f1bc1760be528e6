// A dashboard of Grafana with the KPIs, as JSON that Grafana loads from a file.
import { diskFree, kpisOf, memoryFree, restarts } from './expressions.ts';
import type { Targets } from './targets.ts';

/** The name under which the data source is provisioned; panels name it. */
export const prometheusUid = 'prometheus';

interface Panel {
  readonly title: string;
  readonly kind: 'stat' | 'timeseries';
  readonly unit: string;
  readonly expression: string;
  readonly legend: string;
  readonly width: number;
  readonly height: number;
  readonly max?: number;
}

export function dashboard(title: string, targets: Targets): string {
  const { errorRate, latency, latencyBy } = kpisOf(targets);
  const panels: readonly Panel[] = [
    {
      title: 'Up',
      kind: 'stat',
      unit: 'bool_on_off',
      expression: 'probe_success or up{job!="node",job!~"probe-.*"}',
      legend: '{{instance}}',
      width: 24,
      height: 5,
    },
    {
      title: errorRate === undefined ? 'Failed probes' : 'Failed requests',
      kind: 'timeseries',
      unit: 'percentunit',
      expression: errorRate ?? '1 - avg_over_time(probe_success[10m])',
      legend: errorRate === undefined ? '{{instance}}' : '{{job}}',
      width: 12,
      height: 8,
    },
    {
      title: latencyBy === 'job' ? 'Latency, 95th percentile' : 'Duration of a probe',
      kind: 'timeseries',
      unit: 's',
      expression: latency,
      legend: `{{${latencyBy}}}`,
      width: 12,
      height: 8,
    },
    {
      title: 'Starts within 15 minutes',
      kind: 'timeseries',
      unit: 'short',
      expression: restarts,
      legend: '{{job}}',
      width: 8,
      height: 8,
    },
    {
      title: 'Disk left',
      kind: 'timeseries',
      unit: 'percentunit',
      expression: diskFree,
      legend: 'disk',
      width: 8,
      height: 8,
      max: 1,
    },
    {
      title: 'Memory left',
      kind: 'timeseries',
      unit: 'percentunit',
      expression: memoryFree,
      legend: 'memory',
      width: 8,
      height: 8,
      max: 1,
    },
  ];
  const model = {
    uid: 'services',
    title,
    schemaVersion: 39,
    editable: false,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    annotations: { list: [] },
    templating: { list: [] },
    panels: placed(panels),
  };
  return `${JSON.stringify(model, undefined, 2)}\n`;
}

/** From left to right, in rows of 24 columns. */
function placed(panels: readonly Panel[]): readonly unknown[] {
  let x = 0;
  let y = 0;
  return panels.map((panel, index) => {
    if (x + panel.width > 24) {
      x = 0;
      y += panels[index - 1]?.height ?? 0;
    }
    const gridPos = { x, y, w: panel.width, h: panel.height };
    x += panel.width;
    return panelOf(panel, index + 1, gridPos);
  });
}

function panelOf(
  { title, kind, unit, expression, legend, max }: Panel,
  id: number,
  gridPos: unknown,
): unknown {
  const source = { type: 'prometheus', uid: prometheusUid };
  return {
    id,
    title,
    type: kind,
    gridPos,
    datasource: source,
    fieldConfig: { defaults: { unit, min: 0, ...(max === undefined ? {} : { max }) }, overrides: [] },
    targets: [{ refId: 'A', datasource: source, expr: expression, legendFormat: legend }],
  };
}
