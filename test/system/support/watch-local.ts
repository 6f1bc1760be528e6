// The invariants among processes of this machine.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fieldsOf, flagOf, listOf, textOf } from '../../../src/engines/local/fields.ts';
import { overBudget, type Watched } from './invariants.ts';
import { isStillAlive, ofStack, ProcessTable, type SeenProcess } from './processes.ts';

export function localInspector(): (watched: readonly Watched[]) => Promise<void> {
  const table = new ProcessTable();
  return async (all) => {
    const processes = table.look();
    for (const watched of all) inspect(watched, processes);
  };
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
  const alive = (instances: readonly string[]) => areAlive(byInstance, instances);
  for (const problem of overBudget(watched.plan, [...byInstance.keys()], alive)) violations.add(problem);
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

/** The table was filled over some milliseconds: only what is alive together now counts. */
function areAlive(byInstance: ByInstance, instances: readonly string[]): boolean {
  return instances.every((instance) => byInstance.get(instance)?.some(isStillAlive) === true);
}
