// The state of one stack on this host: its instances, its ports, its routes. One per stack, held by the lock socket.
import { setMaxListeners } from 'node:events';
import { rmSync } from 'node:fs';
import { systemClock } from '../../../base/clock.ts';
import { SeaworthyError } from '../../../base/errors.ts';
import type { Observed } from '../../../model/unit.ts';
import { Front, type ServiceCount } from '../../front/front.ts';
import { cgroupInstances, detectCgroups, removeStackCgroups } from '../cgroup.ts';
import { addressesOf } from '../observed.ts';
import type { LocalPaths } from '../paths.ts';
import { readBootId, scanProcesses } from '../proc.ts';
import { deleteRecord, freshRecord, type Launch, readRecords, writeEnvironment } from '../record.ts';
import { readRoutes, writeRoutes } from '../routes.ts';
import { sweepInstance, sweepNames } from '../sweep.ts';
import { removeDrafts } from '../volumes.ts';
import type { Booking, BookRequest } from '../wire.ts';
import { findSpawned } from './adopt.ts';
import { HeldPorts } from './held.ts';
import { openListeners } from './listeners.ts';
import { PortBook } from './port-book.ts';
import { refuseOtherKey, refuseSecondWriter, refuseTakenPort } from './refusals.ts';
import { Unit, type UnitHost, type Usage } from './unit.ts';

const sampleMs = 250;
const groupedSampleMs = 900;
/** Many callers may look at once; numbers this young are good enough for who asks for numbers, */
const freshMs = 100;
/** and these for who looks at the state: reading a group's counters costs more than all else of a look. */
const observeFreshMs = 400;
/** A stop-first replace leaves a service without instances for a moment; callers should wait, not be refused. */
const lingerMs = 10_000;

export class Keeper {
  readonly #host: UnitHost;
  readonly #units = new Map<string, Unit>();
  readonly #starting = new Map<string, Promise<void>>();
  readonly #routes: Map<string, readonly string[]>;
  readonly #front = new Front();
  readonly #ports: PortBook;
  readonly held: HeldPorts;
  #booking: Promise<unknown> = Promise.resolve();
  readonly #ended = new AbortController();

