// Containers, networks and volumes under names that the stack is about to use: ours, or in the way.
import { SeaworthyError } from '../../base/errors.ts';
import type { Wanted } from '../../model/unit.ts';
import type { Obstacle } from '../engine.ts';
import { composeLabels, isOurs, labelsOf } from './labels.ts';
import { containerName, fixedName } from './names.ts';
import { lookAtNetwork, networksOf } from './networks.ts';
import { type Docker, foreign, isOfStack, nameOf } from './objects.ts';
import { lookAtVolume, volumesOf } from './volumes.ts';

/** `all`: every container of the engine, in its short form. */
export async function objectObstacles(
  docker: Docker,
  wanted: readonly Wanted[],
  all: readonly unknown[],
  signal: AbortSignal,
): Promise<readonly Obstacle[]> {
  return [
    ...strangersInProject(docker, all),
    ...takenNames(docker, wanted, all),
    ...(await refusals(docker, wanted, signal)),
  ];
}

/** What compose itself started under our project's name is another's until it is adopted. */
function strangersInProject({ stack }: Docker, all: readonly unknown[]): readonly Obstacle[] {
  return all.flatMap((container) => {
    const labels = labelsOf(container);
    if (labels[composeLabels.project] !== stack || isOurs(labels)) return [];
    const isOneOff = labels[composeLabels.oneOff] === 'True';
    return [
      {
        service: labels[composeLabels.service] ?? '',
        message: `container ${nameOf(container)} of this project was not started by seaworthy`,
        hint: isOneOff
          ? 'It is of docker compose run: end and remove it.'
          : 'seaworthy up --adopt takes it over, docker compose down removes it.',
      },
    ];
  });
}

/** Fixed names, and the numbered ones of instances: which number comes next is known only when it is asked for. */
function takenNames(
  { stack }: Docker,
  wanted: readonly Wanted[],
  all: readonly unknown[],
): readonly Obstacle[] {
  const strangers = all.filter((container) => {
    const labels = labelsOf(container);
    return !isOfStack(labels, stack) && labels[composeLabels.project] !== stack;
  });
  return wanted.flatMap(({ unit }) => {
    const name = fixedName(unit);
    const prefix = `${containerName(stack, unit.service)}-`;
    const taken = strangers.find((container) => {
      const own = nameOf(container);
      return name === undefined
        ? own.startsWith(prefix) && /^\d+$/.test(own.slice(prefix.length))
        : own === name;
    });
    if (taken === undefined) return [];
    const error = foreign(`container ${nameOf(taken)}`, labelsOf(taken)[composeLabels.project]);
    return [obstacle(unit.service, error)];
  });
}

/** Each network and volume once, for the first service that uses it. */
async function refusals(
  docker: Docker,
  wanted: readonly Wanted[],
  signal: AbortSignal,
): Promise<readonly Obstacle[]> {
  const looks = new Map<string, { readonly service: string; readonly look: () => Promise<unknown> }>();
  for (const { unit } of wanted) {
    for (const network of networksOf(docker.stack, unit)) {
      const look = () => lookAtNetwork(docker, network, signal);
      looks.set(`network ${network.name}`, { service: unit.service, look });
    }
    for (const volume of volumesOf(docker.stack, unit)) {
      const look = () => lookAtVolume(docker, volume, signal);
      looks.set(`volume ${volume.name}`, { service: unit.service, look });
    }
  }
  const found = await Promise.all(
    [...looks.values()].map(async ({ service, look }) => {
      try {
        await look();
        return [];
      } catch (error) {
        if (!(error instanceof SeaworthyError) || error.code === 'ENGINE_UNREACHABLE') throw error;
        return [obstacle(service, error)];
      }
    }),
  );
  return found.flat();
}

function obstacle(service: string, { message, hint }: SeaworthyError): Obstacle {
  return { service, message, hint: hint ?? '' };
}
