// One instance in the keeper: its record on disk, its process, its restarts, its end.
import { appendFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Clock, systemClock } from '../../../base/clock.ts';
import { messageOf, SeaworthyError } from '../../../base/errors.ts';
import type { Observed } from '../../../model/unit.ts';
import { Cgroup, type CgroupHost } from '../cgroup.ts';
import { observedOf } from '../observed.ts';
import type { LocalPaths } from '../paths.ts';
import { identify, isAlive, type ProcStat } from '../proc.ts';
import { type Launch, readEnvironmentFile, type UnitRecord, writeRecord } from '../record.ts';
import { stopSignalOf } from '../signals.ts';
import { killTree, measureTree, stopTree, type TreeRoot } from '../tree.ts';
import { countInRow, restartDelayMs, shouldRestart } from './restart-policy.ts';
import { type Ending, spawnInstance } from './spawn.ts';

export interface UnitHost {
  readonly paths: LocalPaths;
  readonly cgroups: CgroupHost | undefined;
  readonly bootId: string;
  readonly log: (message: string) => void;
}

export interface Usage {
  readonly memory: number;
  readonly cpuSeconds: number | undefined;
  readonly pids: number;
}

const adoptedPollMs = 100;
const clock: Clock = systemClock;

export class Unit {
  readonly launch: Launch;
  readonly #host: UnitHost;
  readonly #logFile: string;
  #record: UnitRecord;
  #cgroup: Cgroup | undefined;
  #usage: Usage | undefined;
  #sampledMs = 0;
  #overLimit = 0;
  #killedForMemory = false;
  #inRow = 0;
  #upSinceMs = 0;
  #stopping: Promise<void> | undefined;
  readonly #stopAsked = new AbortController();
  /** The latest spawn until its end is recorded. */
  #life: Promise<void> = Promise.resolve();
  #spawning: Promise<void> = Promise.resolve();

  constructor(host: UnitHost, record: UnitRecord) {
    this.#host = host;
    this.#record = record;
    this.launch = record.launch;
    this.#logFile = join(host.paths.logs, `${record.launch.instance}.log`);
  }

  get record(): UnitRecord {
    return this.#record;
  }

  /** Runs, or will again by itself. */
  get live(): boolean {
    return this.#record.state !== 'exited';
  }

  /** Answers as soon as the process is there; a program that cannot be started has then ended with 126 or 127. */
  async start(): Promise<void> {
    this.#spawning = this.#spawn();
    await this.#spawning;
  }