  constructor(paths: LocalPaths, log: (message: string) => void) {
    this.#host = { paths, cgroups: detectCgroups(), bootId: readBootId(), log };
    this.#ports = new PortBook(paths.ports);
    this.held = new HeldPorts(this.#front, paths);
    setMaxListeners(0, this.#ended.signal);
    this.#routes = new Map(Object.entries(readRoutes(paths)));
  }

  /** Takes over what is there: processes, listeners, routes. */
  async restore(): Promise<void> {
    const { paths, bootId, log } = this.#host;
    for (const record of readRecords(paths).records) {
      const found = findSpawned(paths.stackId, record, bootId);
      if (found === undefined && record.state === 'intent' && record.restarts === 0) {
        // It was never spawned, so nothing has happened yet.
        deleteRecord(paths, record.launch.instance);
        continue;
      }
      const unit = new Unit(this.#host, record);
      this.#units.set(record.launch.instance, unit);
      this.#ports.adoptInstance(record.launch.instance, record.launch.ports);
      if (found !== undefined) unit.adopt(found);
      else if (unit.live) unit.lost(record.identity !== undefined && record.identity.bootId !== bootId);
      else unit.left();
      await openListeners(this.#front, this.#ports, record.launch).catch((error: unknown) =>
        log(String(error)),
      );
    }
    for (const service of this.#routes.keys()) this.#applyRoute(service);
    await this.held.restore(log);
    void this.#sampleForEver();
  }

  /** One at a time: two callers must not be given two ports for one service. */
  book(request: BookRequest): Promise<Booking> {
    const turn = this.#booking.then(() => this.#book(request));
    this.#booking = turn.catch(() => undefined);
    return turn;
  }

  async #book(request: BookRequest): Promise<Booking> {
    const known = this.#units.get(request.instance);
    if (known !== undefined) refuseOtherKey(known.launch, request.key);
    await this.#ports.reserveServices({ ...request.peers, [request.service]: request.ports });
    const instancePorts = await this.#ports.reserveInstance(request.instance, request.ports);
    return { started: known !== undefined, servicePorts: this.#ports.services(), instancePorts };
  }

  async start(launch: Launch, environment: Readonly<Record<string, string>>): Promise<void> {
    const known = this.#units.get(launch.instance);
    if (known !== undefined) {
      refuseOtherKey(known.launch, launch.key);
      await this.#starting.get(launch.instance);
      return;
    }
    const live = [...this.#units.values()].filter((unit) => unit.live).map((unit) => unit.launch);
    refuseSecondWriter(launch, live);
    refuseTakenPort(launch, live);
    const unit = new Unit(this.#host, freshRecord(launch));
    this.#units.set(launch.instance, unit);
    const started = this.#begin(unit, environment);
    this.#starting.set(launch.instance, started);
    await started.finally(() => this.#starting.delete(launch.instance));
  }

  async #begin(unit: Unit, environment: Readonly<Record<string, string>>): Promise<void> {
    const { launch } = unit;
    try {
      await openListeners(this.#front, this.#ports, launch);
      writeEnvironment(this.#host.paths, launch.instance, environment);
      await unit.start();
    } catch (error) {
      this.#units.delete(launch.instance);
      deleteRecord(this.#host.paths, launch.instance);
      throw error;
    }
  }

  /** The answer: how many instances serve now. */
  route(service: string, instance: string | null, beside: readonly string[] = []): number {
    const serving = instance === null ? [] : [instance, ...beside];
    const stranger = serving.find((one) => this.#units.get(one)?.launch.service !== service);
    if (stranger !== undefined) {
      throw new SeaworthyError('ENGINE_REFUSED', `${stranger} is not an instance of ${service}`);
    }
    this.#setRoute(service, serving);
    return serving.length;
  }

  #setRoute(service: string, serving: readonly string[]): void {
    if (serving.length === 0) this.#routes.delete(service);
    else this.#routes.set(service, serving);
    writeRoutes(this.#host.paths, this.#routes);
    this.#applyRoute(service);
  }

  drain(service: string, instance: string, drainMs: number, signal: AbortSignal): Promise<number> {
    return this.#front.drain(service, instance, drainMs, signal);
  }

  async stop(instance: string, signal: string, graceMs: number): Promise<void> {
    const unit = this.#units.get(instance);
    if (unit === undefined) await sweepInstance(this.#host, instance);
    else await unit.stop(signal === '' ? unit.launch.stopSignal : signal, graceMs);
  }

  async remove(instance: string, leaves = false): Promise<void> {
    const unit = this.#units.get(instance);
    await this.stop(instance, '', unit?.launch.stopGraceMs ?? 0);
    const serving = (unit && this.#routes.get(unit.launch.service)) ?? [];
    if (unit !== undefined && serving.includes(instance)) {
      const left = serving.filter((one) => one !== instance);
      this.#setRoute(unit.launch.service, left);
    }
    for (const folder of unit?.launch.scratch ?? []) rmSync(folder, { recursive: true, force: true });
    deleteRecord(this.#host.paths, instance);
    this.#units.delete(instance);
    this.#ports.releaseInstance(instance);
    if (unit === undefined) {
      removeDrafts(this.#host.paths, instance);
      return;
    }
    const closed = this.#closeUnused(unit.launch.service, leaves ? 0 : lingerMs);
    // Whoever takes a service away may give its port to another right after.
    if (leaves) await closed;
  }

  /** What there is, of one service or of all. */
  observe(only: string | undefined): readonly Observed[] {
    const units = [...this.#units.values()].filter(
      (unit) => only === undefined || unit.launch.service === only,
    );
    this.#sample(units, observeFreshMs);
    return units.map((unit) => {
      const { service, instance } = unit.launch;
      const routed = this.#routes.get(service)?.includes(instance) === true;
      return unit.observed({ routed, inFlight: this.#front.inFlight(service, instance) });
    });
  }

  /** Undefined when it is not there; without numbers while it does not run. */
  sample(instance: string): Usage | Record<string, never> | undefined {
    const unit = this.#units.get(instance);
    // Without a control group all processes have to be gone through, which is done for all units together anyway.
    if (unit !== undefined && !unit.needsScan) this.#sample([unit], freshMs);
    return unit === undefined ? undefined : (unit.usage ?? {});
  }

  counts(): readonly ServiceCount[] {
    return this.#front.counts();
  }

  /** Ends everything of the stack; the answer names what was there. */
  async teardown(): Promise<readonly string[]> {
    const { paths, cgroups } = this.#host;
    const removed: string[] = [];
    const names = new Set([
      ...this.#units.keys(),
      ...sweepNames(this.#host),
      ...readRecords(paths).broken.map((b) => b.instance),
    ]);
    await Promise.all([...names].map((instance) => this.remove(instance)));
    removed.push(...[...names].map((instance) => `instance ${instance}`));
    removed.push(...this.#front.listeners().map((open) => `listener ${open.host}:${open.port}`));
    await this.#front.close();
    if (cgroups !== undefined) {
      for (const instance of cgroupInstances(cgroups, paths.stackId))
        await sweepInstance(this.#host, instance);
      if (removeStackCgroups(cgroups, paths.stackId)) removed.push('control groups');
    }
    for (const file of [paths.ports, paths.routes, paths.held]) rmSync(file, { force: true });
    this.#ended.abort();
    return removed;
  }

  #applyRoute(service: string): void {
    const [first, ...beside] = (this.#routes.get(service) ?? []).flatMap((instance) => {
      const launch = this.#units.get(instance)?.launch;
      return launch === undefined ? [] : [{ instance, ports: addressesOf(launch.ports) }];
    });
    this.#front.route(service, first, beside);
  }

  async #closeUnused(service: string, afterMs: number): Promise<void> {
    const left = () => [...this.#units.values()].filter((unit) => unit.launch.service === service);
    if (left().length === 0) await systemClock.sleep(afterMs, this.#ended.signal);
    const published = left().flatMap(({ launch }) => launch.listeners.filter((one) => one.published));
    await this.#front.unlisten(service, ({ target, port }) => {
      const own = this.#ports.servicePort(service, target) === port;
      return left().length > 0 && (own || published.some((one) => one.port === port));
    });
  }

  #sample(units: readonly Unit[], olderThanMs: number): void {
    const stats = units.some((unit) => unit.needsScan) ? scanProcesses() : [];
    for (const unit of units) unit.sample(stats, olderThanMs);
  }

  async #sampleForEver(): Promise<void> {
    while (!this.#ended.signal.aborted) {
      const units = [...this.#units.values()];
      const loose = units.filter((unit) => unit.needsScan);
      // Where the kernel holds the limits, looking often would only cost.
      this.#sample(loose, 0);
      this.#sample(
        units.filter((unit) => !unit.needsScan),
        groupedSampleMs,
      );
      await systemClock.sleep(sampleMs, this.#ended.signal);
    }
  }
}
