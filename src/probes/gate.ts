// The policy over a probe as a pure reducer. It holds no clock and no timer; the runner and the tests supply the time.
import { unreachable } from '../base/errors.ts';
import { count } from '../base/text.ts';
import { formatDuration, formatMebibytes } from '../base/units.ts';
import type { GatePolicy, GateState, Verdict } from '../model/probe.ts';
import type { Trouble } from '../model/unit.ts';

export type GateEvent =
  | { readonly kind: 'verdict'; readonly verdict: Verdict }
  /** `count`: restarts of the instance so far, as the engine counts them. */
  | { readonly kind: 'restart'; readonly count: number; readonly exit: number | undefined }
  /** Ended for good. `code` undefined: ended by a signal, or gone without a trace. */
  | {
      readonly kind: 'exited';
      readonly code: number | undefined;
      readonly oom: boolean;
      /** Bytes: what it was allowed, and the most that was seen of it. */
      readonly limit?: number | undefined;
      readonly peak?: number | undefined;
    }
  /** What the engine says is wrong, and whether a wait can help. */
  | { readonly kind: 'trouble'; readonly trouble: Trouble }
  | { readonly kind: 'activity' }
  | { readonly kind: 'tick' };

/** The journaled state and what the reducer needs besides. Plain JSON; times are ms since the gate began. */
export interface GateProgress extends GateState {
  /** Monotonic time of this process at which the gate began; `resumeGate` sets it anew in another process. */
  readonly beganAt: number;
  readonly elapsedMs: number;
  readonly lastProbeMs: number | undefined;
  /** When a failure was last counted: ramp-up probes are frequent, failures count once a period as in Docker. */
  readonly countedMs: number | undefined;
  readonly badInRow: number;
  readonly readyMs: number | undefined;
  readonly soakBeganMs: number | undefined;
  /** Since when the soak has had no miss. */
  readonly soakFromMs: number | undefined;
}

/** `bad` answers in a row that end the gate: one may be a container that is not quite up. */
const badLimit = 3;
/** Misses in a row that end a soak when the policy sets no failure threshold. */
const soakMisses = 3;
/** A soak that keeps being interrupted ends after so many times its length. */
const soakStretch = 3;

export function isOver(state: GateState): boolean {
  return state.phase === 'good' || state.phase === 'failed';
}

export function gateStep(
  state: GateProgress,
  event: GateEvent,
  policy: GatePolicy,
  nowMs: number,
): GateProgress {
  if (isOver(state)) return state;
  const elapsedMs = Math.max(state.elapsedMs, nowMs - state.beganAt);
  const at = enterSoak({ ...state, elapsedMs }, policy);
  if (isOver(at)) return at;
  switch (event.kind) {
    case 'verdict':
      return judgeClocks(onVerdict(at, event.verdict, policy), policy, event);
    case 'restart':
      return judgeClocks(onRestart(at, event, policy), policy, event);
    case 'exited':
      return fail(at, exitCause(at, event));
    case 'trouble':
      return judgeClocks(onTrouble(at, event.trouble, policy), policy, event);
    case 'activity':
      return judgeClocks({ ...at, lastActivityMs: elapsedMs }, policy, event);
    case 'tick':
      return judgeClocks(at, policy, event);
    default:
      return unreachable(event);
  }
}

/** Promotion lies between `ready` and the soak, so the soak begins with the first event after it. */
function enterSoak(state: GateProgress, policy: GatePolicy): GateProgress {
  if (state.phase !== 'ready') return state;
  if (policy.soakMs === 0) return { ...state, phase: 'good' };
  return { ...state, phase: 'soaking', soakBeganMs: state.elapsedMs, soakFromMs: state.elapsedMs };
}

function onVerdict(state: GateProgress, verdict: Verdict, policy: GatePolicy): GateProgress {
  const changed = verdict.reason !== state.lastReason;
  const seen: GateProgress = {
    ...state,
    probes: state.probes + 1,
    lastProbeMs: state.elapsedMs,
    lastReason: verdict.reason,
    lastActivityMs: changed || verdict.state === 'pass' ? state.elapsedMs : state.lastActivityMs,
    badInRow: verdict.state === 'bad' ? state.badInRow + 1 : 0,
  };
  return verdict.state === 'pass' ? onPass(seen, policy) : onMiss(seen, verdict, policy);
}

function onPass(state: GateProgress, policy: GatePolicy): GateProgress {
  const at = state.elapsedMs;
  const passed: GateProgress = {
    ...state,
    passesInRow: state.passesInRow + 1,
    failuresInRow: 0,
    countedMs: undefined,
    firstPassMs: state.passesInRow === 0 ? at : state.firstPassMs,
  };
  if (state.phase === 'soaking') {
    const soaked = at - (state.soakFromMs ?? at) >= policy.soakMs;
    return soaked ? { ...passed, phase: 'good' } : passed;
  }
  const enough = passed.passesInRow >= policy.successThreshold;
  const stable = at - (passed.firstPassMs ?? at) >= policy.stableForMs;
  if (!enough || !stable || at > policy.deadlineMs) return passed;
  return { ...passed, phase: policy.soakMs === 0 ? 'good' : 'ready', readyMs: at };
}

function onMiss(state: GateProgress, verdict: Verdict, policy: GatePolicy): GateProgress {
  const counts = state.phase === 'soaking' || failureCounts(state, verdict, policy);
  const missed: GateProgress = {
    ...resetPasses(state),
    failuresInRow: state.failuresInRow + (counts ? 1 : 0),
    countedMs: counts ? state.elapsedMs : state.countedMs,
  };
  if (missed.badInRow >= badLimit) return fail(missed, `bad check: ${verdict.reason}`);
  if (state.phase === 'soaking') {
    const limit = policy.failureThreshold === 0 ? soakMisses : policy.failureThreshold;
    return missed.failuresInRow >= limit
      ? fail(missed, `not steady in the soak, ${missed.failuresInRow} misses in a row: ${verdict.reason}`)
      : missed;
  }
  if (policy.failureThreshold > 0 && missed.failuresInRow >= policy.failureThreshold) {
    return fail(missed, `${missed.failuresInRow} failures in a row: ${verdict.reason}`);
  }
  return missed;
}

