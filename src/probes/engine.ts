import { unreachable } from '../base/errors.ts';
import type { Probe, Verdict } from '../model/probe.ts';
import type { Observed } from '../model/unit.ts';
import { type Limits, noAnswer, within } from './answer.ts';
import type { ProbeTarget } from './target.ts';

type EngineProbe = Extract<Probe, { kind: 'engine' }>;

export async function measureEngine(
  probe: EngineProbe,
  target: ProbeTarget,
  limits: Limits,
): Promise<Verdict> {
  const seen = await within(limits, async (signal) => ({ observed: await target.observe(signal) }));
  if (seen === undefined) return noAnswer('engine', limits.timeoutMs);
  if (seen.observed === undefined) return { state: 'wait', reason: 'the engine does not show the instance' };
  return engineVerdict(probe.expect, seen.observed);
}

/** What the engine's word means for a service (`running`) or a one-shot (`completed`). */
export function engineVerdict(expect: 'running' | 'completed', observed: Observed): Verdict {
  const { trouble, state } = observed;
  if (trouble !== undefined && (state === 'starting' || state === 'restarting'))
    return { state: 'wait', reason: trouble.cause };
  switch (observed.state) {
    case 'starting':
      return { state: 'wait', reason: 'instance is starting' };
    case 'restarting':
      return { state: 'wait', reason: `instance is restarting, ${exitWords(observed)}` };
    case 'running':
      return expect === 'running'
        ? { state: 'pass', reason: 'instance is running' }
        : { state: 'wait', reason: 'instance has not completed yet' };
    case 'exited':
      return expect === 'completed' && observed.exitCode === 0
        ? { state: 'pass', reason: 'instance completed with code 0' }
        : { state: 'fail', reason: `instance ${exitWords(observed)}` };
    default:
      return unreachable(observed.state);
  }
}

function exitWords(observed: Observed): string {
  if (observed.oomKilled) return 'was killed for memory (OOM)';
  if (observed.signal !== undefined) return `was ended by ${observed.signal}`;
  return observed.exitCode === undefined ? 'exited' : `exited with code ${observed.exitCode}`;
}
