// One action, as it is done here. Applying is idempotent by itself, and what is done already is seen by looking.
import { BugError } from '../../base/errors.ts';
import type { ApplyContext, EngineAction } from '../engine.ts';
import { kindFor } from './acts.ts';
import { drainTheirs } from './handover.ts';
import type { Inventory } from './inventory.ts';
import { routeTo } from './route.ts';
import type { Kube } from './stack.ts';
import { startInstance } from './start.ts';
import { removeInstance, stopInstance } from './stop.ts';

export async function perform(
  kube: Kube,
  inventory: Inventory,
  action: EngineAction,
  { key, run, release, wanted, signal, midAct }: ApplyContext,
): Promise<void> {
  switch (action.kind) {
    case 'start': {
      if (wanted === undefined) throw new BugError(`start of ${action.instance} without its unit`);
      const identity = { instance: action.instance, config: action.config, key, release, run };
      const { alone = false } = action;
      return startInstance(kube, inventory, { wanted, identity, alone, signal, midAct });
    }
    case 'route':
      return routeTo(kube, action, { signal, midAct, wanted, kind: kindFor(action, { wanted }) });
    case 'drain':
      // The pods' own grace period covers what is under way: nobody counts it here.
      midAct?.();
      return drainTheirs(action, signal);
    case 'stop':
      return stopInstance(kube, action.service, action.instance, {
        graceMs: action.graceMs,
        wanted,
        signal,
        midAct,
      });
    case 'remove':
      return removeInstance(kube, inventory, action.service, action.instance, {
        graceMs: wanted?.unit.stopGraceMs ?? 10_000,
        wanted,
        signal,
        midAct,
      });
    default:
      throw new BugError(`Kubernetes has no ${action.kind}: its nodes have their own images`);
  }
}
