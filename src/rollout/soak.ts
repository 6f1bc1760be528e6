// After its gate a phase is watched for a while: a service that dies just then must not be promoted.
import { SeaworthyError } from '../base/errors.ts';
import { formatDuration } from '../base/units.ts';
import type { Action } from '../model/plan.ts';
import type { GateState } from '../model/probe.ts';
import type { Observed } from '../model/unit.ts';
import { initialSoak } from '../probes/gate-state.ts';
import { runGate } from '../probes/run-gate.ts';
import type { ActContext } from './act.ts';
import { GateFailure } from './gate-failure.ts';
import { probeTarget } from './view.ts';

type Soak = Extract<Action, { kind: 'soak' }>;

/**
 * Holds every service of the phase to its own probe for the soak time, side by side.
 *
 * @throws SeaworthyError GATE_FAILED naming the first service that did not hold, and what it did.
 */
export async function soak(action: Soak, context: ActContext, signal: AbortSignal): Promise<string> {
  const ended = new AbortController();
  const end = () => ended.abort();
  signal.addEventListener('abort', end, { once: true });
  const serving = await servingNow(action.services, context, signal);
  let failure: GateFailure | undefined;
  await Promise.all(
    serving.map(async (one) => {
      const state = await hold(one, action.soakMs, context, ended.signal);
      if (state?.phase !== 'failed' || failure !== undefined) return;
      failure = new GateFailure(one, state);
      end();
    }),
  );
  signal.removeEventListener('abort', end);
  if (failure !== undefined) throw failure;
  if (signal.aborted) throw new SeaworthyError('CANCELLED', 'the soak was not finished');
  return `${serving.length} services held for ${formatDuration(action.soakMs)}`;
}

async function servingNow(
  services: readonly string[],
  context: ActContext,
  signal: AbortSignal,
): Promise<readonly Observed[]> {
  const configs = new Map(services.map((service) => [service, context.wanted(service)?.config]));
  const observed = await context.view.all(signal);
  return observed.filter((one) => !one.oneShot && configs.get(one.service) === one.config);
}

async function hold(
  one: Observed,
  soakMs: number,
  context: ActContext,
  signal: AbortSignal,
): Promise<GateState | undefined> {
  const wanted = context.wanted(one.service);
  if (wanted === undefined) return undefined;
  return runGate({
    gate: { ...wanted.gate, policy: { ...wanted.gate.policy, soakMs } },
    target: probeTarget(context.engine, context.view, one.instance, wanted),
    from: initialSoak(context.clock.monotonicMs(), one.restarts),
    clock: context.clock,
    signal,
  });
}
