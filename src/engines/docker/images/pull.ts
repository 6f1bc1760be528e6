// Pulls an image by its digest through the engine, and believes only what the engine has afterwards.
import type { Clock } from '../../../base/clock.ts';
import { messageOf, SeaworthyError } from '../../../base/errors.ts';
import { textAt } from '../../../base/json.ts';
import { formatBytes, formatDuration } from '../../../base/units.ts';
import type { DockerClient } from '../client.ts';
import { type CredentialSource, registryAuthHeader } from './credentials.ts';
import { encodeName, engineName, localImage } from './local-image.ts';
import { BrokenOff, Stalled, watchProgress } from './progress-stream.ts';
import { PullProgress } from './pull-progress.ts';
import { familiar, familiarRepository, type Reference, requireReference } from './reference.ts';

export interface PullOptions {
  readonly client: DockerClient;
  readonly credentials: CredentialSource;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** `linux/arm64` when it was asked for. */
  readonly platform: string | undefined;
  /** Milliseconds without a byte, default 60 s. */
  readonly idleMs?: number;
  /** Called when the engine was asked, for fault tests. */
  readonly sent?: (() => void) | undefined;
  /** For people: `3 of 5 layers, 12 of 40 MiB`. */
  readonly onProgress?: ((text: string) => void) | undefined;
}

export interface Pulled {
  readonly id: string;
  /** Bytes that came over the network, and the time that it took. */
  readonly bytes: number;
  readonly ms: number;
}

const tries = 3;
const defaultIdleMs = 60_000;

/**
 * Pulls `digest` and gives it the name that was asked for. Pulling what is here already is a look at the registry.
 *
 * @throws SeaworthyError IMAGE_REFUSED when the registry says no, REGISTRY_UNREACHABLE when it stalls or breaks off in
 * each of three tries; layers that have come whole are kept by the engine.
 */
export async function pullImage(name: string, digest: string, options: PullOptions): Promise<Pulled> {
  const wanted = requireReference(name);
  const source = requireReference(digest);
  const begun = options.clock.monotonicMs();
  let bytes = 0;
  for (let attempt = 1; ; attempt += 1) {
    const progress = new PullProgress();
    try {
      await pullOnce(source, progress, options);
      bytes += progress.state().bytes;
      const id = await nameIt(wanted, source, options);
      return { id, bytes, ms: Math.round(options.clock.monotonicMs() - begun) };
    } catch (error) {
      bytes += progress.state().bytes;
      if (options.signal.aborted) throw new SeaworthyError('CANCELLED', `the pull of ${name} was stopped`);
      if (error instanceof SeaworthyError && error.code !== 'REGISTRY_UNREACHABLE') throw error;
      const why = reasonOf(error, options.idleMs ?? defaultIdleMs);
      if (attempt >= tries) throw gaveUp(name, source, why, progress);
      options.onProgress?.(`${why}; tries again`);
      await options.clock.sleep(1000 * 2 ** attempt, options.signal);
    }
  }
}

async function pullOnce(source: Reference, progress: PullProgress, options: PullOptions): Promise<void> {
  const { client, signal, platform, onProgress, idleMs = defaultIdleMs } = options;
  const credentials = await options.credentials.of(source.domain, signal);
  const stream = await client
    .open('POST', '/images/create', {
      query: { fromImage: familiarRepository(source), tag: source.digest ?? source.tag, platform },
      headers: { 'X-Registry-Auth': registryAuthHeader(credentials, source.domain) },
      signal,
      sent: options.sent,
    })
    .catch((error: unknown) => {
      throw refusedOf(source, messageOf(error), error);
    });
  let last = '';
  const onObject = (line: unknown) => {
    const failure = textAt(line, 'errorDetail', 'message') ?? textAt(line, 'error');
    if (failure !== undefined) throw refusedOf(source, failure);
    const isNew = progress.take(line);
    const { layers, layersDone, bytes, total } = progress.state();
    const text = `${layersDone} of ${layers} layers, ${formatBytes(bytes)} of ${formatBytes(total)}`;
    if (layers > 0 && text !== last) onProgress?.(text);
    last = text;
    return isNew;
  };
  await watchProgress(stream, { idleMs, signal, onObject });
}

/** A stream that has ended proves nothing: the image must be there, and is then given its name. */
async function nameIt(
  wanted: Reference,
  source: Reference,
  { client, signal }: PullOptions,
): Promise<string> {
  const image = await localImage(client, engineName(source), signal);
  if (image === undefined) throw new BrokenOff('the engine ended its answer and has no such image');
  const isNamed = wanted.tag === undefined || image.tags.includes(familiar({ ...wanted, digest: undefined }));
  if (!isNamed) await tagImage(client, image.id, wanted, signal);
  return image.id;
}

/** Gives an image one more name. */
export async function tagImage(
  client: DockerClient,
  id: string,
  name: Reference,
  signal: AbortSignal,
): Promise<void> {
  const query = { repo: familiarRepository(name), tag: name.tag ?? 'latest' };
  await client.call('POST', `/images/${encodeName(id)}/tag`, { query, signal });
}

/** What the engine says of its registry: some of it will not change by asking again. */
function refusedOf(source: Reference, said: string, cause?: unknown): SeaworthyError {
  const isFinal =
    /not found|manifest unknown|denied|unauthorized|authentication required|no matching manifest|no basic auth|toomanyrequests|no space left/i.test(
      said,
    );
  const hint = /no space left/i.test(said)
    ? 'Make room where the engine keeps its images: docker system df shows what takes it.'
    : 'Check the name, docker login, and whether the image was deleted since the plan was made.';
  return isFinal
    ? new SeaworthyError('IMAGE_REFUSED', `${familiar(source)} cannot be pulled: ${said}`, { hint, cause })
    : new SeaworthyError('REGISTRY_UNREACHABLE', said, { cause });
}

function reasonOf(error: unknown, idleMs: number): string {
  return error instanceof Stalled ? `no byte for ${formatDuration(idleMs)}` : messageOf(error);
}

function gaveUp(name: string, source: Reference, why: string, progress: PullProgress): SeaworthyError {
  const { layers, layersDone, bytes, total } = progress.state();
  const reached = `${layersDone} of ${layers} layers, ${formatBytes(bytes)} of ${formatBytes(total)} in the last try`;
  return new SeaworthyError('REGISTRY_UNREACHABLE', `the pull of ${name} failed ${tries} times: ${why}`, {
    detail: layers === 0 ? [] : [reached],
    hint: `Nothing was stopped. Check the way to ${source.domain} and run again: layers that came whole are kept.`,
  });
}
