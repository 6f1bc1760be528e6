// An engine action as the keeper hears it, and its outcome in words.
import { systemClock } from '../../base/clock.ts';
import type { Observed } from '../../model/unit.ts';
import { type EngineAction, servingIn } from '../engine.ts';
import { readStat } from './proc.ts';
import type { Request } from './wire.ts';

/** What is done to an instance that is there. */
export type InstanceAction = Exclude<EngineAction, { kind: 'pull' | 'build' | 'start' }>;

/** `leaves`: nothing is wanted of the service any more. */
export function requestOf(action: InstanceAction, leaves: boolean): Request {
  const { service, instance } = action;
  switch (action.kind) {
    case 'route':
      return { op: 'route', service, instance, beside: action.beside };
    case 'drain':
      return { op: 'drain', service, instance: action.instance, drainMs: action.drainMs };
    case 'stop':
      return { op: 'stop', instance: action.instance, signal: action.signal ?? '', graceMs: action.graceMs };
    case 'remove':
      return { op: 'remove', instance: action.instance, leaves };
  }
}

export async function waitForEnd(pid: number, signal: AbortSignal): Promise<void> {
  for (let turn = 0; turn < 400 && !signal.aborted; turn++) {
    const stat = readStat(pid);
    if (stat === undefined || stat.dead) return;
    await systemClock.sleep(5, signal);
  }
}

export function drained(remaining: unknown): string {
  return remaining === 0 ? 'nothing under way' : `${String(remaining)} still under way at the limit`;
}

export function describe(action: EngineAction, observed: readonly Observed[]): string {
  if (action.kind === 'pull' || action.kind === 'build') return 'no images here';
  if (action.kind === 'route')
    return action.instance === null ? 'no instance' : `to ${servingIn(action).join(', ')}`;
  const one = observed.find((candidate) => candidate.instance === action.instance);
  if (one === undefined) return 'gone';
  return one.pid === undefined ? one.state : `pid ${one.pid}`;
}
