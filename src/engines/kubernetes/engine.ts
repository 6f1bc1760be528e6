// The Kubernetes engine: services are Deployments, StatefulSets and Jobs of a cluster, applied as `seaworthy`.
import type { Address, Capacity, Observed, UnitSpec, Wanted } from '../../model/unit.ts';
import type {
  Applied,
  ApplyContext,
  Difference,
  Engine,
  EngineAction,
  ExecResult,
  Follow,
  LogLine,
  LogOptions,
  Preflight,
  RouteCount,
  Sample,
} from '../engine.ts';
import { beforeAnything, describe, kindFor } from './acts.ts';
import { Adoption } from './adoption.ts';
import { Bundles } from './bundle.ts';
import { capacityOf } from './capacity.ts';
import { createClient } from './client.ts';
import type { Connection } from './connection.ts';
import { differencesOf } from './differences.ts';
import { Events } from './events.ts';
import { execIn } from './exec.ts';
import { namesTaken } from './foreign.ts';
import { Forwards } from './forward.ts';
import { Inventory } from './inventory.ts';
import { LastWords } from './last-words.ts';
import { Lease } from './lease.ts';
import { Live } from './live.ts';
import { readLogs } from './logs.ts';
import { lookAt } from './looker.ts';
import { Names } from './names.ts';
import { ensureNamespace } from './namespace.ts';
import { awayOf, observedOf } from './observe.ts';
import { forgetOriginals, keepOriginals } from './originals.ts';
import { perform } from './perform.ts';
import { type Place, rememberPlace } from './place.ts';
import { demandRights, missingRights, preflightKubernetes } from './preflight.ts';
import { Priorities } from './priorities.ts';
import { saltOf } from './salt.ts';
import type { Kube, Secrets } from './stack.ts';
import { readStats } from './stats.ts';
import { forgetGone, removeAll } from './teardown.ts';
import { Unchanged } from './unchanged.ts';
import { Warnings } from './warnings.ts';

export interface KubernetesEngineOptions {
  readonly stack: string;
  readonly connection: Connection;
  readonly place: Place & { readonly namespace: string };
  /** Undefined: nobody asks for the place again. */
  readonly stateFolder?: string;
  readonly secrets: Secrets;
  /** What an unfinished run takes over, by the ids that it was planned with. */
  readonly adopted?: readonly string[];
}

export function createKubernetesEngine(options: KubernetesEngineOptions): Engine {
  return new KubernetesEngine(options);
}

class KubernetesEngine implements Engine {
  readonly name = 'kubernetes';
  /** Requests wait for each other in the client; what is started and stopped waits for the cluster. */
  readonly effectsAtOnce = 64;
  readonly schedules = true;
  readonly description: string;
  readonly #options: KubernetesEngineOptions;
  readonly #kube: Kube;
  readonly #inventory: Inventory;
  readonly #forwards: Forwards;
  readonly #warnings: Warnings;
  readonly #lastWords: LastWords;
  readonly #events: Events;
  readonly #bundles: Bundles;
  #lease: Lease | undefined;
  #isTakenDown = false;
  #isThere: Promise<void> | undefined;

