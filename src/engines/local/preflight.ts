// What stands in the way of a rollout on this machine, found before anything is touched.
import { replicasWanted, type UnitSpec, type Wanted } from '../../model/unit.ts';
import type { Obstacle, Preflight } from '../engine.ts';
import { plannedMoves } from './launch.ts';
import type { LocalPaths } from './paths.ts';
import { commandObstacle } from './preflight-command.ts';
import { notesOf } from './preflight-notes.ts';
import { portObstacles } from './preflight-ports.ts';
import { substituteOf } from './substitutes/table.ts';
import { namedVolumes } from './volumes.ts';

export async function preflightLocal(
  wanted: readonly Wanted[],
  paths: LocalPaths,
  signal: AbortSignal,
): Promise<Preflight> {
  const obstacles: Obstacle[] = [];
  const skipped: Record<string, string> = {};
  const notes: Record<string, readonly string[]> = {};
  const stopFirst: Record<string, string> = {};
  for (const one of wanted) {
    const { unit, replace } = one;
    signal.throwIfAborted();
    const obstacle = await cannotRun(unit);
    if (obstacle !== undefined && isDispensable(unit, wanted)) {
      skipped[unit.service] = obstacle.message;
      continue;
    }
    if (obstacle !== undefined) obstacles.push(obstacle);
    if (replicasWanted(one) > 1) obstacles.push(...onlyOne(unit, replicasWanted(one)));
    const said = [...(await notesOf(unit, paths)), ...replaceNotes(replace)];
    if (said.length > 0) notes[unit.service] = said;
    const reason = stopFirstReason(unit);
    if (reason !== undefined) stopFirst[unit.service] = reason;
  }
  const run = wanted.filter(({ unit }) => skipped[unit.service] === undefined);
  obstacles.push(...(await portObstacles(run, paths)));
  return { obstacles, notes, skipped, stopFirst };
}

async function cannotRun(unit: UnitSpec): Promise<Obstacle | undefined> {
  const substitute = substituteOf(unit);
  if (substitute === undefined) return commandObstacle(unit);
  if ((await substitute.find(unit)) !== undefined) return undefined;
  return {
    service: unit.service,
    message: `${unit.service} cannot run locally: ${unit.image} needs ${substitute.program}, which is not on PATH`,
    hint: `Install ${substitute.program}, give services.${unit.service}.local.command, or use --engine docker.`,
  };
}

/** Nobody requires it: all who depend on it say so, or nobody does and it is only a substitute's program that lacks. */
function isDispensable(unit: UnitSpec, wanted: readonly Wanted[]): boolean {
  const uses = wanted.flatMap((one) => one.dependsOn.filter((on) => on.service === unit.service));
  if (uses.length > 0) return uses.every((use) => !use.required);
  return substituteOf(unit) !== undefined;
}

/** Without a front, a fixed port forces the gap that probe-first measures. */
function replaceNotes(mode: Wanted['replace']): readonly string[] {
  return mode === 'probe-first'
    ? [
        'probe-first is carried out as start-first: the front holds its ports, so that there is no gap to measure',
      ]
    : [];
}

/** What cannot run beside itself cannot run twice. */
function onlyOne(unit: UnitSpec, replicas: number): readonly Obstacle[] {
  const substitute = substituteOf(unit);
  const why =
    substitute === undefined
      ? stopFirstReason(unit)
      : `${substitute.program} stands in for ${unit.image}, once for the whole stack`;
  if (why === undefined) return [];
  const { service } = unit;
  const message = `${service} asks for ${replicas} instances, and ${why}`;
  return [{ service, message, hint: `Ask for one (--scale ${service}=1), or use --engine docker.` }];
}

function stopFirstReason(unit: UnitSpec): string | undefined {
  const { fixed } = plannedMoves(unit);
  if (fixed.length > 0) return `it listens on port ${fixed.join(', ')} of the host itself`;
  const volume = namedVolumes(unit).find((one) => !one.readOnly);
  if (volume !== undefined) return `volume ${volume.name} must have one writer`;
  return undefined;
}
