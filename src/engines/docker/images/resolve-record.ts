// Images of an earlier release: what they were then, whatever their names stand for now.

import { buildKey, buildLabel } from './build-request.ts';
import { builtBefore, engineName, localImage } from './local-image.ts';
import { parseReference } from './reference.ts';
import { type Asked, type Found, plain, present } from './resolve-found.ts';
import { layersOfRemote } from './resolve-layers.ts';
import { findRemote, obstacleOf } from './resolve-remote.ts';
import type { ImageWish } from './wish.ts';

/** Undefined when nothing was written down of it: then it is looked up as the files name it. */
export async function resolveRecord(asked: Asked): Promise<Found | undefined> {
  const { wish, context, reference } = asked;
  const { client, signal } = context;
  if (wish.build !== undefined) {
    const key = buildKey(wish.build);
    const here =
      key === undefined
        ? undefined
        : await builtBefore(client, buildLabel, key, engineName(reference), signal);
    return here === undefined ? gone(wish) : await present(asked, here, 'it was built for that release');
  }
  const { id, digest } = wish.record ?? {};
  if (id === undefined) return undefined;
  const here = await localImage(client, id, signal);
  if (here !== undefined) return await present(asked, here, 'it is that of the release');
  return await again(asked, id, digest);
}

async function again(asked: Asked, id: string, digest: string | undefined): Promise<Found> {
  const { wish, context, platform } = asked;
  const source = digest === undefined ? undefined : parseReference(digest);
  if (digest === undefined || source === undefined) return gone(wish);
  const found = await findRemote(source, platform, context);
  if (found.kind !== 'found') return { kind: 'obstacle', ...obstacleOf(source, platform, found) };
  const layers = found.image === undefined ? [] : await layersOfRemote(source, found.image, context);
  return {
    kind: 'image',
    image: {
      ...plain(wish),
      change: 'pull',
      because: 'it was removed since that release',
      id,
      digest,
      layers,
    },
  };
}

function gone({ name, services }: ImageWish): Found {
  return {
    kind: 'obstacle',
    message: `the image of ${services.join(', ')} in that release is no longer here: ${name}`,
    hint: 'it was removed (docker image prune -a does); check out the sources of that release and run seaworthy up',
  };
}
