// Every image of a stack as content, before anything is stopped: what is here, what is pulled by which digest, what is
// built. What cannot be had is an obstacle, and nothing was touched.

import { mapBounded } from '../../../base/bounded.ts';
import { messageOf, SeaworthyError } from '../../../base/errors.ts';
import { formatDuration } from '../../../base/units.ts';
import type { PlannedImage } from '../../../model/image.ts';
import type { Obstacle } from '../../engine.ts';
import { digestAt, engineName, type LocalImage, localImage } from './local-image.ts';
import { remoteDigest } from './manifest.ts';
import { matchesPlatform, parsePlatform, platformText } from './platform.ts';
import { familiarRepository, parseReference } from './reference.ts';
import { resolveBuild } from './resolve-build.ts';
import { type Asked, type Found, plain, present, type ResolveContext } from './resolve-found.ts';
import { layersOfRemote } from './resolve-layers.ts';
import { resolveRecord } from './resolve-record.ts';
import { findRemote, obstacleOf } from './resolve-remote.ts';
import type { ImageWish } from './wish.ts';

export interface ImagesFound {
  readonly images: readonly PlannedImage[];
  readonly obstacles: readonly Obstacle[];
  readonly warnings: readonly string[];
}

/** @throws SeaworthyError REGISTRY_UNREACHABLE when a registry that must be asked cannot be. */
export async function resolveImages(
  wishes: readonly ImageWish[],
  context: ResolveContext,
): Promise<ImagesFound> {
  const found = await mapBounded(wishes, context.parallel, (wish) => resolveWish(wish, context));
  const images = found.flatMap((one) => (one.kind === 'image' ? [one.image] : []));
  const obstacles = found.flatMap((one, index) =>
    one.kind === 'obstacle'
      ? [{ service: wishes[index]?.services[0] ?? '', message: one.message, hint: one.hint }]
      : [],
  );
  const warnings = found.flatMap((one) =>
    one.kind === 'image' && one.warning !== undefined ? [one.warning] : [],
  );
  return { images, obstacles, warnings };
}

async function resolveWish(wish: ImageWish, context: ResolveContext): Promise<Found> {
  const reference = parseReference(wish.name);
  const platform =
    wish.platform === undefined ? context.platform : parsePlatform(wish.platform, context.platform);
  const who = wish.services.join(', ');
  if (reference === undefined) {
    return {
      kind: 'obstacle',
      message: `"${wish.name}" of ${who} is no name of an image`,
      hint: 'write [registry/]name[:tag][@digest]',
    };
  }
  if (platform === undefined) {
    return {
      kind: 'obstacle',
      message: `"${wish.platform}" of ${who} is no platform`,
      hint: 'write os/architecture, such as linux/arm64',
    };
  }
  const asked = { wish, reference, platform, context };
  const recorded = wish.record === undefined ? undefined : await resolveRecord(asked);
  if (recorded !== undefined) return recorded;
  if (wish.build !== undefined) return await resolveBuild(asked, wish.build, resolvePull);
  const local = await localImage(context.client, engineName(reference), context.signal);
  return await resolvePull(asked, local);
}

/** @throws SeaworthyError REGISTRY_UNREACHABLE */
export async function resolvePull(asked: Asked, local: LocalImage | undefined): Promise<Found> {
  const { wish, reference, platform, context } = asked;
  const { policy = 'missing' } = wish;
  const mayAsk = policy !== 'never' && policy !== 'build';
  if (local === undefined && !mayAsk) {
    return {
      kind: 'obstacle',
      message: `${wish.name} is not here, and pull_policy ${policy} forbids to pull it`,
      hint: `docker pull ${wish.name}, or take pull_policy out`,
    };
  }
  if (local !== undefined && (!mayAsk || reference.digest !== undefined || policy === 'missing')) {
    if (isRunnable(asked, local)) return await present(asked, local, 'it is here');
    // What came from its registry may be there for the platform that is wanted; what was made here is not.
    if (!mayAsk || digestAt(local, reference) === undefined) return wrongPlatform(asked, local);
  }
  if (local !== undefined && policy.startsWith('every:')) {
    const age = context.nowMs - (local.taggedMs ?? 0);
    const period = Number(policy.slice('every:'.length));
    if (age < period)
      return await present(asked, local, `it was pulled ${formatDuration(Math.max(0, age))} ago`);
  }
  if (local !== undefined) {
    const same = await isSame(asked, local);
    if (same !== undefined) return same;
  }
  const found = await findRemote(reference, platform, context);
  if (found.kind !== 'found') return { kind: 'obstacle', ...obstacleOf(reference, platform, found) };
  const digest = `${familiarRepository(reference)}@${found.digest}`;
  const layers = found.image === undefined ? [] : await layersOfRemote(reference, found.image, context);
  const because = local === undefined ? 'it is not here' : 'the registry has another one';
  // Engines that keep images as containerd does call an image by its digest at the registry.
  const id = context.idIsDigest ? found.digest : found.image?.config;
  return { kind: 'image', image: { ...plain(wish), change: 'pull', because, id, digest, layers } };
}

/** The registry's digest is that of what is here; a registry that cannot be reached spoils only `always`. */
async function isSame(asked: Asked, local: LocalImage): Promise<Found | undefined> {
  const { wish, reference, context } = asked;
  try {
    const now = await remoteDigest(reference, context);
    if (now.kind !== 'found' || now.digest === undefined) return undefined;
    const known = local.digests.includes(`${familiarRepository(reference)}@${now.digest}`);
    return known ? await present(asked, local, 'the registry has the same') : undefined;
  } catch (error) {
    const isAway = error instanceof SeaworthyError && error.code === 'REGISTRY_UNREACHABLE';
    if (!isAway || wish.policy === 'always') throw error;
    const warning = `${wish.name} was due to be looked up: ${messageOf(error)}; what is here is used`;
    return { ...(await present(asked, local, 'its registry cannot be reached')), warning };
  }
}

function isRunnable({ platform }: Asked, local: LocalImage): boolean {
  return local.platform === undefined || matchesPlatform(local.platform, platform);
}

function wrongPlatform({ wish, platform }: Asked, local: LocalImage): Found {
  const has = local.platform === undefined ? 'another platform' : platformText(local.platform);
  return {
    kind: 'obstacle',
    message: `${wish.name} is here for ${has}, and ${platformText(platform)} is wanted`,
    hint: `docker pull --platform ${platformText(platform)} ${wish.name}, or set platform: ${has} on the service when the engine can emulate it`,
  };
}
