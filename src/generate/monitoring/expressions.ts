// What the KPIs are in PromQL, once for alerts and dashboard.
import type { Targets } from './targets.ts';

export interface Kpis {
  /** Share of requests that failed, by job; undefined where nothing counts requests. */
  readonly errorRate: string | undefined;
  /** Seconds within which 95 of 100 requests were answered, by job; else how long a probe took, by target. */
  readonly latency: string;
  readonly latencyBy: 'job' | 'instance';
}

export function kpisOf({ requests, httpProbes }: Targets): Kpis {
  const rates = requests.map(
    ({ counter, failed }) =>
      `sum by (job) (rate(${counter}{${failed}}[5m])) / sum by (job) (rate(${counter}[5m]))`,
  );
  const latencies = requests.map(
    ({ buckets }) => `histogram_quantile(0.95, sum by (job, le) (rate(${buckets}[5m])))`,
  );
  const probed =
    httpProbes.length > 0 ? 'probe_duration_seconds{job="probe-http"}' : 'probe_duration_seconds';
  return {
    errorRate: rates.length === 0 ? undefined : rates.join(' or '),
    latency: latencies.length === 0 ? `avg_over_time(${probed}[5m])` : latencies.join(' or '),
    latencyBy: latencies.length === 0 ? 'instance' : 'job',
  };
}

export const diskFree =
  'node_filesystem_avail_bytes{mountpoint="/"} / node_filesystem_size_bytes{mountpoint="/"}';
export const memoryFree = 'node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes';
export const restarts = 'changes(process_start_time_seconds[15m])';
