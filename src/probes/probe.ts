// One measurement. It never throws: what went wrong is the reason of the verdict.
import type { Clock } from '../base/clock.ts';
import { messageOf, unreachable } from '../base/errors.ts';
import type { Probe, Verdict } from '../model/probe.ts';
import { excerpt, type Limits } from './answer.ts';
import { measureEngine } from './engine.ts';
import { measureExec } from './exec.ts';
import { measureHttp } from './http.ts';
import { measureLog } from './log.ts';
import type { ProbeTarget } from './target.ts';
import { measureTcp } from './tcp.ts';

export async function measure(
  probe: Probe,
  target: ProbeTarget,
  timeoutMs: number,
  signal: AbortSignal,
  clock: Clock,
): Promise<Verdict> {
  try {
    return await dispatch(probe, target, { timeoutMs, signal, clock });
  } catch (error) {
    return { state: 'fail', reason: `${probe.kind} probe: ${excerpt(messageOf(error))}` };
  }
}

function dispatch(probe: Probe, target: ProbeTarget, limits: Limits): Promise<Verdict> {
  switch (probe.kind) {
    case 'http':
      return measureHttp(probe, target, limits);
    case 'tcp':
      return measureTcp(probe, target, limits);
    case 'exec':
      return measureExec(probe, target, limits);
    case 'log':
      return measureLog(probe, target, limits);
    case 'engine':
      return measureEngine(probe, target, limits);
    default:
      return unreachable(probe);
  }
}
