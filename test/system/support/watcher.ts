// The invariant watcher: looks at the processes of every lane while commands run, and remembers what was not allowed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../../src/base/clock.ts';
import { fieldsOf, flagOf, listOf, textOf } from '../../../src/engines/local/fields.ts';
import type { Plan } from '../../../src/model/plan.ts';
import type { Lane } from './lane.ts';
import { isStillAlive, ofStack, ProcessTable, type SeenProcess } from './processes.ts';

const periodMs = 50;

interface Watched {
  readonly lane: Lane;
  plan: Plan | undefined;
  readonly violations: Set<string>;
  /** Writable volumes by instance, which never change. */
  readonly volumes: Map<string, readonly string[]>;
}

export class Watcher {
  readonly #table = new ProcessTable();
  readonly #watched = new Map<string, Watched>();
  readonly #stop = new AbortController();
  readonly #loop: Promise<void>;

  constructor() {
    this.#loop = this.#watch();
  }

  add(lane: Lane): void {
    const fresh = { lane, plan: undefined, violations: new Set<string>(), volumes: new Map() };
    this.#watched.set(lane.name, fresh);
  }

  /** From now on the budgets of this plan hold, and earlier violations are forgotten. */
  expect(lane: Lane, plan: Plan): void {
    const watched = this.#watched.get(lane.name);
    if (watched === undefined) return;
    watched.plan = plan;
    watched.violations.clear();
    watched.volumes.clear();
  }

  violations(lane: Lane): readonly string[] {
    return [...(this.#watched.get(lane.name)?.violations ?? [])];
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#loop;
  }

  async #watch(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const processes = this.#table.look();
      for (const watched of this.#watched.values()) inspect(watched, processes);
      await systemClock.sleep(periodMs, this.#stop.signal);
    }
  }
}

function inspect(watched: Watched, processes: readonly SeenProcess[]): void {
  const { lane, violations } = watched;
  for (const one of processes) {
    if (one.words.some((word) => lane.secrets.some((secret) => word.includes(secret))))
      violations.add(`I5: a secret is an argument of pid ${one.pid}: ${one.words[0]} ...`);
  }
  const own = ofStack(processes, lane.paths.stackId);
  const byInstance = new Map<string, SeenProcess[]>();
  for (const one of own) {
    if (one.instance === undefined) continue;
    byInstance.set(one.instance, [...(byInstance.get(one.instance) ?? []), one]);
  }
  for (const problem of [...twoWriters(watched, byInstance), ...twoPostmasters(own)]) violations.add(problem);
  for (const problem of overBudget(watched.plan, byInstance)) violations.add(problem);
}

type ByInstance = ReadonlyMap<string, readonly SeenProcess[]>;

/** I2 by instance: two live ones that may write to the same volume. */
function twoWriters(watched: Watched, byInstance: ByInstance): readonly string[] {
  const writers = new Map<string, string>();
  const problems: string[] = [];
  for (const instance of byInstance.keys()) {
    for (const volume of volumesOf(watched, instance)) {
      const other = writers.get(volume);
      writers.set(volume, instance);
      if (other !== undefined && areAlive(byInstance, [other, instance]))
        problems.push(`I2: ${other} and ${instance} both write to ${volume}`);
    }
  }
  return problems;
}

function volumesOf({ lane, volumes }: Watched, instance: string): readonly string[] {
  const known = volumes.get(instance);
  if (known !== undefined) return known;
  try {
    const text = readFileSync(join(lane.paths.units, `${instance}.json`), 'utf8');
    const launch = fieldsOf(JSON.parse(text), 'launch');
    const names = listOf(launch, 'volumes')
      .map((item) => fieldsOf(item))
      .flatMap((volume) => (flagOf(volume, 'readOnly') ? [] : [textOf(volume, 'name')]));
    volumes.set(instance, names);
    return names;
  } catch {
    // Not written yet, or removed just now.
    return [];
  }
}

/** I2 by program: two servers on one data folder, whoever started them. Children of a server are no second one. */
function twoPostmasters(own: readonly SeenProcess[]): readonly string[] {
  const servers = own.filter((one) => /\/postgres$/.test(one.words[0] ?? '') && one.words.includes('-D'));
  const pids = new Set(servers.map((one) => one.pid));
  const masters = servers.filter((one) => !pids.has(one.parent));
  const byFolder = new Map<string, SeenProcess>();
  const problems: string[] = [];
  for (const one of masters) {
    const folder = one.words[one.words.indexOf('-D') + 1] ?? '';
    const other = byFolder.get(folder);
    byFolder.set(folder, one);
    if (other !== undefined && isStillAlive(other) && isStillAlive(one))
      problems.push(`I2: postgres ${other.pid} and ${one.pid} run on ${folder}`);
  }
  return problems;
}

/** I3: what is alive of a phase and those before it never asks for more than the phase's budget. */
function overBudget(plan: Plan | undefined, byInstance: ByInstance): readonly string[] {
  const problems: string[] = [];
  const counted = new Set<string>();
  for (const phase of plan?.phases ?? []) {
    for (const one of phase.services) counted.add(one.service);
    const live = [...byInstance.keys()].filter((instance) => counted.has(serviceOf(instance)));
    for (const resource of ['memory', 'cpus'] as const) {
      const limit = phase.admissions.find((one) => one.resource === resource)?.limit;
      let sum = 0;
      for (const instance of live) sum += plan?.wanted[serviceOf(instance)]?.requests[resource] ?? 0;
      // Sums of hundredths of a CPU are not exact.
      if (limit === undefined || sum <= limit + 1e-6 || !areAlive(byInstance, live)) continue;
      problems.push(`I3: ${resource} ${sum} of ${limit} in phase ${phase.name}: ${live.sort().join(' ')}`);
    }
  }
  return problems;
}

export function serviceOf(instance: string): string {
  return instance.replace(/-\d+$/, '');
}

/** The table was filled over some milliseconds: only what is alive together now counts. */
function areAlive(byInstance: ByInstance, instances: readonly string[]): boolean {
  return instances.every((instance) => byInstance.get(instance)?.some(isStillAlive) === true);
}
