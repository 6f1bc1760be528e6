// The loop over measurement and reducer: it supplies time and looks, and decides nothing.
import type { Clock } from '../base/clock.ts';
import type { Gate, GatePolicy, GateState, Verdict } from '../model/probe.ts';
import type { Observed } from '../model/unit.ts';
import { compilePattern, ended, within } from './answer.ts';
import { type GateEvent, type GateProgress, gateStep, isOver } from './gate.ts';
import { initialGate, nextProbeAt, nextTickAt, resumeGate } from './gate-state.ts';
import { type LogWatch, watchLog } from './log.ts';
import { policyForProbe } from './policy.ts';
import { measure } from './probe.ts';
import type { ProbeTarget } from './target.ts';

export interface GateRun {
  readonly gate: Gate;
  readonly target: ProbeTarget;
  readonly clock: Clock;
  /** Aborting ends the loop; the state so far is returned, not judged. */
  readonly signal: AbortSignal;
  /** A journaled state to go on from. */
  readonly from?: GateState;
  /** `ready`: return before the soak, which a later call with `from` then does. Default `good`. */
  readonly until?: 'ready' | 'good';
  /** Called when more than counters changed, else at most once a second: worth a journal record. */
  readonly onChange?: (state: GateProgress) => void;
}

/** Never rejects for what a service does; a `failed` state carries the cause. */
export async function runGate(run: GateRun): Promise<GateProgress> {
  return new GateLoop(run).run();
}

const observeEveryMs = 200;
/** Where changes are told, only what time alone brings is looked for. */
const observeToldEveryMs = 1000;
const observeTimeoutMs = 2000;
const announceEveryMs = 1000;
/** Looks in a row at which the engine does not show the instance, before it counts as gone. */
const missingLimit = 3;
/** CPU use below this share of a core is an idle process with its timers. */
const busyShare = 0.03;
const busyWindowMs = 1000;

class GateLoop {
  readonly #run: GateRun;
  readonly #policy: GatePolicy;
  readonly #clock: Clock;
  readonly #stop = new AbortController();
  #state: GateProgress;
  #announced: GateProgress;
  #announcedAt: number;
  #nap = new AbortController();
  #woken = false;
  #missing = 0;
  #observed: Observed | undefined;
  #memoryPeak: number | undefined;
  #cpu: { readonly atMs: number; readonly seconds: number } | undefined;

  constructor(run: GateRun) {
    this.#run = run;
    this.#clock = run.clock;
    this.#policy = policyForProbe(run.gate.probe, run.gate.policy);
    const now = run.clock.monotonicMs();
    this.#state = run.from === undefined ? initialGate(now) : resumeGate(run.from, now);
    this.#announced = this.#state;
    this.#announcedAt = now;
  }

