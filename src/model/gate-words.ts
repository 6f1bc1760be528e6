// A gate in words, for plans and generated comments.
import { formatDuration } from '../base/units.ts';
import type { Gate, Probe } from './probe.ts';

/** `GET /ready on 8000, 2 in a row over 1s, 60s (settings)`. */
export function gateWords({ probe, policy, from }: Gate): string {
  const what = probeWords(probe);
  const short = what.length > 60 ? `${what.slice(0, 57)}...` : what;
  const times = `${policy.successThreshold} in a row over ${formatDuration(policy.stableForMs)}, ${formatDuration(policy.deadlineMs)}`;
  return `${short}, ${times} (${from})`;
}

function probeWords(probe: Probe): string {
  switch (probe.kind) {
    case 'http':
      return `GET ${probe.path} on ${probe.port}`;
    case 'tcp':
      return `port ${probe.port} open`;
    case 'exec':
      return `exec ${probe.argv.join(' ')}`;
    case 'log':
      return `log /${probe.pattern}/`;
    case 'engine':
      return probe.expect;
  }
}
