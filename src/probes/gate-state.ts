// Beginnings of a gate, when it wants to be probed next, and what it says of itself.
import { formatDuration } from '../base/units.ts';
import type { GatePolicy, GateState } from '../model/probe.ts';
import { formatMargin, type GateProgress, isOver } from './gate.ts';

const fresh: Omit<GateProgress, 'beganAt'> = {
  phase: 'starting',
  probes: 0,
  passesInRow: 0,
  failuresInRow: 0,
  flaps: 0,
  restarts: 0,
  firstPassMs: undefined,
  lastActivityMs: 0,
  lastReason: 'not probed yet',
  cause: undefined,
  elapsedMs: 0,
  lastProbeMs: undefined,
  countedMs: undefined,
  badInRow: 0,
  readyMs: undefined,
  soakBeganMs: undefined,
  soakFromMs: undefined,
};

/** `nowMs` is the monotonic clock's. */
export function initialGate(nowMs: number): GateProgress {
  return { ...fresh, beganAt: nowMs };
}

/** A gate for a service that is up already and only has to stay so; `restarts` is the engine's count so far. */
export function initialSoak(nowMs: number, restarts: number): GateProgress {
  return { ...fresh, beganAt: nowMs, restarts, phase: 'ready', readyMs: 0 };
}

/** Goes on counting where the journaled state stood: the time without a deployer is nobody's fault. */
export function resumeGate(state: GateState, nowMs: number): GateProgress {
  const began = { ...fresh, ...state };
  const known = [
    'elapsedMs' in state ? state.elapsedMs : undefined,
    state.lastActivityMs,
    state.firstPassMs,
  ].filter((value) => typeof value === 'number');
  const elapsedMs = Math.max(0, ...known);
  return { ...began, elapsedMs, beganAt: nowMs - elapsedMs };
}

/** Longest pause between probes while nothing has passed yet, however long the period is. */
const rampLimitMs = 1000;
const firstProbeMs = 50;

/**
 * Monotonic time of the next probe. While starting, pauses grow from 50 ms: `growth` 2 gives probes at 50, 100, 200,
 * 400 ms, …; a smaller one reacts faster and suits probes that cost nothing.
 */
export function nextProbeAt(state: GateProgress, policy: GatePolicy, nowMs: number, growth = 2): number {
  if (isOver(state)) return nowMs;
  const first = policy.initialDelayMs + (policy.initialDelayMs === 0 ? firstProbeMs : 0);
  const last = state.lastProbeMs;
  const next =
    last === undefined ? (state.phase === 'starting' ? first : 0) : last + pause(state, policy, last, growth);
  return Math.max(nowMs, state.beganAt + next);
}

function pause(state: GateProgress, policy: GatePolicy, last: number, growth: number): number {
  if (state.phase !== 'starting') {
    const soakEnd = (state.soakFromMs ?? state.elapsedMs) + policy.soakMs;
    return last < soakEnd ? Math.min(policy.periodMs, soakEnd - last) : policy.periodMs;
  }
  if (state.passesInRow === 0) {
    const sinceDelay = last - policy.initialDelayMs;
    return Math.min(policy.periodMs, rampLimitMs, Math.max(firstProbeMs, sinceDelay * (growth - 1)));
  }
  return betweenPasses(state, policy, last);
}

/** A period longer than the stable time would only delay: the passes are spread over that time, the last at its end. */
function betweenPasses(state: GateProgress, policy: GatePolicy, last: number): number {
  if (policy.stableForMs === 0) return policy.periodMs;
  const spread = policy.stableForMs / Math.max(1, policy.successThreshold - 1);
  const stableAt = (state.firstPassMs ?? last) + policy.stableForMs;
  const step = Math.min(policy.periodMs, spread);
  const isLast = state.passesInRow + 1 >= policy.successThreshold;
  return isLast && last < stableAt ? Math.min(step, stableAt - last) : step;
}

/** When, on the monotonic clock, one of the gate's own deadlines falls; a `tick` then settles it. */
export function nextTickAt(state: GateProgress, policy: GatePolicy): number {
  if (state.phase !== 'starting') return state.beganAt + state.elapsedMs + policy.soakMs + policy.periodMs;
  const quiet = policy.noActivityMs > 0 ? state.lastActivityMs + policy.noActivityMs : policy.deadlineMs;
  return state.beganAt + Math.min(policy.deadlineMs, quiet);
}

/** One line for people: `ready after 59.2s, 0.8s before the deadline`, or the cause. */
export function gateSummary(state: GateState, policy: GatePolicy): string {
  if (state.cause !== undefined) return state.cause;
  const readyMs = 'readyMs' in state && typeof state.readyMs === 'number' ? state.readyMs : undefined;
  if (readyMs === undefined) return `starting: ${state.lastReason}`;
  const margin = formatMargin(Math.max(0, policy.deadlineMs - readyMs));
  const flaps = state.flaps === 0 ? '' : `, ${state.flaps} ${state.flaps === 1 ? 'flap' : 'flaps'} seen`;
  return `ready after ${formatDuration(readyMs)}, ${margin} before the deadline${flaps}`;
}
