import type { GatePolicy, Probe } from '../model/probe.ts';

/** A one-shot that completed cannot un-complete: one look is enough, and there is nothing to soak. */
export function policyForProbe(probe: Probe, policy: GatePolicy): GatePolicy {
  if (probe.kind !== 'engine' || probe.expect !== 'completed') return policy;
  return { ...policy, successThreshold: 1, stableForMs: 0, soakMs: 0 };
}
