// What the engine has of an image.

import { listAt, numberAt, textAt, textMapAt } from '../../../base/json.ts';
import type { DockerClient } from '../client.ts';
import { type Platform, platformAt } from './platform.ts';
import { familiarRepository, type Reference } from './reference.ts';

export interface LocalImage {
  readonly id: string;
  readonly tags: readonly string[];
  /** `redis@sha256:…`. */
  readonly digests: readonly string[];
  readonly platform: Platform | undefined;
  /** Bytes on the disk, layers shared with others included. */
  readonly size: number;
  readonly diffIds: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** When it last got a name here, ms since the epoch. */
  readonly taggedMs: number | undefined;
}

/** By name, digest or id. @throws SeaworthyError as the client does. */
export async function localImage(
  client: DockerClient,
  name: string,
  signal: AbortSignal,
): Promise<LocalImage | undefined> {
  const { status, body } = await client.call('GET', `/images/${encodeName(name)}/json`, {
    accept: [404],
    signal,
  });
  return status === 404 ? undefined : imageFrom(body);
}

function imageFrom(body: unknown): LocalImage | undefined {
  const id = textAt(body, 'Id');
  if (id === undefined) return undefined;
  const tagged = Date.parse(textAt(body, 'Metadata', 'LastTagTime') ?? '');
  return {
    id,
    tags: textsAt(body, 'RepoTags'),
    digests: textsAt(body, 'RepoDigests'),
    platform: platformAt(body),
    size: numberAt(body, 'Size') ?? 0,
    diffIds: textsAt(body, 'RootFS', 'Layers'),
    labels: textMapAt(body, 'Config', 'Labels'),
    // The engine writes year 1 for an image that never had a name.
    taggedMs: Number.isNaN(tagged) || tagged < 0 ? undefined : tagged,
  };
}

function textsAt(body: unknown, ...path: readonly string[]): readonly string[] {
  return listAt(body, ...path).filter((one): one is string => typeof one === 'string');
}

/** Slashes of a name stay in the path of the request; what else a path could be cut by does not. */
export function encodeName(name: string): string {
  return name.split('/').map(encodeURIComponent).join('/').replaceAll('%3A', ':').replaceAll('%40', '@');
}

/** `redis:7`, or `redis@sha256:…`: an engine takes either, and a tag beside a digest says nothing. */
export function engineName(reference: Reference): string {
  const { tag, digest } = reference;
  const repository = familiarRepository(reference);
  return digest === undefined ? `${repository}:${tag ?? 'latest'}` : `${repository}@${digest}`;
}

/** The digest by which this repository knows the image. */
export function digestAt(image: LocalImage, reference: Reference): string | undefined {
  const prefix = `${familiarRepository(reference)}@`;
  const own = image.digests.filter((one) => one.startsWith(prefix)).map((one) => one.slice(prefix.length));
  return own.find((one) => one === reference.digest) ?? own.sort()[0];
}

/** Bytes of each layer, the lowest first, from the image's history; undefined when it does not add up. */
export async function localLayerSizes(
  client: DockerClient,
  image: LocalImage,
  signal: AbortSignal,
): Promise<readonly number[] | undefined> {
  const { status, body } = await client.call('GET', `/images/${encodeName(image.id)}/history`, {
    accept: [404],
    signal,
  });
  if (status === 404) return undefined;
  const sizes = listAt(body)
    .map((entry) => numberAt(entry, 'Size') ?? 0)
    .reverse();
  const filled = sizes.filter((size) => size > 0);
  // Steps that changed nothing have no layer, but an empty layer looks the same: then the steps are not told apart.
  return filled.length === image.diffIds.length ? filled : undefined;
}

/** An image with this value of a label, the one of that name first. */
export async function builtBefore(
  client: DockerClient,
  label: string,
  value: string,
  name: string,
  signal: AbortSignal,
): Promise<LocalImage | undefined> {
  const named = await localImage(client, name, signal);
  if (named?.labels[label] === value) return named;
  const filters = JSON.stringify({ label: [`${label}=${value}`] });
  const { body } = await client.call('GET', '/images/json', { query: { filters }, signal });
  const ids = listAt(body).flatMap((image) => textAt(image, 'Id') ?? []);
  const [first] = ids.sort();
  return first === undefined ? undefined : await localImage(client, first, signal);
}
