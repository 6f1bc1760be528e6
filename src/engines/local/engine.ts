// The local engine: services are processes of this machine, kept by a small process of their own, the keeper.
import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../base/clock.ts';
import { BugError, SeaworthyError } from '../../base/errors.ts';
import type { Address, Capacity, Observed, UnitSpec, Wanted } from '../../model/unit.ts';
import {
  type Applied,
  type ApplyContext,
  type Engine,
  type EngineAction,
  type ExecResult,
  type LogLine,
  type LogOptions,
  type Preflight,
  type RouteCount,
  type Sample,
  servingIn,
} from '../engine.ts';
import { freeMemory } from '../memory-free.ts';
import { describe, drained, requestOf, waitForEnd } from './actions.ts';
import { detectCgroups } from './cgroup.ts';
import { KeeperClient } from './client.ts';
import { ensureKeeper } from './ensure-keeper.ts';
import { execBeside, readServicePorts } from './exec.ts';
import { fieldsOf, isFields, maybeNumber, numberOf, textOf } from './fields.ts';
import { bookedPorts, buildLaunch, type Secrets } from './launch.ts';
import { readLog } from './log-file.ts';
import { type LocalPaths, localPaths } from './paths.ts';
import { preflightLocal } from './preflight.ts';
import { readState } from './read-state.ts';
import { readRecords, refuseForeign } from './record.ts';
import { sweepStack } from './sweep-stack.ts';
import { removeVolumes } from './volumes.ts';
import { parseBooking, parseObserved, type Request, refuseFewer } from './wire.ts';

export interface LocalEngineOptions {
  /** The stack's state folder; ours is `local/` in it. */
  readonly stateDir: string;
  readonly stack: string;
  /** Starts what `keeper/main.ts` is built into. */
  readonly keeper: readonly string[];
  readonly secrets: Secrets;
}

export function createLocalEngine(options: LocalEngineOptions): Engine {
  return new LocalEngine(options);
}

const statsMs = 1000;
const attempts = 4;
const idleMs = 2000;

class LocalEngine implements Engine {
  readonly name = 'local';
  readonly description: string;
  readonly sourcesFolder: string;
  readonly #options: LocalEngineOptions;
  readonly #paths: LocalPaths;
  #client: Promise<KeeperClient> | undefined;
  #acted = false;
  /** Instances whose records were read and are of this version. */
  readonly #sound = new Set<string>();
  /** The keeper was started ahead of the first action, and has nothing to keep until then. */
  #ahead = false;
  /** It was, and does not answer yet. */
  #starting = false;

  constructor(options: LocalEngineOptions) {
    this.#options = options;
    this.#paths = localPaths(options.stateDir, options.stack);
    this.sourcesFolder = this.#paths.sources;
    const cgroups = detectCgroups();
    const limits = cgroups === undefined ? 'limits by sampling' : `limits by cgroup v${cgroups.version}`;
    this.description = `processes of this machine, ${limits}`;
  }

