// The state behind memory engines: instances and routes. Time is counted in looks, so that tests need no clock.
import { BugError, SeaworthyError } from '../../base/errors.ts';
import { type Observed, replicasWanted } from '../../model/unit.ts';
import { type ApplyContext, type EngineAction, type RouteCount, servingIn } from '../engine.ts';

/** How the instances of a service behave. */
export interface MemoryBehaviour {
  /** Looks (`observe`) before it is `running`; 0: at once. */
  readonly readyAfter?: number;
  /** Ends so often with `exitCode` (1 when not given) before it stays; `for-ever` never stays. */
  readonly crashes?: number | 'for-ever';
  readonly exitCode?: number;
  readonly memory?: number;
  readonly oomKilled?: boolean;
  readonly log?: readonly string[];
  /** Programs that `exec` finds, with their exit codes; `true` and `false` are always there. */
  readonly programs?: Readonly<Record<string, number>>;
}

export interface MemoryInstance {
  readonly observed: Observed;
  readonly looks: number;
  readonly crashesLeft: number;
  readonly restarts: boolean;
  readonly memory: number;
  readonly log: readonly string[];
}

export class MemoryWorld {
  readonly #behaviour: Readonly<Record<string, MemoryBehaviour>>;
  readonly #instances = new Map<string, MemoryInstance>();
  readonly #routes = new Map<string, readonly string[]>();
  readonly #volumes = new Set<string>();
  /** Images that are here, by name and, where they were pulled, by digest. */
  readonly images = new Set<string>();
  /** Every effect that took place, for tests of order and of idempotence. */
  readonly acts: string[] = [];

  constructor(behaviour: Readonly<Record<string, MemoryBehaviour>> = {}) {
    this.#behaviour = behaviour;
  }

  apply(action: EngineAction, context: ApplyContext): void {
    if (action.kind === 'pull' || action.kind === 'build') this.#fetch(action);
    else if (action.kind === 'start') this.#start(action.service, action.instance, action.config, context);
    else if (action.kind === 'route') this.#route(action.service, servingIn(action));
    else if (action.kind === 'stop') this.#stop(action.instance);
    else if (action.kind === 'remove') this.#remove(action.instance);
  }

