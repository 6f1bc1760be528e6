// What can be said without a keeper: the records, and whether the processes that they name are alive.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Observed } from '../../model/unit.ts';
import { findSpawned } from './keeper/adopt.ts';
import { observedOf } from './observed.ts';
import type { LocalPaths } from './paths.ts';
import { isAlive, readBootId } from './proc.ts';
import { readRecords, type UnitRecord } from './record.ts';

export function readState(paths: LocalPaths): readonly Observed[] {
  const bootId = readBootId();
  return readRecords(paths).records.flatMap((record) => {
    const current = asFound(paths, record, bootId);
    if (current === undefined) return [];
    const log = statSync(join(paths.logs, `${record.launch.instance}.log`), { throwIfNoEntry: false });
    // The front died with the keeper: whatever the routes on disk say, nobody is sent anywhere now.
    return [observedOf(current, { routed: false, inFlight: 0, lastLogMs: log?.mtimeMs })];
  });
}

/** Undefined for an intent that nobody carried out: nothing has happened. */
function asFound(paths: LocalPaths, record: UnitRecord, bootId: string): UnitRecord | undefined {
  if (isAlive(record.identity, bootId)) return record;
  if (record.state === 'exited') return record;
  const spawned = findSpawned(paths.stackId, record, bootId);
  if (spawned !== undefined) return { ...record, state: 'running' };
  if (record.state === 'intent' && record.restarts === 0) return undefined;
  return { ...record, state: 'exited', identity: undefined };
}
