// The volumes of a stack: made with compose's names and labels, never removed unless asked.
import { SeaworthyError } from '../../base/errors.ts';
import { flagAt, listAt, textAt } from '../../base/json.ts';
import type { UnitSpec } from '../../model/unit.ts';
import { wordsAt } from './keys.ts';
import { composeLabels, composeVersion, labelFilter, labelsOf } from './labels.ts';
import { anonymousName } from './mounts.ts';
import { realName } from './names.ts';
import { type Docker, foreign } from './objects.ts';

export interface UsedVolume {
  readonly key: string;
  readonly name: string;
  readonly external: boolean;
  readonly definition: unknown;
}

export function volumesOf(stack: string, unit: UnitSpec): readonly UsedVolume[] {
  const { container } = unit;
  if (container === undefined) {
    return unit.mounts.flatMap(({ kind, source }) =>
      kind === 'volume' && source !== undefined
        ? [{ key: source, name: `${stack}_${source}`, external: false, definition: {} }]
        : [],
    );
  }
  const named = Object.entries(container.volumes).map(([key, definition]) => ({
    key,
    name: realName(stack, key, definition),
    external: flagAt(definition, 'external'),
    definition,
  }));
  const anonymous = listAt(container.keys, 'volumes').flatMap((mount) => {
    if (textAt(mount, 'type') !== 'volume' || textAt(mount, 'source') !== undefined) return [];
    const name = anonymousName(stack, unit, textAt(mount, 'target') ?? '');
    return [{ key: name, name, external: false, definition: {} }];
  });
  return [...named, ...anonymous];
}

/** @throws SeaworthyError FOREIGN_OBJECT, ENGINE_REFUSED */
export async function ensureVolumes(docker: Docker, unit: UnitSpec, signal: AbortSignal): Promise<void> {
  await Promise.all(volumesOf(docker.stack, unit).map((volume) => ensureVolume(docker, volume, signal)));
}

/** Whether it is there and may be used. @throws SeaworthyError FOREIGN_OBJECT, ENGINE_REFUSED */
export async function lookAtVolume(
  { client, stack }: Docker,
  { name, external }: UsedVolume,
  signal: AbortSignal,
): Promise<boolean> {
  const found = await client.call('GET', `/volumes/${encodeURIComponent(name)}`, { accept: [404], signal });
  if (found.status !== 404) {
    const owner = labelsOf(found.body)[composeLabels.project];
    if (!external && owner !== stack) throw foreign(`volume ${name}`, owner);
    return true;
  }
  if (external) {
    throw new SeaworthyError('ENGINE_REFUSED', `the external volume ${name} does not exist`, {
      hint: `Create it (docker volume create ${name}), or let the stack own it.`,
    });
  }
  return false;
}

async function ensureVolume(docker: Docker, volume: UsedVolume, signal: AbortSignal): Promise<void> {
  if (await lookAtVolume(docker, volume, signal)) return;
  const { client, stack } = docker;
  const { key, name, definition } = volume;
  const Labels = {
    ...wordsAt(definition, 'labels'),
    [composeLabels.volume]: key,
    [composeLabels.project]: stack,
    [composeLabels.version]: composeVersion,
  };
  const body = {
    Name: name,
    Driver: textAt(definition, 'driver') ?? 'local',
    DriverOpts: wordsAt(definition, 'driver_opts'),
    Labels,
  };
  await client.call('POST', '/volumes/create', { body, signal });
}

/** The volumes of the project, as the engine lists them. */
export async function listVolumes(
  { client, stack }: Docker,
  signal: AbortSignal,
): Promise<readonly unknown[]> {
  const filters = labelFilter(composeLabels.project, stack);
  return listAt((await client.call('GET', '/volumes', { query: { filters }, signal })).body, 'Volumes');
}

/** Removes them and their data. The answer: their names. */
export async function removeVolumes(
  { client }: Docker,
  found: readonly unknown[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const removed = await Promise.all(
    found.map(async (volume) => {
      const name = textAt(volume, 'Name') ?? '';
      const path = `/volumes/${encodeURIComponent(name)}`;
      const { status } = await client.call('DELETE', path, { accept: [404, 409], signal });
      return status < 300 ? [`volume ${name}`] : [];
    }),
  );
  return removed.flat();
}