  /** One look: what is starting comes nearer to running, what crashes does. */
  observe(): readonly Observed[] {
    for (const [name, instance] of this.#instances) this.#instances.set(name, this.#advance(instance));
    return [...this.#instances.values()].map(({ observed }) => ({
      ...observed,
      routed: this.#routes.get(observed.service)?.includes(observed.instance) === true,
    }));
  }

  find(instance: string): MemoryInstance | undefined {
    return this.#instances.get(instance);
  }

  hasService(service: string): boolean {
    return [...this.#instances.values()].some(({ observed }) => observed.service === service);
  }

  exec(instance: string, argv: readonly string[]): number {
    const found = this.#instances.get(instance);
    if (found === undefined) throw new SeaworthyError('ENGINE_REFUSED', `${instance} is not there`);
    const programs = this.#behaviour[found.observed.service]?.programs ?? {};
    return { true: 0, false: 1, ...programs }[argv[0] ?? ''] ?? 127;
  }

  counts(): readonly RouteCount[] {
    return [...this.#routes.keys()].map((service) => ({ service, requests: 0, lost: 0 }));
  }

  clear(volumes: boolean): readonly string[] {
    const removed = [...this.#instances.keys()].map((instance) => `instance ${instance}`);
    if (volumes) removed.push(...[...this.#volumes].map((volume) => `volume ${volume}`));
    this.#instances.clear();
    this.#routes.clear();
    if (volumes) this.#volumes.clear();
    return removed;
  }

  #start(service: string, instance: string, config: string, context: ApplyContext): void {
    const known = this.#instances.get(instance);
    if (known?.observed.key === context.key) return;
    if (known !== undefined) {
      throw new SeaworthyError('ENGINE_REFUSED', `${instance} was started by another action`);
    }
    if (context.wanted === undefined) throw new BugError(`start of ${instance} without its unit`);
    const { unit } = context.wanted;
    const volumes = unit.mounts.flatMap((mount) =>
      mount.kind === 'volume' && mount.source !== undefined ? [mount.source] : [],
    );
    this.#refuseSecondWriter(volumes, replicasWanted(context.wanted) > 1 ? config : undefined);
    for (const volume of volumes) this.#volumes.add(volume);
    this.acts.push(`start ${instance}`);
    const behaviour = this.#behaviour[service] ?? {};
    const crashes = behaviour.crashes ?? 0;
    this.#instances.set(instance, {
      observed: firstLook(service, instance, config, context, volumes),
      looks: 0,
      crashesLeft: crashes === 'for-ever' ? Number.POSITIVE_INFINITY : crashes,
      restarts: unit.restart !== 'no',
      memory: behaviour.memory ?? 16 * 1024 ** 2,
      log: behaviour.log ?? [],
    });
  }

  #fetch(action: Extract<EngineAction, { kind: 'pull' | 'build' }>): void {
    const content = action.kind === 'pull' ? action.digest : action.image;
    if (this.images.has(content)) return;
    this.acts.push(`${action.kind} ${action.image}`);
    this.images.add(content).add(action.image);
  }

  /** `config`: of replicas, which were asked for side by side. */
  #refuseSecondWriter(volumes: readonly string[], config: string | undefined): void {
    for (const { observed } of this.#instances.values()) {
      const shared = observed.volumes.find((volume) => volumes.includes(volume));
      if (shared === undefined || observed.state === 'exited' || observed.config === config) continue;
      throw new SeaworthyError('ENGINE_REFUSED', `${observed.instance} still writes volume ${shared}`);
    }
  }

  #route(service: string, instances: readonly string[]): void {
    const stranger = instances.find((one) => this.#instances.get(one)?.observed.service !== service);
    if (stranger !== undefined)
      throw new SeaworthyError('ENGINE_REFUSED', `${stranger} is not an instance of ${service}`);
    if (instances.length === 0) this.#routes.delete(service);
    else this.#routes.set(service, instances);
    this.acts.push(`route ${service} ${instances.length === 0 ? 'nowhere' : instances.join(' ')}`);
  }

  #stop(instance: string): void {
    const known = this.#instances.get(instance);
    if (known === undefined || known.observed.state === 'exited') return;
    this.acts.push(`stop ${instance}`);
    const observed: Observed = { ...known.observed, state: 'exited', exitCode: 0, pid: undefined };
    this.#instances.set(instance, { ...known, observed, restarts: false, crashesLeft: 0 });
  }

  #remove(instance: string): void {
    const known = this.#instances.get(instance);
    if (known === undefined) return;
    this.acts.push(`remove ${instance}`);
    this.#instances.delete(instance);
    const { service } = known.observed;
    const left = (this.#routes.get(service) ?? []).filter((one) => one !== instance);
    if (left.length === 0) this.#routes.delete(service);
    else this.#routes.set(service, left);
  }

  #advance(instance: MemoryInstance): MemoryInstance {
    const { observed, crashesLeft } = instance;
    if (observed.state === 'exited') return instance;
    const behaviour = this.#behaviour[observed.service] ?? {};
    const looks = instance.looks + 1;
    if (crashesLeft > 0) return crashed({ ...instance, looks }, behaviour);
    if (looks <= (behaviour.readyAfter ?? 0)) return { ...instance, looks };
    if (observed.oneShot) {
      return { ...instance, looks, observed: { ...observed, state: 'exited', exitCode: 0, pid: undefined } };
    }
    return { ...instance, looks, observed: { ...observed, state: 'running' } };
  }
}

function crashed(instance: MemoryInstance, behaviour: MemoryBehaviour): MemoryInstance {
  const { observed } = instance;
  const exitCode = behaviour.exitCode ?? 1;
  const oomKilled = behaviour.oomKilled ?? false;
  const again = instance.restarts;
  return {
    ...instance,
    crashesLeft: instance.crashesLeft - 1,
    observed: {
      ...observed,
      exitCode,
      oomKilled,
      state: again ? 'restarting' : 'exited',
      restarts: observed.restarts + (again ? 1 : 0),
    },
  };
}

function firstLook(
  service: string,
  instance: string,
  config: string,
  context: ApplyContext,
  volumes: readonly string[],
): Observed {
  const targets = context.wanted?.unit.ports.map((port) => port.target) ?? [];
  return {
    service,
    instance,
    key: context.key,
    config,
    release: context.release,
    run: context.run,
    state: 'starting',
    exitCode: undefined,
    signal: undefined,
    oomKilled: false,
    restarts: 0,
    startedAt: '1970-01-01T00:00:00.000Z',
    routed: false,
    inFlight: 0,
    ports: Object.fromEntries(targets.map((port) => [port, { host: '127.0.0.1', port }])),
    memory: 16 * 1024 ** 2,
    memoryPeak: 16 * 1024 ** 2,
    cpuSeconds: 0,
    pid: 1,
    lastLogMs: undefined,
    volumes,
    oneShot: context.wanted?.unit.oneShot ?? false,
  };
}