  async #spawn(): Promise<void> {
    this.#update({ state: 'intent', identity: undefined, startedAt: new Date().toISOString() });
    const { stackId } = this.#host.paths;
    this.#killedForMemory = false;
    this.#overLimit = 0;
    this.#usage = undefined;
    this.#cgroup = this.#makeCgroup(stackId);
    const environment = readEnvironmentFile(this.#host.paths, this.launch.instance) ?? {};
    const joinFiles = this.#cgroup?.joinFiles ?? [];
    const outcome = await spawnInstance(this.launch, environment, this.#logFile, joinFiles);
    this.#upSinceMs = clock.monotonicMs();
    if (!('pid' in outcome)) {
      this.#note(`cannot start ${this.launch.argv[0]} in ${this.launch.cwd}`);
      this.#life = this.#end(outcome);
      return;
    }
    this.#update({ state: 'running', identity: identify(outcome.pid, this.#host.bootId) });
    this.#life = outcome.ended.then((ending) => this.#end(ending));
  }

  /** Takes over what a former keeper started. `pid` is given when its record did not know it yet. */
  adopt(pid: number | undefined): void {
    this.#cgroup = this.#formerCgroup();
    this.#upSinceMs = clock.monotonicMs();
    const identity = pid === undefined ? this.#record.identity : identify(pid, this.#host.bootId);
    this.#update({ state: 'running', identity });
    this.#life = this.#watch();
  }

  /** Nobody saw it end: after a reboot it stays down, otherwise its restart policy decides. */
  lost(rebooted: boolean): void {
    this.#cgroup = this.#formerCgroup();
    if (rebooted) this.#update({ state: 'exited', identity: undefined });
    else this.#life = this.#end({ exitCode: undefined, signal: undefined });
  }

  /** It ended under a former keeper, which may have died before it had removed the control group. */
  left(): void {
    this.#cgroup = this.#formerCgroup();
    this.#life = this.#removeCgroup();
  }

  async stop(signal: string, graceMs: number): Promise<void> {
    this.#stopping ??= this.#stop(signal, graceMs).finally(() => {
      this.#stopping = undefined;
    });
    await this.#stopping;
  }

  /** Reads what the tree uses now; over a limit that no control group holds for two looks, it is killed. */
  sample(stats: readonly ProcStat[], olderThanMs: number): void {
    const { identity } = this.#record;
    const now = clock.monotonicMs();
    if (this.#record.state !== 'running' || identity === undefined) return;
    // While it joins its control groups, some of them still read 0.
    const known = this.#usage !== undefined && this.#usage.memory > 0 && this.#usage.pids > 0;
    if (known && now - this.#sampledMs < olderThanMs) return;
    this.#sampledMs = now;
    const measured = this.#cgroup?.usage() ?? measureTree(identity.pid, stats);
    this.#usage = measured;
    const peak = Math.max(this.#record.memoryPeak ?? 0, measured.memory);
    this.#record = { ...this.#record, memoryPeak: peak };
    const limit = this.launch.memoryLimit;
    if (this.#cgroup !== undefined || limit === undefined) return;
    this.#overLimit = measured.memory > limit ? this.#overLimit + 1 : 0;
    if (this.#overLimit < 2 || this.#killedForMemory) return;
    this.#killedForMemory = true;
    void killTree(this.#root());
  }

  get usage(): Usage | undefined {
    return this.#record.state === 'running' ? this.#usage : undefined;
  }

  get needsScan(): boolean {
    return this.#record.state === 'running' && this.#cgroup === undefined;
  }

  observed(route: { readonly routed: boolean; readonly inFlight: number }): Observed {
    const lastLogMs = statSync(this.#logFile, { throwIfNoEntry: false })?.mtimeMs;
    const { memory, cpuSeconds } = this.usage ?? {};
    return observedOf(this.#record, { ...route, lastLogMs, memory, cpuSeconds });
  }

  async #stop(signal: string, graceMs: number): Promise<void> {
    this.#update({ stopRequested: true });
    this.#stopAsked.abort();
    // A restart that had begun must be over, or its process would come after the look for it.
    await this.#spawning.catch(() => undefined);
    const how = { signal: stopSignalOf(signal), graceMs, mainOnly: this.launch.signalMainOnly };
    if (!(await stopTree(this.#root(), how))) {
      throw new SeaworthyError('ENGINE_REFUSED', `${this.launch.instance} does not end, even killed`, {
        hint: 'A process of it hangs in the kernel, mostly for a disk or a network file system.',
      });
    }
    await this.#life;
    this.#update({ state: 'exited' });
    await this.#removeCgroup();
  }

  async #watch(): Promise<void> {
    while (isAlive(this.#record.identity, this.#host.bootId)) await clock.sleep(adoptedPollMs);
    await this.#end({ exitCode: undefined, signal: undefined });
  }

  async #end(ending: Ending): Promise<void> {
    const oomKilled = this.#killedForMemory || (this.#cgroup?.oomKills() ?? 0) > 0;
    const peak = oomKilled ? this.#peakAtOom() : this.#record.memoryPeak;
    // While it is being stopped, what is left of it still has its grace.
    if (!this.#record.stopRequested) await killTree(this.#root());
    const { restarts, stopRequested } = this.#record;
    const again = shouldRestart(this.launch, { exitCode: ending.exitCode, stopRequested, restarts });
    const state = again ? 'waiting' : 'exited';
    this.#update({ ...ending, oomKilled, memoryPeak: peak, state, identity: undefined });
    if (!stopRequested) await this.#removeCgroup();
    if (again) void this.#restart();
  }

  async #restart(): Promise<void> {
    const upMs = clock.monotonicMs() - this.#upSinceMs;
    this.#inRow = countInRow(this.#inRow, upMs);
    await clock.sleep(restartDelayMs(this.#inRow - 1), this.#stopAsked.signal);
    if (this.#stopAsked.signal.aborted) return;
    this.#update({ restarts: this.#record.restarts + 1 });
    await this.start().catch((error: unknown) => this.#host.log(messageOf(error)));
  }

  /** The kernel killed it at its limit, whatever the last look saw. */
  #peakAtOom(): number | undefined {
    const seen = this.#record.memoryPeak;
    return this.#cgroup === undefined ? seen : Math.max(seen ?? 0, this.launch.memoryLimit ?? 0);
  }

  #formerCgroup(): Cgroup | undefined {
    const { cgroups, paths } = this.#host;
    return cgroups === undefined ? undefined : new Cgroup(cgroups, paths.stackId, this.launch.instance);
  }

  #makeCgroup(stackId: string): Cgroup | undefined {
    if (this.#host.cgroups === undefined) return undefined;
    const cgroup = new Cgroup(this.#host.cgroups, stackId, this.launch.instance);
    try {
      cgroup.create(this.launch, this.launch.user?.uid);
      return cgroup;
    } catch (error) {
      this.#host.log(`${this.launch.instance}: no control group: ${messageOf(error)}`);
      cgroup.remove();
      return undefined;
    }
  }

  async #removeCgroup(): Promise<void> {
    for (let attempt = 0; attempt < 100 && this.#cgroup?.remove() === false; attempt++) await clock.sleep(10);
  }

  #root(): TreeRoot {
    const { identity } = this.#record;
    return {
      stackId: this.#host.paths.stackId,
      instance: this.launch.instance,
      pid: isAlive(identity, this.#host.bootId) ? identity?.pid : undefined,
      cgroup: this.#cgroup,
    };
  }

  #note(text: string): void {
    appendFileSync(this.#logFile, `seaworthy: ${text}\n`, { mode: 0o600 });
  }

  #update(change: Partial<UnitRecord>): void {
    this.#record = { ...this.#record, ...change };
    writeRecord(this.#host.paths, this.#record);
  }
}
