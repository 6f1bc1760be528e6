// A name that must be asked for at its registry: what it stands for there, or why it cannot be had.

import { SeaworthyError } from '../../../base/errors.ts';
import { listAt, textAt } from '../../../base/json.ts';
import { formatDuration } from '../../../base/units.ts';
import type { DockerClient } from '../client.ts';
import type { CredentialSource } from './credentials.ts';
import { registryAuthHeader } from './credentials.ts';
import { encodeName, engineName } from './local-image.ts';
import { type RemoteAnswer, type RemoteImage, remoteImage } from './manifest.ts';
import { matchesPlatform, type Platform, platformAt, platformText } from './platform.ts';
import { familiar, isDigest, type Reference } from './reference.ts';
import type { Refusal, Registry } from './registry.ts';

export interface RemoteContext {
  readonly client: DockerClient;
  readonly registry: Registry;
  readonly credentials: CredentialSource;
  readonly signal: AbortSignal;
}

export type RemoteFound =
  /** `image` undefined: only the engine reaches the registry, and it tells no sizes. */
  | { readonly kind: 'found'; readonly digest: string; readonly image: RemoteImage | undefined }
  | Exclude<RemoteAnswer, { kind: 'found' }>;

/** @throws SeaworthyError REGISTRY_UNREACHABLE when neither we nor the engine reach the registry. */
export async function findRemote(
  reference: Reference,
  platform: Platform,
  context: RemoteContext,
): Promise<RemoteFound> {
  try {
    const found = await remoteImage(reference, platform, context);
    return found.kind === 'found' ? { kind: 'found', digest: found.image.digest, image: found.image } : found;
  } catch (error) {
    if (!(error instanceof SeaworthyError) || error.code !== 'REGISTRY_UNREACHABLE') throw error;
    // The engine may be another machine, with a network, a proxy or a mirror of its own.
    const told = await askEngine(reference, platform, context);
    if (told !== undefined) return told;
    throw error;
  }
}

async function askEngine(
  reference: Reference,
  platform: Platform,
  { client, credentials, signal }: RemoteContext,
): Promise<RemoteFound | undefined> {
  const auth = registryAuthHeader(await credentials.of(reference.domain, signal), reference.domain);
  const { status, body } = await client.call(
    'GET',
    `/distribution/${encodeName(engineName(reference))}/json`,
    {
      headers: { 'X-Registry-Auth': auth },
      accept: [401, 403, 404, 500, 503],
      signal,
    },
  );
  const digest = textAt(body, 'Descriptor', 'digest');
  if (status !== 200 || digest === undefined || !isDigest(digest)) return undefined;
  const offers = listAt(body, 'Platforms').flatMap((one) => platformAt(one) ?? []);
  if (offers.length > 0 && !offers.some((one) => matchesPlatform(one, platform)))
    return { kind: 'platform', has: offers.map(platformText) };
  return { kind: 'found', digest, image: undefined };
}

/** What stands in the way, and what to do about it. */
export function obstacleOf(
  reference: Reference,
  platform: Platform,
  found: Refusal | { readonly kind: 'platform'; readonly has: readonly string[] },
): { readonly message: string; readonly hint: string } {
  const name = familiar(reference);
  switch (found.kind) {
    case 'missing':
      return reference.digest === undefined
        ? {
            message: `${name} is not at its registry (${found.said})`,
            hint: 'check the name and the tag, or push it first; a private registry may also say this when nobody is logged in',
          }
        : {
            message: `${name} is not at its registry: that digest has moved away or was deleted (${found.said})`,
            hint: 'take the digest that the tag has now, or push the image again',
          };
    case 'denied':
      return {
        message: `${reference.domain} denies access to ${name} (${found.said})`,
        hint: `docker login ${reference.domain}, as someone who may read it; check the spelling too, as registries deny what they do not have`,
      };
    case 'limited': {
      const after = found.retryMs === undefined ? 'later' : `in ${formatDuration(found.retryMs)}`;
      return {
        message: `${reference.domain} limits its rate and does not tell of ${name} (${found.said})`,
        hint: `try again ${after}, or docker login ${reference.domain} for a higher limit`,
      };
    }
    case 'platform':
      return {
        message: `${name} has no image for ${platformText(platform)}, only for ${[...new Set(found.has)].join(', ')}`,
        hint: 'take another tag, or set platform: on the service when the engine can emulate it',
      };
  }
}