  async run(): Promise<GateProgress> {
    const abort = () => this.#stop.abort(ended);
    this.#stop.signal.addEventListener('abort', () => this.#nap.abort(ended));
    this.#run.signal.addEventListener('abort', abort, { once: true });
    if (this.#run.signal.aborted || this.#isDone()) abort();
    try {
      await Promise.all([this.#probing(), this.#observing(), this.#listening(), this.#ticking()]);
    } finally {
      this.#run.signal.removeEventListener('abort', abort);
      abort();
    }
    return this.#state;
  }

  get #stopped(): boolean {
    return this.#stop.signal.aborted;
  }

  #isDone(): boolean {
    return isOver(this.#state) || (this.#run.until === 'ready' && this.#state.phase !== 'starting');
  }

  #dispatch(event: GateEvent): void {
    if (this.#stopped) return;
    this.#state = gateStep(this.#state, event, this.#policy, this.#clock.monotonicMs());
    this.#announce();
    if (this.#isDone()) this.#stop.abort(ended);
  }

  #announce(): void {
    const now = this.#clock.monotonicMs();
    const before = this.#announced;
    const changed = (['phase', 'cause', 'restarts', 'flaps', 'lastReason'] as const).some(
      (key) => before[key] !== this.#state[key],
    );
    if (!changed && now - this.#announcedAt < announceEveryMs) return;
    this.#announced = this.#state;
    this.#announcedAt = now;
    this.#run.onChange?.(this.#state);
  }

  async #probing(): Promise<void> {
    const look = this.#looker();
    const { gate, target } = this.#run;
    // An exec probe starts a process each time; the others are cheap enough to ask more often, unless changes are told.
    const isTold = gate.probe.kind === 'engine' && target.changed !== undefined;
    const growth = gate.probe.kind === 'exec' || isTold ? 2 : 1.2;
    const rare = { ...this.#policy, periodMs: Math.max(this.#policy.periodMs, observeToldEveryMs) };
    while (!this.#stopped) {
      const now = this.#clock.monotonicMs();
      // Who is told when to look again asks seldom until there is something to count.
      const policy = isTold && this.#state.passesInRow === 0 ? rare : this.#policy;
      await this.#sleepUntil(nextProbeAt(this.#state, policy, now, growth));
      if (this.#stopped) return;
      const verdict = await look();
      // A port or a log line may outlive its process: the engine is asked before the last word is spoken.
      if (gate.probe.kind !== 'engine' && this.#wouldSettle(verdict)) await this.#observe();
      this.#dispatch({ kind: 'verdict', verdict });
    }
  }

  #looker(): () => Promise<Verdict> {
    const { gate, target } = this.#run;
    const { probe } = gate;
    if (probe.kind !== 'log') {
      // Where the engine's word is the probe, one look serves for both.
      const asked = probe.kind === 'engine' ? { ...target, observe: this.#look } : target;
      return () => measure(probe, asked, this.#policy.timeoutMs, this.#stop.signal, this.#clock);
    }
    const pattern = compilePattern(probe.pattern);
    if (!(pattern instanceof RegExp)) return async () => pattern;
    const watch: LogWatch = watchLog(pattern, target, this.#stop.signal, this.#clock);
    watch.onMatch = () => {
      if (this.#state.passesInRow === 0) this.#wake();
    };
    return async () => watch.verdict(this.#startedAtMs());
  }

  /** Wall time of the last start, once the instance has been restarted. */
  #startedAtMs(): number {
    if (this.#state.restarts === 0) return 0;
    const at = Date.parse(this.#observed?.startedAt ?? '');
    return Number.isNaN(at) ? 0 : at;
  }

  #wouldSettle(verdict: Verdict): boolean {
    if (verdict.state !== 'pass' || this.#stopped) return false;
    const now = this.#clock.monotonicMs();
    const next = gateStep(this.#state, { kind: 'verdict', verdict }, this.#policy, now);
    return next.phase !== this.#state.phase && next.phase !== 'failed';
  }

  #wake(): void {
    this.#woken = true;
    this.#nap.abort(ended);
  }

  async #sleepUntil(atMs: number): Promise<void> {
    this.#nap = new AbortController();
    if (this.#woken || this.#stopped) this.#nap.abort(ended);
    await this.#clock.sleep(atMs - this.#clock.monotonicMs(), this.#nap.signal);
    this.#woken = false;
  }

  async #observing(): Promise<void> {
    const everyMs = this.#run.target.changed === undefined ? observeEveryMs : observeToldEveryMs;
    while (!this.#stopped) {
      await this.#observe(true);
      await this.#clock.sleep(everyMs, this.#stop.signal);
    }
  }

  async #listening(): Promise<void> {
    const { gate, target } = this.#run;
    while (target.changed !== undefined && !this.#stopped) {
      await target.changed(this.#stop.signal);
      const isDue = this.#clock.monotonicMs() - this.#state.beganAt >= this.#policy.initialDelayMs;
      if (gate.probe.kind === 'engine' && this.#state.passesInRow === 0 && isDue) this.#wake();
      else await this.#observe();
    }
  }

  /** `isTimed`: only looks with a pause between them say that it is gone. */
  async #observe(isTimed = false): Promise<void> {
    const limits = { timeoutMs: observeTimeoutMs, signal: this.#stop.signal, clock: this.#clock };
    // An engine that does not answer says nothing about the service; its own limits deal with that.
    const seen = await within(limits, async (signal) => ({ observed: await this.#look(signal) })).catch(
      () => undefined,
    );
    if (seen === undefined || seen.observed !== undefined || this.#stopped) return;
    if (isTimed) this.#missing += 1;
    if (this.#missing >= missingLimit) this.#dispatch({ kind: 'exited', code: undefined, oom: false });
  }

  #look = async (signal: AbortSignal): Promise<Observed | undefined> => {
    const observed = await this.#run.target.observe(signal);
    if (observed === undefined || this.#stopped) return observed;
    this.#observed = observed;
    this.#missing = 0;
    this.#noticed(observed);
    return observed;
  };

  #noticed(observed: Observed): void {
    // The engine forgets it with the process.
    this.#memoryPeak = observed.memoryPeak ?? this.#memoryPeak;
    if (observed.trouble === undefined && observed.restarts > this.#state.restarts) {
      this.#dispatch({ kind: 'restart', count: observed.restarts, exit: observed.exitCode });
    }
    if (observed.trouble !== undefined) this.#dispatch({ kind: 'trouble', trouble: observed.trouble });
    const { probe } = this.#run.gate;
    const completes = probe.kind === 'engine' && probe.expect === 'completed';
    if (observed.state === 'exited' && !(completes && observed.exitCode === 0)) {
      const limit = this.#run.target.memoryLimit;
      const peak = this.#memoryPeak;
      this.#dispatch({ kind: 'exited', code: observed.exitCode, oom: observed.oomKilled, limit, peak });
    }
    if (this.#isActive(observed)) this.#dispatch({ kind: 'activity' });
  }

  #lastLogMs: number | undefined;

  #isActive(observed: Observed): boolean {
    // Where neither is known, silence cannot be told from ignorance.
    if (observed.cpuSeconds === undefined && observed.lastLogMs === undefined) return true;
    const logged = observed.lastLogMs !== this.#lastLogMs;
    this.#lastLogMs = observed.lastLogMs;
    const now = this.#clock.monotonicMs();
    const cpu = this.#cpu;
    const seconds = observed.cpuSeconds ?? 0;
    if (cpu !== undefined && now - cpu.atMs < busyWindowMs) return logged;
    this.#cpu = { atMs: now, seconds };
    if (cpu === undefined) return logged;
    return logged || seconds - cpu.seconds >= (busyShare * (now - cpu.atMs)) / 1000;
  }

  async #ticking(): Promise<void> {
    while (!this.#stopped) {
      const dueIn = nextTickAt(this.#state, this.#policy) - this.#clock.monotonicMs();
      await this.#clock.sleep(Math.min(1000, Math.max(1, dueIn)), this.#stop.signal);
      this.#dispatch({ kind: 'tick' });
    }
  }
}