  /** Resolves when the keeper's process is on its way; the first action waits until it answers. */
  async ready(signal: AbortSignal): Promise<void> {
    if ((await this.#running()) !== undefined) return;
    this.#ahead = true;
    await new Promise<void>((resolve) => {
      // A keeper that cannot start is the first action's error, not this one's.
      const answers = () => {
        this.#starting = false;
        resolve();
      };
      this.#starting = true;
      this.#keeper(signal, resolve).then(answers, answers);
    });
  }

  async capacity(): Promise<Capacity> {
    const { free, total } = freeMemory();
    return { memory: free, memoryTotal: total, cpus: availableParallelism() };
  }

  preflight(wanted: readonly Wanted[], signal: AbortSignal): Promise<Preflight> {
    return preflightLocal(wanted, this.#paths, signal);
  }

  async observe(signal: AbortSignal): Promise<readonly Observed[]> {
    return await this.#observe(undefined, signal);
  }

  async #observe(service: string | undefined, signal: AbortSignal): Promise<readonly Observed[]> {
    // Without records a keeper that is only just starting has nothing to tell, and is not waited for.
    if (this.#starting && isEmpty(readRecords(this.#paths))) return [];
    const answer = await this.#look({ op: 'observe', service }, signal);
    if (Array.isArray(answer)) return answer.map(parseObserved);
    return readState(this.#paths).filter((one) => service === undefined || one.service === service);
  }

  async apply(action: EngineAction, context: ApplyContext): Promise<Applied> {
    const { records, broken } = readRecords(this.#paths, this.#sound);
    refuseForeign(broken);
    for (const { launch } of records) this.#sound.add(launch.instance);
    this.#acted = true;
    const detail = await this.#perform(action, context);
    if (detail !== undefined) return { detail };
    return { detail: describe(action, await this.#observe(action.service, context.signal)) };
  }

  async #perform(action: EngineAction, context: ApplyContext): Promise<string | undefined> {
    if (action.kind === 'pull' || action.kind === 'build') {
      throw new BugError(`the local engine runs programs and has no images to ${action.kind}`);
    }
    if (action.kind === 'start') {
      await this.#start(action.instance, action.config, context);
      return undefined;
    }
    const answer = await this.#act(
      requestOf(action, context.wanted === undefined),
      context.signal,
      context.midAct,
    );
    if (action.kind === 'route') refuseFewer(answer, action.service, servingIn(action).length);
    return action.kind === 'drain' ? drained(answer) : undefined;
  }

  async #start(instance: string, config: string, context: ApplyContext): Promise<void> {
    const { wanted, key, run, release, signal, midAct } = context;
    if (wanted === undefined) throw new BugError(`start of ${instance} without its unit`);
    const { unit } = wanted;
    const { service, peers } = unit;
    const ports = bookedPorts(unit);
    const booking = parseBooking(
      await this.#act({ op: 'book', instance, key, service, ports, peers }, signal),
    );
    if (booking.started) return;
    const identity = { instance, key, config, release, run };
    const plan = { unit, identity, paths: this.#paths, secrets: this.#options.secrets, signal };
    const { launch, environment } = await buildLaunch(plan, booking);
    await this.#act({ op: 'start', launch, environment }, signal, midAct);
  }

  logs(instance: string, options: LogOptions, signal: AbortSignal): AsyncIterable<LogLine> {
    return readLog(join(this.#paths.logs, `${instance}.log`), instance, options, signal);
  }

  async *stats(instance: string, signal: AbortSignal): AsyncGenerator<Sample> {
    let hasBegun = false;
    while (!signal.aborted) {
      const answer = await this.#look({ op: 'sample', instance }, signal);
      if (!isFields(answer)) return;
      const { memory, pids } = answer;
      // Nothing yet: it has not begun. Nothing any more: it has ended.
      if (memory === undefined && hasBegun) return;
      if (typeof memory === 'number' && typeof pids === 'number' && memory > 0 && pids > 0) {
        hasBegun = true;
        yield { atMs: Date.now(), memory, cpuSeconds: maybeNumber(answer, 'cpuSeconds'), pids };
      }
      await systemClock.sleep(memory === 0 || pids === 0 ? 20 : statsMs, signal);
    }
  }

  exec(instance: string, unit: UnitSpec, argv: readonly string[], signal: AbortSignal): Promise<ExecResult> {
    return execBeside(this.#paths, instance, unit, argv, signal);
  }

  async address(service: string, port: number): Promise<Address | undefined> {
    const known = readServicePorts(this.#paths)[`${service}:${port}`];
    return known === undefined ? undefined : { host: '127.0.0.1', port: known };
  }

  async counts(signal: AbortSignal): Promise<readonly RouteCount[]> {
    const answer = await this.#look({ op: 'counts' }, signal);
    if (!Array.isArray(answer)) return [];
    return answer.map((item) => {
      const from = fieldsOf(item);
      return {
        service: textOf(from, 'service'),
        requests: numberOf(from, 'requests'),
        lost: numberOf(from, 'lost'),
      };
    });
  }

  async teardown(options: { readonly volumes: boolean }, signal: AbortSignal): Promise<readonly string[]> {
    const removed: string[] = [];
    const { pid, ended } = await this.#endKeeper(signal);
    removed.push(...ended);
    await this.close();
    if (pid !== undefined) await waitForEnd(pid, signal);
    removed.push(...(await sweepStack(this.#paths)));
    if (options.volumes) {
      removed.push(...removeVolumes(this.#paths));
      rmSync(this.#paths.sources, { recursive: true, force: true });
    }
    return removed;
  }

  /** A keeper that dies meanwhile leaves what it kept to the sweep. */
  async #endKeeper(signal: AbortSignal): Promise<{ pid: number | undefined; ended: readonly string[] }> {
    let pid: number | undefined;
    try {
      const keeper = await this.#running();
      pid = await keeper?.greet(signal);
      const answer = await keeper?.ask({ op: 'teardown' }, signal);
      return { pid, ended: Array.isArray(answer) ? [...answer.map(String), 'keeper'] : [] };
    } catch (error) {
      if (error instanceof SeaworthyError && error.code === 'ENGINE_UNREACHABLE') return { pid, ended: [] };
      throw error;
    }
  }

  async close(): Promise<void> {
    if (this.#ahead && !this.#acted) await this.#endIdle();
    const client = await this.#client?.catch(() => undefined);
    this.#client = undefined;
    client?.close();
  }

  /** Nothing came of it: a keeper without anything to keep must not stay. */
  async #endIdle(): Promise<void> {
    this.#ahead = false;
    const signal = AbortSignal.timeout(idleMs);
    const kept = await this.#look({ op: 'observe', service: undefined }, signal).catch(() => undefined);
    if (Array.isArray(kept) && kept.length === 0)
      await this.#look({ op: 'teardown' }, signal).catch(() => undefined);
  }

  /** Asks the keeper that is there; none is started just to look. */
  async #look(request: Request, signal: AbortSignal): Promise<unknown> {
    return await this.#again(async () => await (await this.#running())?.ask(request, signal));
  }

  async #act(request: Request, signal: AbortSignal, sent?: () => void): Promise<unknown> {
    return await this.#again(async () => await (await this.#keeper(signal)).ask(request, signal, sent));
  }

  /** A keeper that dies meanwhile has a successor, and whatever it is asked again it does once. */
  async #again(ask: () => Promise<unknown>): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await ask();
      } catch (error) {
        const gone = error instanceof SeaworthyError && error.code === 'ENGINE_UNREACHABLE';
        if (!gone || attempt === attempts) throw error;
        await this.close();
        await systemClock.sleep(attempt * 20);
      }
    }
  }

  async #running(): Promise<KeeperClient | undefined> {
    const known = await this.#client?.catch(() => undefined);
    if (known !== undefined && !known.closed) return known;
    const found = await KeeperClient.open(this.#paths.socket);
    this.#client = found === undefined ? undefined : Promise.resolve(found);
    return found;
  }

  async #keeper(signal: AbortSignal, onSpawn?: () => void): Promise<KeeperClient> {
    const known = await this.#client?.catch(() => undefined);
    if (known !== undefined && !known.closed) return known;
    const { stack, keeper } = this.#options;
    // Callers that come meanwhile wait for the same one.
    const opening = ensureKeeper({ paths: this.#paths, stack, command: keeper, onSpawn }, signal);
    this.#client = opening;
    return await opening;
  }
}

function isEmpty({ records, broken }: ReturnType<typeof readRecords>): boolean {
  return records.length === 0 && broken.length === 0;
}
