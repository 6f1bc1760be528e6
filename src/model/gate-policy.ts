// Defaults of gates, and how a compose health check maps onto them.
import type { GatePolicy } from './probe.ts';
import type { Healthcheck } from './service.ts';

export const defaultPolicy: GatePolicy = {
  initialDelayMs: 0,
  periodMs: 1000,
  timeoutMs: 5000,
  successThreshold: 3,
  failureThreshold: 0,
  startPeriodMs: 0,
  stableForMs: 10_000,
  deadlineMs: 60_000,
  noActivityMs: 0,
  soakMs: 0,
  restarts: 2,
};

/** Longest pause between probes while starting: a health check's own interval is meant for steady state. */
const slowestStartPeriodMs = 2000;

/**
 * The policy of a gate: settings win over the health check, which wins over the defaults. `retries` counts
 * after `start_period`, as in the compose specification's `healthcheck`.
 */
export function policyFrom(
  healthcheck: Healthcheck | undefined,
  ...settings: readonly Partial<GatePolicy>[]
): GatePolicy {
  const own: Partial<GatePolicy> = healthcheck === undefined ? {} : mapped(healthcheck);
  const merged: GatePolicy = Object.assign({}, defaultPolicy, own, ...settings);
  const start = merged.startPeriodMs + merged.initialDelayMs + merged.stableForMs;
  const explicit = settings.some((setting) => setting.deadlineMs !== undefined);
  return explicit || merged.deadlineMs > start
    ? merged
    : { ...merged, deadlineMs: start + defaultPolicy.deadlineMs };
}

function mapped(healthcheck: Healthcheck): Partial<GatePolicy> {
  const interval = healthcheck.startIntervalMs ?? healthcheck.intervalMs ?? 30_000;
  return {
    periodMs: Math.min(interval, slowestStartPeriodMs),
    timeoutMs: healthcheck.timeoutMs ?? 30_000,
    startPeriodMs: healthcheck.startPeriodMs ?? 0,
    deadlineMs: Math.max(
      defaultPolicy.deadlineMs,
      (healthcheck.startPeriodMs ?? 0) + (healthcheck.intervalMs ?? 30_000) * (healthcheck.retries ?? 3),
    ),
  };
}
