// Which image of the engine a unit is started from.
import type { UnitSpec } from '../../../model/unit.ts';
import type { DockerClient } from '../client.ts';
import { buildKey, buildLabel } from './build-request.ts';
import { builtBefore, type LocalImage, localImage } from './local-image.ts';
import { pullPolicyOf } from './pull-policy.ts';
import { requestOf } from './wish.ts';

/** By the id that the plan saw, by the content that it was built from, else by its name; undefined when it is not here. */
export async function imageOfUnit(
  client: DockerClient,
  unit: UnitSpec,
  name: string,
  signal: AbortSignal,
): Promise<LocalImage | undefined> {
  if (unit.imageId !== undefined) return await localImage(client, unit.imageId, signal);
  const request = requestOf(unit);
  const key = request === undefined ? undefined : buildKey(request);
  if (key === undefined) return await localImage(client, name, signal);
  const built = await builtBefore(client, buildLabel, key, name, signal);
  // With `always` the registry's may have been taken instead.
  return built ?? (pullPolicyOf(unit) === 'always' ? await localImage(client, name, signal) : undefined);
}
