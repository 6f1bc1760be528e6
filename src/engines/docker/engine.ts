// The Docker engine: services are containers of a Docker Engine, spoken to over its API, with compose's names and labels.
import { systemClock } from '../../base/clock.ts';
import { BugError, SeaworthyError } from '../../base/errors.ts';
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
} from '../engine.ts';
import { capacityOf, reachOf } from './capacity.ts';
import { createDockerClient } from './client.ts';
import type { Connection } from './connection.ts';
import { drainInstance } from './drain.ts';
import { execIn } from './exec.ts';
import { StackImages } from './images/images.ts';
import { textAt } from './json.ts';
import { labelsOf, ownLabels } from './labels.ts';
import { readLogs } from './logs.ts';
import { Looker } from './looker.ts';
import { containerName } from './names.ts';
import { Networks, removeNetworks } from './networks.ts';
import { type Docker, idOf, type Secrets } from './objects.ts';
import { observedOf, pidOf, type Reach } from './observe.ts';
import { preflightDocker } from './preflight.ts';
import { routeTo } from './route.ts';
import { startInstance } from './start.ts';
import { readStats } from './stats.ts';
import { removeInstance, stopInstance } from './stop.ts';
import { removeContainers } from './teardown.ts';
import { unknownUsage, usageOf } from './usage.ts';
import { removeVolumes } from './volumes.ts';

export interface DockerEngineOptions {
  readonly stack: string;
  readonly connection: Connection;
  readonly secrets: Secrets;
  /** Where what is measured of images is kept; undefined: nowhere. */
  readonly stateFolder?: string;
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
  readonly #images: StackImages;
  #reach: Promise<{ readonly reach: Reach; readonly info: unknown }> | undefined;

  constructor({ stack, connection, secrets, idleMs, stateFolder, env = process.env }: DockerEngineOptions) {
    const client = createDockerClient(connection, idleMs === undefined ? {} : { idleMs });
    this.#docker = { client, stack, secrets };
    this.#networks = new Networks(this.#docker);
    this.#looker = new Looker(this.#docker);
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

  images(wanted: readonly Wanted[], from: 'files' | 'record', signal: AbortSignal): Promise<ImagesHere> {
    return this.#images.resolve(
      wanted.map(({ unit }) => unit),
      signal,
      from,
    );
  }

  keepReleases(releases: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
    return this.#images.forget(releases, signal);
  }

  async observe(signal: AbortSignal): Promise<readonly Observed[]> {
    const { reach } = await this.#reached(signal);
    const containers = await this.#again(signal, () => this.#looker.all(signal));
    return containers.map((container) => this.#observed(container, reach));
  }

  #observed(container: unknown, reach: Reach): Observed {
    const isHere = reach.kind === 'direct';
    const usage = isHere ? usageOf(pidOf(container), textAt(container, 'LogPath')) : unknownUsage;
    return observedOf({ container, reach, usage, inFlight: 0 });
  }

  async apply(action: EngineAction, context: ApplyContext): Promise<Applied> {
    void this.#looker.follow();
    const detail = await this.#again(context.signal, () => this.#perform(action, context));
    this.#looker.forget();
    const observed = (await this.observe(context.signal)).filter((one) => one.service === action.service);
    return { observed, detail: detail ?? describe(action, observed) };
  }

  async #perform(action: EngineAction, context: ApplyContext): Promise<string | undefined> {
    const docker = this.#docker;
    const { signal, midAct, wanted } = context;
    const images = { signal, sent: midAct, onProgress: context.onProgress };
    switch (action.kind) {
      case 'pull':
        return await this.#images.pull(action.image, action.digest, action.platform, images);
      case 'build':
        if (wanted === undefined) throw new BugError(`build of ${action.image} without its unit`);
        return await this.#images.build(wanted.unit, images);
      case 'start': {
        if (wanted === undefined) throw new BugError(`start of ${action.instance} without its unit`);
        const { instance, config } = action;
        const { key, release, run } = context;
        const identity = { instance, config, key, release, run };
        const alone = action.alone === true;
        const image = await this.#images.startFrom(wanted.unit, release, signal);
        await startInstance(docker, this.#networks, {
          wanted,
          identity,
          image,
          alone,
          publish: true,
          signal,
          midAct,
        });
        return undefined;
      }
      case 'route':
        return routeTo(docker, action.service, action.instance, signal, midAct).then(() => undefined);
      case 'drain': {
        const name = await this.#nameOf(action.instance, signal);
        const { reach } = await this.#reached(signal);
        return drainInstance(docker, name, action.drainMs, reach, signal);
      }
      case 'stop': {
        const { graceMs, signal: signalName } = action;
        const name = await this.#nameOf(action.instance, signal);
        await stopInstance(docker, name, wanted?.unit, { graceMs, signalName, signal, midAct });
        return undefined;
      }
      case 'remove':
        await removeInstance(docker, await this.#nameOf(action.instance, signal), signal, midAct);
        return undefined;
    }
  }

  /** Its container by the label: names may be fixed ones. */
  async #nameOf(instance: string, signal: AbortSignal): Promise<string> {
    const found = (await this.#looker.all(signal)).find(
      (one) => labelsOf(one)[ownLabels.instance] === instance,
    );
    return found === undefined ? containerName(this.#docker.stack, instance) : idOf(found);
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

  async counts(): Promise<readonly RouteCount[]> {
    return [];
  }

  async teardown(options: { readonly volumes: boolean }, signal: AbortSignal): Promise<readonly string[]> {
    const removed = [
      ...(await removeContainers(this.#docker, signal)),
      ...(await removeNetworks(this.#docker, signal)),
      ...(await this.#images.forget([], signal)).map((name) => `image name ${name}`),
    ];
    if (options.volumes) removed.push(...(await removeVolumes(this.#docker, signal)));
    this.#looker.forget();
    this.#networks.forget();
    return removed;
  }

  async close(): Promise<void> {
    this.#looker.close();
    this.#docker.client.close();
  }

  async #reached(signal: AbortSignal): Promise<{ readonly reach: Reach; readonly info: unknown }> {
    const { client } = this.#docker;
    this.#reach ??= this.#again(signal, async () => {
      const { body: info } = await client.call('GET', '/info', { signal });
      return { info, reach: reachOf(client.connection, info) };
    });
    this.#reach.catch(() => {
      this.#reach = undefined;
    });
    return await this.#reach;
  }
}

function describe(action: EngineAction, observed: readonly Observed[]): string {
  if (action.kind === 'pull' || action.kind === 'build') return '';
  if (action.kind === 'route') return action.instance === null ? 'no instance' : `to ${action.instance}`;
  const one = observed.find((candidate) => candidate.instance === action.instance);
  return one === undefined ? 'gone' : one.state;
}
