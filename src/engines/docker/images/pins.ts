// Images of releases that can be rolled back to have a name of their own, so that neither a tag that moves on nor
// `docker image prune` takes them away.

import { mapBounded } from '../../../base/bounded.ts';
import { hashOf } from '../../../base/hash.ts';
import { listAt } from '../../../base/json.ts';
import type { DockerClient } from '../client.ts';
import { encodeName, localImage } from './local-image.ts';

/** The engine does them one after the other; this only saves the ways. */
const untaggedAtOnce = 8;

const component = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;

/** `seaworthy/<stack>`; a stack whose name no repository may have is known by its hash too. */
function pinRepository(stack: string): string {
  if (component.test(stack)) return `seaworthy/${stack}`;
  const similar = stack
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return `seaworthy/${similar === '' ? 'stack' : similar}-${hashOf(stack, 8)}`;
}

/** `seaworthy/shop:api-4f1c2a9b7e3d`. */
export function pinName(stack: string, service: string, release: string): string {
  const isPlain = /^\w[\w.-]{0,100}$/.test(service);
  const name = isPlain ? service : `s-${hashOf(service, 12)}`;
  return `${pinRepository(stack)}:${name}-${release}`;
}

export async function pinImage(
  client: DockerClient,
  id: string,
  pin: { readonly stack: string; readonly service: string; readonly release: string },
  signal: AbortSignal,
): Promise<void> {
  const name = pinName(pin.stack, pin.service, pin.release);
  const tag = name.slice(name.lastIndexOf(':') + 1);
  await client.call('POST', `/images/${encodeName(id)}/tag`, {
    query: { repo: pinRepository(pin.stack), tag },
    signal,
  });
}

/** Takes the names of forgotten releases away; an image that nothing else names goes with its last one. */
export async function unpinImages(
  client: DockerClient,
  stack: string,
  keptReleases: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const repository = pinRepository(stack);
  const filters = JSON.stringify({ reference: [`${repository}:*`] });
  const { body } = await client.call('GET', '/images/json', { query: { filters }, signal });
  const names = listAt(body)
    .flatMap((image) => listAt(image, 'RepoTags'))
    .filter((tag): tag is string => typeof tag === 'string' && tag.startsWith(`${repository}:`));
  const gone = names.filter((name) => !keptReleases.some((release) => name.endsWith(`-${release}`)));
  await mapBounded(gone, untaggedAtOnce, (name) => untag(client, name, signal));
  return gone;
}

/** @throws SeaworthyError ENGINE_REFUSED when the name is there still, and no container uses the image. */
async function untag(client: DockerClient, name: string, signal: AbortSignal): Promise<void> {
  try {
    // 409: a container still uses it, so that it stays; the name goes with a later run.
    await client.call('DELETE', `/images/${encodeName(name)}`, { accept: [404, 409], signal });
  } catch (error) {
    // Two stacks that take the last two names of an image at once: the engine does not know it any more, and says so with 500.
    if ((await localImage(client, name, signal)) !== undefined) throw error;
  }
}