function failureCounts(state: GateProgress, verdict: Verdict, policy: GatePolicy): boolean {
  if (verdict.state !== 'fail') return false;
  const since = state.countedMs ?? Math.max(policy.startPeriodMs, policy.initialDelayMs);
  return state.elapsedMs - since >= policy.periodMs;
}

/** A miss loses the row; having passed before makes it a flap. */
function resetPasses(state: GateProgress): GateProgress {
  const flapped = state.passesInRow > 0;
  return {
    ...state,
    passesInRow: 0,
    firstPassMs: undefined,
    flaps: state.flaps + (flapped ? 1 : 0),
    soakFromMs: state.phase === 'soaking' ? state.elapsedMs : state.soakFromMs,
  };
}

function onRestart(
  state: GateProgress,
  event: Extract<GateEvent, { kind: 'restart' }>,
  policy: GatePolicy,
): GateProgress {
  if (event.count <= state.restarts) return state;
  const exit = event.exit === undefined ? 'last exit not known' : `last exit ${event.exit}`;
  const restarted = { ...resetPasses(state), restarts: event.count, lastActivityMs: state.elapsedMs };
  if (state.phase === 'soaking') return fail(restarted, `restarted in the soak, ${exit}`);
  if (event.count <= policy.restarts) return restarted;
  return fail(restarted, `crash loop: ${event.count} restarts, ${policy.restarts} tolerated, ${exit}`);
}

/** An engine that tells of each end itself, and between them of what keeps it down. */
function onTrouble(state: GateProgress, { cause, isFinal, ends }: Trouble, policy: GatePolicy): GateProgress {
  if (isFinal || (ends !== undefined && ends > policy.restarts)) return fail(state, cause);
  if (ends === undefined || ends <= state.restarts) return state;
  if (state.phase === 'soaking') return fail(state, `ended in the soak: ${cause}`);
  return { ...resetPasses(state), restarts: ends, lastActivityMs: state.elapsedMs };
}

function exitCause(state: GateProgress, event: Extract<GateEvent, { kind: 'exited' }>): string {
  const code = event.code === undefined ? '' : ` with code ${event.code}`;
  const what = event.oom ? killedForMemory(event) : `instance exited${code}`;
  if (state.phase !== 'soaking') return what;
  return `${what}, ${formatDuration(state.elapsedMs - (state.soakBeganMs ?? 0))} into the soak`;
}

/** With what a person needs to choose a better limit. */
function killedForMemory({ limit, peak }: Extract<GateEvent, { kind: 'exited' }>): string {
  const numbers = [
    limit === undefined ? '' : `limit ${formatMebibytes(limit)}`,
    peak === undefined ? '' : `peak ${formatMebibytes(peak)} seen`,
  ].filter((text) => text !== '');
  const hint = limit === undefined ? '' : '; raise deploy.resources.limits.memory, or let it need less';
  return `instance was killed for memory (OOM)${numbers.length === 0 ? '' : `, ${numbers.join(', ')}`}${hint}`;
}

function judgeClocks(state: GateProgress, policy: GatePolicy, event: GateEvent): GateProgress {
  const at = state.elapsedMs;
  if (state.phase === 'soaking') {
    const limit = policy.soakMs * soakStretch + policy.periodMs + policy.timeoutMs;
    if (at - (state.soakBeganMs ?? at) < limit) return state;
    return fail(
      state,
      `not steady for ${formatDuration(policy.soakMs)} within ${formatDuration(limit)} of soak: ${state.lastReason}`,
    );
  }
  if (state.phase !== 'starting') return state;
  // An answer that comes at the very deadline was not yet judged when the deadline fell; it may still pass.
  if (event.kind === 'verdict' ? at > policy.deadlineMs : at >= policy.deadlineMs) {
    return fail(state, overdue(state, policy));
  }
  if (policy.noActivityMs > 0 && at - state.lastActivityMs >= policy.noActivityMs) {
    const quiet = formatDuration(policy.noActivityMs);
    return fail(
      state,
      `no activity for ${quiet} (no log, no CPU, no change of the probe's answer): ${state.lastReason}`,
    );
  }
  return state;
}

function overdue(state: GateProgress, policy: GatePolicy): string {
  const late = formatMargin(state.elapsedMs - policy.deadlineMs);
  const head = `not ready after ${formatDuration(state.elapsedMs)}, ${late} past the deadline`;
  const flaps = state.flaps === 0 ? '' : `, ${count(state.flaps, 'flap')}`;
  if (state.passesInRow === 0) return `${head}${flaps}: ${state.lastReason}`;
  const stable = formatDuration(state.elapsedMs - (state.firstPassMs ?? state.elapsedMs));
  const row = `${count(state.passesInRow, 'pass', 'passes')} in a row (${policy.successThreshold} needed)`;
  return `${head}: ${row}, stable for ${stable} of ${formatDuration(policy.stableForMs)}${flaps}: ${state.lastReason}`;
}

function fail(state: GateProgress, cause: string): GateProgress {
  return { ...state, phase: 'failed', cause };
}

/** `0.8s`, where formatDuration would say `800ms`: a margin stands beside seconds. */
export function formatMargin(ms: number): string {
  return ms < 60_000 ? `${Number((ms / 1000).toFixed(1))}s` : formatDuration(ms);
}
