// What stands in the way of a rollout on this engine, found before anything is touched.

import { textAt } from '../../base/json.ts';
import { refusedKeys } from '../../model/container-keys.ts';
import { replicasWanted, type UnitSpec, type Wanted } from '../../model/unit.ts';
import type { Obstacle, Preflight } from '../engine.ts';
import { composeLabels, labelsOf } from './labels.ts';
import { fixedName } from './names.ts';
import { networksOf } from './networks.ts';
import { type Docker, idOf, listBy } from './objects.ts';
import { objectObstacles } from './preflight-objects.ts';
import { portObstacles } from './preflight-ports.ts';
import { rangesOf, replicaObstacles } from './preflight-replicas.ts';
import { publishedPorts } from './published.ts';

export async function preflightDocker(
  docker: Docker,
  wanted: readonly Wanted[],
  signal: AbortSignal,
): Promise<Preflight> {
  if (wanted.length === 0) return { obstacles: [], notes: {}, skipped: {}, stopFirst: {} };
  const all = await listBy(docker, undefined, signal);
  const stopFirst: Record<string, string> = {};
  for (const one of wanted) {
    const { unit } = one;
    const reason =
      stopFirstReason(docker.stack, unit) ?? heldByAdopted(docker, unit, all) ?? narrowRange(one);
    if (reason !== undefined) stopFirst[unit.service] = reason;
  }
  const ports = await Promise.all(wanted.map(({ unit }) => portObstacles(docker, unit, all)));
  const obstacles = [
    ...(await objectObstacles(docker, wanted, all, signal)),
    ...ports.flat(),
    ...externalFiles(wanted),
    ...replicaObstacles(docker.stack, wanted),
  ];
  return { obstacles, notes: notesOf(wanted), skipped: {}, stopFirst };
}

/** What is said of a service in the plan: what it does not get, and what a replacement costs. */
function notesOf(wanted: readonly Wanted[]): Readonly<Record<string, readonly string[]>> {
  const notes = wanted.map(({ unit, replace }) => {
    const lost = refusedKeys(Object.keys(unit.container?.keys ?? {})).map(
      ([key, why]) => `${key} is left out: ${why}`,
    );
    const gap =
      replace === 'probe-first' && publishedPorts(unit).length > 0
        ? [
            'replaced with a gap, from the stop of the old one until the new one answers; replace: start-first has none',
          ]
        : [];
    return [unit.service, [...lost, ...gap]] as const;
  });
  return Object.fromEntries(notes.filter(([, said]) => said.length > 0));
}

/** Only a swarm keeps them. */
function externalFiles(wanted: readonly Wanted[]): readonly Obstacle[] {
  return wanted.flatMap(({ unit: { service, container } }) =>
    (container?.files ?? []).flatMap(({ kind, name, from }) =>
      'external' in from
        ? [
            {
              service,
              message: `the ${kind} ${name} of ${service} is external, and this engine keeps none`,
              hint: `Give the ${kind} a file, an environment variable${kind === 'config' ? ' or its content' : ''}.`,
            },
          ]
        : [],
    ),
  );
}

/** Compose's container publishes the port that the front is to hold from now on. */
function heldByAdopted({ adopted }: Docker, unit: UnitSpec, all: readonly unknown[]): string | undefined {
  if (unit.container?.heldPorts !== true) return undefined;
  const holder = all.find(
    (one) => adopted.has(idOf(one)) && labelsOf(one)[composeLabels.service] === unit.service,
  );
  return holder === undefined ? undefined : "docker compose's container holds its port until the front does";
}

/** A range has no room for as many again as there are. */
function narrowRange(wanted: Wanted): string | undefined {
  const range = rangesOf(wanted.unit).find(({ size }) => size < 2 * replicasWanted(wanted));
  return range === undefined ? undefined : `the ports ${range.text} are too few for old and new side by side`;
}

/** Two of it cannot stand side by side. */
function stopFirstReason(stack: string, unit: UnitSpec): string | undefined {
  const name = fixedName(unit);
  if (name !== undefined) return `its container is named ${name}, and a name is given once`;
  const mode = textAt(unit.container?.keys, 'network_mode');
  if (mode === 'host' && unit.ports.length > 0) return "it listens on the host's own ports";
  if (textAt(unit.container?.keys, 'mac_address') !== undefined) return 'its hardware address is fixed';
  const fixed = networksOf(stack, unit).find(
    ({ use }) => textAt(use, 'ipv4_address') !== undefined || textAt(use, 'mac_address') !== undefined,
  );
  if (fixed !== undefined) return `its address in ${fixed.key} is fixed`;
  return undefined;
}
