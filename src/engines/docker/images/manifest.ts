// What a registry says of an image: its digest, its layers and their compressed sizes, for one platform.
// OCI image specification (manifest, index) and Docker's image manifest version 2, schema 2.
import { createHash } from 'node:crypto';
import { SeaworthyError } from '../../../base/errors.ts';
import { listAt, numberAt, parsedJson, textAt } from '../../../base/json.ts';
import { matchesPlatform, type Platform, platformAt, platformText } from './platform.ts';
import { familiar, isDigest, type Reference } from './reference.ts';
import type { Refusal, Registry } from './registry.ts';

export interface RemoteLayer {
  readonly digest: string;
  /** Bytes as they are sent. */
  readonly size: number;
  readonly mediaType: string;
}

export interface RemoteImage {
  /** Of what the name stands for: an index, or a manifest. Pulled by this. */
  readonly digest: string;
  /** Of the image's configuration, which is the id that the engine gives it. */
  readonly config: string;
  readonly layers: readonly RemoteLayer[];
  /** Digests of the unpacked layers, the lowest first. */
  readonly diffIds: readonly string[];
}

export type RemoteAnswer =
  | { readonly kind: 'found'; readonly image: RemoteImage }
  | Refusal
  | { readonly kind: 'platform'; readonly has: readonly string[] };

const manifestTypes = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];
const indexTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
];
const accept = { Accept: [...manifestTypes, ...indexTypes].join(', ') };
/** The specification lets registries refuse larger manifests. */
const maximumManifest = 4 * 1024 * 1024;

export interface Asking {
  readonly registry: Registry;
  readonly signal: AbortSignal;
}

export type DigestAnswer = { readonly kind: 'found'; readonly digest: string | undefined } | Refusal;

/** Only the digest that a name stands for now, which registries do not count as a pull. */
export async function remoteDigest(
  reference: Reference,
  { registry, signal }: Asking,
): Promise<DigestAnswer> {
  const path = `manifests/${reference.digest ?? reference.tag}`;
  const asked = await registry.ask(reference, path, { method: 'HEAD', headers: accept, limit: 0, signal });
  if (asked.kind !== 'answer') return asked;
  const header = asked.reply.headers['docker-content-digest'];
  const digest = typeof header === 'string' && isDigest(header) ? header : undefined;
  return { kind: 'found', digest };
}

/** @throws SeaworthyError REGISTRY_UNREACHABLE also when what it says does not have the digest that was asked for. */
export async function remoteImage(
  reference: Reference,
  platform: Platform,
  asking: Asking,
): Promise<RemoteAnswer> {
  const top = await manifestOf(reference, reference.digest ?? reference.tag ?? 'latest', asking);
  if (top.kind !== 'manifest') return top;
  const children = listAt(top.body, 'manifests');
  if (children.length === 0) return await imageOf(reference, platform, top, top.digest, asking);
  // Attestations stand in the list with a platform of their own, `unknown/unknown`.
  const offers = children.flatMap((child) => {
    const own = platformAt(child, 'platform');
    const digest = textAt(child, 'digest');
    return own === undefined || digest === undefined || own.os === 'unknown'
      ? []
      : [{ platform: own, digest }];
  });
  const fitting = offers.find((offer) => matchesPlatform(offer.platform, platform));
  if (fitting === undefined)
    return { kind: 'platform', has: offers.map((offer) => platformText(offer.platform)) };
  const inner = await manifestOf(reference, fitting.digest, asking);
  return inner.kind === 'manifest' ? await imageOf(reference, platform, inner, top.digest, asking) : inner;
}

interface Manifest {
  readonly kind: 'manifest';
  readonly digest: string;
  readonly body: unknown;
}

async function manifestOf(reference: Reference, which: string, asking: Asking): Promise<Manifest | Refusal> {
  const { registry, signal } = asking;
  const asked = await registry.ask(reference, `manifests/${which}`, {
    headers: accept,
    limit: maximumManifest,
    signal,
  });
  if (asked.kind !== 'answer') return asked;
  const { body: bytes } = asked.reply;
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  const body = parsedJson(bytes.toString());
  if (which.startsWith('sha256:') && which !== digest)
    throw foul(reference, `a manifest that is not ${which}`);
  if (numberAt(body, 'schemaVersion') !== 2) throw foul(reference, 'no manifest of version 2');
  return { kind: 'manifest', digest, body };
}

async function imageOf(
  reference: Reference,
  platform: Platform,
  manifest: Manifest,
  digest: string,
  { registry, signal }: Asking,
): Promise<RemoteAnswer> {
  const config = textAt(manifest.body, 'config', 'digest');
  const layers = listAt(manifest.body, 'layers').map((layer) => ({
    digest: textAt(layer, 'digest') ?? '',
    size: numberAt(layer, 'size') ?? 0,
    mediaType: textAt(layer, 'mediaType') ?? '',
  }));
  if (config === undefined || !isDigest(config) || layers.some((layer) => !isDigest(layer.digest)))
    throw foul(reference, 'a manifest without its parts');
  const asked = await registry.ask(reference, `blobs/${config}`, { limit: maximumManifest, signal });
  if (asked.kind !== 'answer') return asked;
  const body = parsedJson(asked.reply.body.toString());
  const own = platformAt(body);
  if (own !== undefined && !matchesPlatform(own, platform))
    return { kind: 'platform', has: [platformText(own)] };
  const diffIds = listAt(body, 'rootfs', 'diff_ids').filter((one): one is string => typeof one === 'string');
  return { kind: 'found', image: { digest, config, layers, diffIds } };
}

function foul(reference: Reference, what: string): SeaworthyError {
  return new SeaworthyError('REGISTRY_UNREACHABLE', `the registry gave ${what} for ${familiar(reference)}`, {
    hint: 'Look what answers under the address of the registry.',
  });
}
