// Finds the process of a record that a former keeper left, even one that it had no time to write down.
import { marker } from '../paths.ts';
import { isAlive, readEnvironment, scanProcesses } from '../proc.ts';
import type { UnitRecord } from '../record.ts';

export function findSpawned(stackId: string, record: UnitRecord, bootId: string): number | undefined {
  if (isAlive(record.identity, bootId)) return record.identity?.pid;
  if (record.state !== 'intent') return undefined;
  // What is spawned leads its own session; its children and the probes run beside it do not.
  for (const stat of scanProcesses()) {
    if (stat.session !== stat.pid) continue;
    const environment = readEnvironment(stat.pid);
    const own =
      environment?.get(marker.stack) === stackId &&
      environment.get(marker.instance) === record.launch.instance &&
      environment.get(marker.key) === record.launch.key;
    if (own) return stat.pid;
  }
  return undefined;
}