  constructor(options: KubernetesEngineOptions) {
    const { stack, connection, secrets, place } = options;
    this.#options = options;
    const client = createClient(connection);
    this.#kube = {
      client,
      stack,
      namespace: place.namespace,
      secrets,
      priorities: new Priorities(),
      unchanged: new Unchanged(),
      adoption: new Adoption(options.adopted),
    };
    this.#inventory = new Inventory(this.#kube);
    this.#forwards = new Forwards(this.#kube);
    this.#warnings = new Warnings(this.#kube);
    this.#lastWords = new LastWords(this.#kube);
    this.#events = new Events(this.#kube);
    this.#bundles = new Bundles(this.#kube, this.#inventory);
    this.description = `${connection.title}, namespace ${place.namespace}`;
  }

  async hold(waitMs: number, signal: AbortSignal): Promise<void> {
    const lease = new Lease(this.#kube);
    try {
      await this.#ensured(signal);
      demandRights(await missingRights(this.#kube, signal));
      await lease.acquire(waitMs, signal);
    } catch (error) {
      throw beforeAnything(error);
    }
    this.#lease = lease;
    const { client, namespace, stack } = this.#kube;
    client.guard = (during) => lease.trust(during);
    this.#kube.live = new Live(client, namespace, stack);
    this.#kube.names = new Names(client);
    const { stateFolder, place } = this.#options;
    if (stateFolder !== undefined) rememberPlace(stateFolder, place);
  }

  async held(signal: AbortSignal): Promise<void> {
    await this.#lease?.demand(signal);
  }

  salt(own: string, signal: AbortSignal): Promise<string> {
    return saltOf(this.#kube, own, this.#lease === undefined ? undefined : this.#inventory, signal);
  }

  capacity(signal: AbortSignal): Promise<Capacity> {
    return capacityOf(this.#kube, signal);
  }

  async adopt(wanted: readonly Wanted[], signal: AbortSignal): Promise<void> {
    this.#kube.adoption.isAsked = true;
    await namesTaken(this.#kube, wanted, signal);
  }

  /** A run has ended well: what was taken over is ours. */
  async keepReleases(_releases: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
    return this.#kube.adoption.all.length > 0 ? forgetOriginals(this.#kube, signal) : [];
  }

  async preflight(wanted: readonly Wanted[], signal: AbortSignal): Promise<Preflight> {
    await this.#looked(signal);
    return preflightKubernetes(this.#kube, wanted, signal);
  }

  async observe(signal: AbortSignal): Promise<readonly Observed[]> {
    return this.#look(signal);
  }

  /** Where the stack is not held, only asking again tells. */
  get follow(): Follow | undefined {
    const { live } = this.#kube;
    if (live === undefined) return undefined;
    return {
      look: (service, signal) => this.#look(signal, service),
      changed: (service, signal) => live.changed(service, signal),
    };
  }

  async #look(signal: AbortSignal, service?: string): Promise<readonly Observed[]> {
    const there = await lookAt(this.#kube, signal, service).catch((error: unknown) => {
      throw beforeAnything(error);
    });
    const pods = there.flatMap((one) => one.pods);
    const [complaints, words, bundles] = await Promise.all([
      this.#warnings.of(pods, signal),
      this.#lastWords.of(pods, signal),
      // What has pods is no bundle.
      service !== undefined && there.length > 0 ? [] : this.#bundles.observe(signal, service),
    ]);
    const observed = there.map((one) => observedOf(one, { complaints, words }));
    this.#events.seen(observed);
    return [...observed, ...bundles, ...awayOf(this.#kube, there, service)];
  }

  async differences(wanted: readonly Wanted[], signal: AbortSignal): Promise<readonly Difference[]> {
    await this.#looked(signal);
    return differencesOf(this.#kube, this.#inventory, wanted, signal);
  }

  async apply(action: EngineAction, context: ApplyContext): Promise<Applied> {
    const { signal } = context;
    await Promise.all([this.#ensured(signal), this.#looked(signal)]);
    await this.#lease?.demand(signal);
    await keepOriginals(this.#kube, this.#inventory, { service: action.service, run: context.run }, signal);
    await perform(this.#kube, this.#inventory, action, context);
    const there = await lookAt(this.#kube, signal, action.service, kindFor(action, context));
    this.#events.tell({ action, run: context.run, release: context.release, there });
    const bundles = there.length > 0 ? [] : await this.#bundles.observe(signal, action.service);
    const observed = [...there.map((one) => observedOf(one)), ...bundles];
    return { detail: describe(action, observed) };
  }

  #looked(signal: AbortSignal): Promise<void> {
    return this.#kube.priorities.look(this.#kube.client, signal);
  }

  #ensured(signal: AbortSignal): Promise<void> {
    this.#isThere ??= ensureNamespace(this.#kube, signal);
    this.#isThere.catch(() => {
      this.#isThere = undefined;
    });
    return this.#isThere;
  }

  logs(instance: string, options: LogOptions, signal: AbortSignal): AsyncGenerator<LogLine> {
    return readLogs(this.#kube, instance, options, signal);
  }

  stats(instance: string, signal: AbortSignal): AsyncGenerator<Sample> {
    return readStats(this.#kube, instance, signal);
  }

  exec(instance: string, _unit: UnitSpec, argv: readonly string[], signal: AbortSignal): Promise<ExecResult> {
    return execIn(this.#kube, instance, argv, signal);
  }

  address(service: string, port: number): Promise<Address | undefined> {
    return this.#forwards.address(service, port);
  }

  /** Traffic goes from pod to pod; nobody of ours counts it. */
  async counts(): Promise<readonly RouteCount[]> {
    return [];
  }

  async teardown(
    { volumes }: { readonly volumes: boolean },
    signal: AbortSignal,
  ): Promise<readonly string[]> {
    this.#forwards.close();
    const removed = await removeAll(this.#kube, this.#inventory, volumes, signal);
    this.#isTakenDown = true;
    return removed;
  }

  async close(): Promise<void> {
    this.#forwards.close();
    await this.#events.close();
    // What cannot be told now is told by the next one that acts.
    if (this.#lease !== undefined && !this.#isTakenDown)
      await forgetGone(this.#kube, this.#inventory).catch(() => undefined);
    await this.#inventory.settle();
    this.#kube.live?.close();
    await this.#lease?.release(this.#isTakenDown);
    this.#kube.client.connection.close();
  }
}
