// The Docker engine: services are containers of a Docker Engine, spoken to over its API, with compose's names and labels.
import { join } from 'node:path';
import { systemClock } from '../../base/clock.ts';
import { SeaworthyError } from '../../base/errors.ts';
import { textAt } from '../../base/json.ts';
import type { Address, Capacity, Observed, UnitSpec, Wanted } from '../../model/unit.ts';
import type {
  Applied,
  ApplyContext,
  Engine,
  EngineAction,
  ExecResult,
  ImagesHere,
  LogLine,
  LogOptions,
  Preflight,
  RouteCount,
  Sample,
  Told,
} from '../engine.ts';
import { nameOf, type Parts, perform } from './actions.ts';
import { adoptable } from './adopted.ts';
import { capacityOf, reachOf } from './capacity.ts';
import { createDockerClient } from './client.ts';
import type { Connection } from './connection.ts';
import { execIn } from './exec.ts';
import { removeCopies } from './files.ts';
import { HostFront } from './front.ts';
import { forgetGiven, keepGiven } from './given-copies.ts';
import { StackImages } from './images/images.ts';
import { labelsOf, ownLabels } from './labels.ts';
import { readLogs } from './logs.ts';
import { Looker } from './looker.ts';
import { listNetworks, Networks, removeNetworks } from './networks.ts';
import { type Docker, listContainers, type Secrets } from './objects.ts';
import { observedOf, pidOf, type Reach } from './observe.ts';
import { describe } from './outcome.ts';
import { preflightDocker } from './preflight.ts';
import { readStats } from './stats.ts';
import { Stops } from './stops.ts';
import { removeContainers } from './teardown.ts';
import { toldOf } from './told.ts';
import { unknownUsage, usageOf } from './usage.ts';
import { listVolumes, removeVolumes } from './volumes.ts';

export interface DockerEngineOptions {
  readonly stack: string;
  readonly connection: Connection;
  readonly secrets: Secrets;
  /** The stack's state folder, for what the front holds and what is measured of images. */
  readonly stateDir: string;
  /** Starts the front's program. */
  readonly keeper: readonly string[];
  /** Ids of compose's containers that a run took over which is not at its end. */
  readonly adopted?: readonly string[];
  /** Names the Docker configuration with its logins, and what is on PATH. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Milliseconds of silence after which a call counts as lost. */
  readonly idleMs?: number;
}

export function createDockerEngine(options: DockerEngineOptions): Engine {
  return new DockerEngine(options);
}

/** An engine that is restarting is waited for so long before a step fails. */
const backMs = 30_000;

class DockerEngine implements Engine {
  readonly name = 'docker';
  readonly description: string;
  readonly #docker: Docker;
  readonly #networks: Networks;
  readonly #looker: Looker;
  readonly #front: HostFront;
  readonly #unnamedAt = new Map<string, number>();
  readonly #stops = new Stops();
  readonly #images: StackImages;
  #reach: Promise<{ readonly reach: Reach; readonly info: unknown }> | undefined;

  constructor(options: DockerEngineOptions) {
    const { stack, connection, secrets, idleMs, stateDir: stateFolder, env = process.env } = options;
    const client = createDockerClient(connection, idleMs === undefined ? {} : { idleMs });
    const copies = join(stateFolder, 'docker-files');
    const given = join(stateFolder, 'docker-given');
    this.#docker = { client, stack, secrets, adopted: new Set(options.adopted), copies, given };
    this.#networks = new Networks(this.#docker);
    this.#looker = new Looker(this.#docker);
    this.#front = new HostFront(options);
    this.#images = new StackImages({ client, stack, stateFolder, env, clock: systemClock });
    this.description = `${connection.where}, by ${connection.why}`;
  }

  async capacity(signal: AbortSignal): Promise<Capacity> {
    const { reach, info } = await this.#reached(signal);
    return capacityOf(info, reach, 0);
  }

