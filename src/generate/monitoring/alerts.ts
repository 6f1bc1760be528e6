// Alert rules for the KPIs: up, errors, latency, restarts, disk, memory.
import type { KpiSetting } from '../../model/kpi.ts';
import { entry, flow, item, list, map, raw, type Yaml, type YamlItem, yamlFile } from '../yaml.ts';
import { diskFree, kpisOf, memoryFree, restarts } from './expressions.ts';
import type { Targets } from './targets.ts';

interface Alert {
  readonly name: string;
  readonly expression: string;
  readonly for: string;
  readonly severity: 'critical' | 'warning';
  readonly summary: string;
  /** Why the limit is where it is. */
  readonly because?: string;
}

export function alertRules(targets: Targets, kpis: KpiSetting | undefined): string {
  const groups = [
    group('availability', availability(targets)),
    group('requests', requests(targets, kpis)),
    group('host', host),
  ];
  return yamlFile({
    head: 'When somebody is to be told. The limits are a beginning: they belong to what users of the system bear.',
    root: map(entry('groups', list(...groups))),
  });
}

function group(name: string, alerts: readonly Alert[]): YamlItem {
  const rules = list(
    ...alerts.map((alert, index) => item(ruleOf(alert), { gap: index > 0, ...because(alert) })),
  );
  return item(map(entry('name', name), entry('rules', rules)), { gap: name !== 'availability' });
}

function because({ because }: Alert): { readonly above?: string } {
  return because === undefined ? {} : { above: because };
}

function ruleOf({ name, expression, for: duration, severity, summary }: Alert): Yaml {
  return map(
    entry('alert', name),
    entry('expr', expression),
    entry('for', raw(duration)),
    entry('labels', flow(map(entry('severity', severity)))),
    entry('annotations', map(entry('summary', raw(JSON.stringify(summary))))),
  );
}

function availability({ httpProbes, tcpProbes, scraped }: Targets): readonly Alert[] {
  const probed = httpProbes.length + tcpProbes.length > 0;
  const down: Alert = {
    name: 'TargetDown',
    expression: 'up == 0',
    for: '2m',
    severity: 'critical',
    summary: '{{ $labels.job }} at {{ $labels.instance }} gives no metrics',
    because: 'Two minutes are longer than a restart takes.',
  };
  const probe: Alert = {
    name: 'ProbeFailed',
    expression: 'probe_success == 0',
    for: '2m',
    severity: 'critical',
    summary: '{{ $labels.instance }} does not answer',
  };
  const restarting: Alert = {
    name: 'Restarting',
    expression: `${restarts} > 3`,
    for: '1m',
    severity: 'warning',
    summary: '{{ $labels.job }} started {{ $value }} times within 15 minutes',
    because:
      'The client libraries tell when their process started; a loop of crashes moves it again and again.',
  };
  return [down, ...(probed ? [probe] : []), ...(scraped.length === 0 ? [] : [restarting])];
}

function requests(targets: Targets, kpis: KpiSetting | undefined): readonly Alert[] {
  const { errorRate, latency, latencyBy } = kpisOf(targets);
  const seconds = (kpis?.p95Ms ?? 500) / 1000;
  const errors: Alert = {
    name: 'ErrorRateHigh',
    expression:
      errorRate === undefined ? '1 - avg_over_time(probe_success[10m]) > 0.05' : `(${errorRate}) > 0.01`,
    for: '5m',
    severity: 'critical',
    summary:
      errorRate === undefined
        ? '{{ $labels.instance }} failed {{ $value | humanizePercentage }} of the probes'
        : '{{ $labels.job }} fails {{ $value | humanizePercentage }} of its requests',
    because:
      errorRate === undefined
        ? 'No service counts its requests: the probes are what can be counted.'
        : 'One request of a hundred.',
  };
  const slow: Alert = {
    name: 'LatencyHigh',
    expression: `(${latency}) > ${seconds}`,
    for: '10m',
    severity: 'warning',
    summary: `{{ $labels.${latencyBy} }} takes {{ $value | humanizeDuration }}`,
    because:
      kpis?.p95Ms === undefined
        ? 'Half a second, until kpis.p95 of seaworthy.yaml says otherwise.'
        : 'kpis.p95 of seaworthy.yaml.',
  };
  return [errors, slow];
}

const host: readonly Alert[] = [
  {
    name: 'DiskFilling',
    expression: `${diskFree} < 0.15 and predict_linear(node_filesystem_avail_bytes{mountpoint="/"}[6h], 24 * 3600) < 0`,
    for: '30m',
    severity: 'warning',
    summary: 'The disk of {{ $labels.instance }} is full within a day at this rate',
  },
  {
    name: 'DiskFull',
    expression: `${diskFree} < 0.05`,
    for: '5m',
    severity: 'critical',
    summary: '{{ $value | humanizePercentage }} of the disk of {{ $labels.instance }} are left',
    because: 'Data stores stop writing, and some do not start again, on a full disk.',
  },
  {
    name: 'MemoryShort',
    expression: `${memoryFree} < 0.1`,
    for: '10m',
    severity: 'warning',
    summary: '{{ $value | humanizePercentage }} of the memory of {{ $labels.instance }} are left',
  },
];
