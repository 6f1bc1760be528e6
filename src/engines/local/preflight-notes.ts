// What this engine does otherwise than a container engine would, in the words that plans print.

import { count } from '../../base/text.ts';
import type { UnitSpec } from '../../model/unit.ts';
import { detectCgroups } from './cgroup.ts';
import { plannedMoves, publishedPorts } from './launch.ts';
import type { LocalPaths } from './paths.ts';
import { substituteOf } from './substitutes/table.ts';
import { serviceUser } from './substitutes/users.ts';
import { isReachable, namedVolumes, volumeFolder } from './volumes.ts';

export async function notesOf(unit: UnitSpec, paths: LocalPaths): Promise<readonly string[]> {
  return [
    ...(await substituteNotes(unit, paths)),
    ...buildNotes(unit),
    ...portNotes(unit),
    ...limitNotes(unit),
    ...isolationNotes(unit),
  ];
}

async function substituteNotes(unit: UnitSpec, paths: LocalPaths): Promise<readonly string[]> {
  const substitute = substituteOf(unit);
  const program = await substitute?.find(unit);
  if (substitute === undefined || program === undefined) return [];
  const notes = [...substitute.doesNotProve(unit, program)];
  const scripts = unit.mounts.some((mount) => mount.target.startsWith('/docker-entrypoint-initdb.d'));
  if (scripts) notes.push('only *.sql of /docker-entrypoint-initdb.d is run, and only on an empty volume');
  const user = serviceUser(substitute.program === 'postgres' ? 'postgres' : 'mysql');
  const volume = namedVolumes(unit)[0];
  const moved =
    user !== undefined && substitute.program !== 'redis-server' && !isReachable(paths.volumes, user.uid);
  if (moved && volume !== undefined) {
    notes.push(
      `its volume lies in ${volumeFolder(paths, volume.name, user.uid)}, where its user can reach it`,
    );
  }
  return notes;
}

function buildNotes(unit: UnitSpec): readonly string[] {
  const runs = unit.build?.runs.length ?? 0;
  return runs === 0
    ? []
    : [`${count(runs, 'RUN line')} of its Dockerfile not run: the host's own tools are used`];
}

function portNotes(unit: UnitSpec): readonly string[] {
  const notes: string[] = [];
  const moves = plannedMoves(unit);
  if (moves.injected !== undefined) {
    notes.push(`gets its port as PORT and must honour it (the image listens on ${moves.injected})`);
  }
  if (moves.fixed.length > 0)
    notes.push(`listens on port ${moves.fixed.join(', ')} itself, so only one can run`);
  for (const port of unit.ports) {
    if (port.protocol === 'udp') notes.push(`UDP port ${port.target} is not carried`);
  }
  const open = publishedPorts(unit).filter((port) => port.host === undefined);
  if (open.length > 0) {
    notes.push(`port ${open.map((port) => port.published).join(', ')} is published on loopback only`);
  }
  return notes;
}

function limitNotes(unit: UnitSpec): readonly string[] {
  if (detectCgroups() !== undefined) return [];
  const notes: string[] = [];
  if (unit.memoryLimit !== undefined) notes.push('its memory limit is held by looking four times a second');
  if (unit.cpuLimit !== undefined || unit.pidsLimit !== undefined) {
    notes.push('its CPU and process limits are not held: no control group can be written');
  }
  return notes;
}

function isolationNotes(unit: UnitSpec): readonly string[] {
  const notes: string[] = [];
  if (unit.readOnly) notes.push('its file system is not read-only here');
  if (unit.user !== undefined && substituteOf(unit) === undefined) {
    notes.push(`runs as the user who deploys, not as ${unit.user}`);
  }
  if (unit.mounts.some((mount) => mount.readOnly)) notes.push('read-only mounts can be written here');
  return notes;
}