  preflight(wanted: readonly Wanted[], signal: AbortSignal): Promise<Preflight> {
    return preflightDocker(this.#docker, wanted, signal);
  }

  async adopt(_wanted: readonly Wanted[], signal: AbortSignal): Promise<void> {
    const { stack, adopted } = this.#docker;
    for (const id of adoptable(stack, await listContainers(this.#docker, signal))) adopted.add(id);
    this.#looker.forget();
  }

  images(wanted: readonly Wanted[], from: 'files' | 'record', signal: AbortSignal): Promise<ImagesHere> {
    return this.#images.resolve(
      wanted.map(({ unit }) => unit),
      signal,
      from,
    );
  }

  keepGiven(release: string, wanted: readonly Wanted[]): readonly string[] {
    return keepGiven(this.#docker.given, release, wanted);
  }

  keepReleases(releases: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
    forgetGiven(this.#docker.given, releases);
    return this.#images.forget(releases, signal);
  }

  async observe(signal: AbortSignal): Promise<readonly Observed[]> {
    await this.#stops.over();
    const [{ reach }, containers] = await Promise.all([
      this.#reached(signal),
      this.#again(signal, () => this.#looker.all(signal)),
    ]);
    return await this.#described(containers, reach, signal);
  }

  async #described(
    containers: readonly unknown[],
    reach: Reach,
    signal: AbortSignal,
  ): Promise<readonly Observed[]> {
    const isHeld = containers.some((container) => labelsOf(container)[ownLabels.held] === 'true');
    const targets = isHeld ? await this.#front.targets(signal) : new Map<string, readonly string[]>();
    return containers.map((container) => {
      const seen = this.#observed(container, reach);
      // Both the name inside and the port outside must lead to it.
      const isElsewhere =
        labelsOf(container)[ownLabels.held] === 'true' &&
        targets.get(seen.service)?.includes(seen.instance) !== true;
      return isElsewhere ? { ...seen, routed: false } : seen;
    });
  }

  #observed(container: unknown, reach: Reach): Observed {
    const isHere = reach.kind === 'direct';
    const usage = isHere ? usageOf(pidOf(container), textAt(container, 'LogPath')) : unknownUsage;
    return observedOf({ container, reach, usage, inFlight: 0 });
  }

  async apply(action: EngineAction, context: ApplyContext): Promise<Applied> {
    void this.#looker.follow();
    const detail = await this.#again(context.signal, async () =>
      perform(await this.#parts(context.signal), action, context),
    );
    if (detail !== undefined) return { detail };
    // What is new has to be known to the looks that follow.
    const { signal } = context;
    const containers = await this.#again(signal, () => this.#looker.ofService(action.service, signal));
    return { detail: describe(action, containers) };
  }

  /** The connection broke off: whatever was done is found by its label, so that asking again does it once. */
  async #again<T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
    const begun = systemClock.monotonicMs();
    for (let wait = 100; ; wait = Math.min(wait * 2, 2000)) {
      try {
        return await ask();
      } catch (error) {
        const isLost = error instanceof SeaworthyError && error.code === 'ENGINE_UNREACHABLE';
        const isOver =
          systemClock.monotonicMs() - begun > backMs ||
          (error instanceof SeaworthyError && /has not answered/.test(error.message));
        if (!isLost || isOver || signal.aborted) throw error;
        this.#looker.forget();
        this.#networks.forget();
        await systemClock.sleep(wait, signal);
      }
    }
  }

  async #parts(signal: AbortSignal): Promise<Parts> {
    const { reach } = await this.#reached(signal);
    return {
      docker: this.#docker,
      networks: this.#networks,
      looker: this.#looker,
      front: this.#front,
      images: this.#images,
      unnamedAt: this.#unnamedAt,
      stops: this.#stops,
      reach,
      observed: (container) => this.#observed(container, reach),
    };
  }

  #nameOf(instance: string, signal: AbortSignal): Promise<string> {
    return nameOf({ docker: this.#docker, looker: this.#looker }, instance, signal);
  }

  async *logs(instance: string, options: LogOptions, signal: AbortSignal): AsyncGenerator<LogLine> {
    yield* readLogs(this.#docker, await this.#nameOf(instance, signal), instance, options, signal);
  }

  async *stats(instance: string, signal: AbortSignal): AsyncGenerator<Sample> {
    yield* readStats(this.#docker, await this.#nameOf(instance, signal), signal);
  }

  async exec(
    instance: string,
    _unit: UnitSpec,
    argv: readonly string[],
    signal: AbortSignal,
  ): Promise<ExecResult> {
    return execIn(this.#docker, await this.#nameOf(instance, signal), argv, signal);
  }

  async address(service: string, port: number): Promise<Address | undefined> {
    const signal = new AbortController().signal;
    const observed = (await this.observe(signal)).filter((one) => one.service === service);
    const serving = observed.find((one) => one.routed) ?? observed[0];
    return serving?.ports[String(port)];
  }

  told(signal: AbortSignal): Promise<Told> {
    return toldOf(this.#docker, signal);
  }

  counts(signal: AbortSignal): Promise<readonly RouteCount[]> {
    return this.#front.counts(signal);
  }

  async teardown(options: { readonly volumes: boolean }, signal: AbortSignal): Promise<readonly string[]> {
    // Found first: the engine takes a while to list images, and what is in volumes takes longest to go.
    const [foundNetworks, foundVolumes, ...ended] = await Promise.all([
      listNetworks(this.#docker, signal),
      options.volumes ? listVolumes(this.#docker, signal) : [],
      this.#front.teardown(signal),
      removeContainers(this.#docker, signal),
    ]);
    const [networks, volumes, images] = await Promise.all([
      removeNetworks(this.#docker, foundNetworks, signal),
      removeVolumes(this.#docker, foundVolumes, signal),
      this.#images.forget([], signal),
    ]);
    const removed = [...ended.flat(), ...networks, ...images.map((name) => `image name ${name}`), ...volumes];
    removeCopies(this.#docker);
    forgetGiven(this.#docker.given, []);
    this.#looker.forget();
    this.#networks.forget();
    return removed;
  }

  async close(): Promise<void> {
    this.#looker.close();
    await this.#front.close();
    this.#docker.client.close();
  }

  async #reached(signal: AbortSignal): Promise<{ readonly reach: Reach; readonly info: unknown }> {
    const { client } = this.#docker;
    // Never reached is not the same as lost: who names a wrong engine is told at once.
    this.#reach ??= client.call('GET', '/info', { signal }).then(({ body: info }) => ({
      info,
      reach: reachOf(client.connection, info),
    }));
    this.#reach.catch(() => {
      this.#reach = undefined;
    });
    return await this.#reach;
  }
}
