// What stands in the way of a rollout on this engine, found before anything is touched.
import { refusedKeys } from '../../model/container-keys.ts';
import type { UnitSpec, Wanted } from '../../model/unit.ts';
import type { Obstacle, Preflight } from '../engine.ts';
import { listAt, numberAt, textAt } from './json.ts';
import { composeLabels, isOurs, type Labels, labelsOf, ownLabels } from './labels.ts';
import { containerName, fixedName } from './names.ts';
import { networksOf } from './networks.ts';
import type { Docker } from './objects.ts';
import { publishedPorts } from './published.ts';

export async function preflightDocker(
  docker: Docker,
  wanted: readonly Wanted[],
  signal: AbortSignal,
): Promise<Preflight> {
  const all = listAt(
    (await docker.client.call('GET', '/containers/json', { query: { all: true }, signal })).body,
  );
  const stopFirst: Record<string, string> = {};
  for (const { unit } of wanted) {
    const reason = stopFirstReason(docker.stack, unit);
    if (reason !== undefined) stopFirst[unit.service] = reason;
  }
  const obstacles = [
    ...strangersInProject(docker, all),
    ...takenNames(docker, wanted, all),
    ...wanted.flatMap(({ unit }) => takenPorts(docker, unit, all)),
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

/** What compose itself started under our project's name is another's until it is adopted. */
function strangersInProject({ stack }: Docker, all: readonly unknown[]): readonly Obstacle[] {
  return all.flatMap((container) => {
    const labels = labelsOf(container);
    if (labels[composeLabels.project] !== stack || isOurs(labels)) return [];
    return [
      {
        service: labels[composeLabels.service] ?? '',
        message: `container ${nameOf(container)} of this project was not started by seaworthy`,
        hint: 'seaworthy up --adopt takes it over, docker compose down removes it.',
      },
    ];
  });
}

function takenNames(docker: Docker, wanted: readonly Wanted[], all: readonly unknown[]): readonly Obstacle[] {
  const names = new Map(all.map((container) => [nameOf(container), labelsOf(container)]));
  return wanted.flatMap(({ unit }) => {
    const name = fixedName(unit);
    const labels = name === undefined ? undefined : names.get(containerName(docker.stack, '', unit));
    if (name === undefined || labels === undefined || isOfStack(labels, docker.stack)) return [];
    const message = `${unit.service} wants the name ${name}, which another container has`;
    return [
      { service: unit.service, message, hint: `Remove it (docker rm ${name}), or take container_name out.` },
    ];
  });
}

function takenPorts({ stack }: Docker, unit: UnitSpec, all: readonly unknown[]): readonly Obstacle[] {
  return publishedPorts(unit).flatMap(({ published, protocol }) => {
    const holder = all.find((container) => {
      if (isOfStack(labelsOf(container), stack)) return false;
      return listAt(container, 'Ports').some(
        (port) => numberAt(port, 'PublicPort') === published && textAt(port, 'Type') === protocol,
      );
    });
    if (holder === undefined) return [];
    const project = labelsOf(holder)[composeLabels.project];
    const whose = project === undefined ? '' : ` of the project ${project}`;
    const message = `${unit.service} cannot publish port ${published}: container ${nameOf(holder)}${whose} holds it`;
    return [
      { service: unit.service, message, hint: `Stop it, or publish another port for ${unit.service}.` },
    ];
  });
}

function isOfStack(labels: Labels, stack: string): boolean {
  return labels[composeLabels.project] === stack && labels[ownLabels.key] !== undefined;
}

function nameOf(container: unknown): string {
  return (textAt(container, 'Names', 0) ?? '').replace(/^\//, '');
}
