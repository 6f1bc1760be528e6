// The builder inside the engine: one request with the context as a tar, and its lines as they come.
import { messageOf, SeaworthyError } from '../../../base/errors.ts';
import { textAt } from '../../../base/json.ts';
import { formatDuration } from '../../../base/units.ts';
import { readDockerfile } from '../../../syntax/dockerfile.ts';
import type { BuildJob } from './build.ts';
import { BuildLines } from './build-lines.ts';
import { bytesIn, ulimitsIn } from './build-values.ts';
import { contextTar } from './context-tar.ts';
import { registryConfigHeader } from './credentials.ts';
import { Stalled, watchProgress } from './progress-stream.ts';
import { parseReference } from './reference.ts';

const defaultIdleMs = 600_000;
const colour = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/**
 * A layer that this build goes on from may be removed meanwhile, as nobody's: by a prune, or with another image that
 * was built from the same steps. Once more, and it is made anew.
 */
const layerGone = /unknown parent image ID|layer does not exist/;

/** @throws SeaworthyError BUILD_FAILED */
export async function buildClassic(name: string, job: BuildJob): Promise<void> {
  try {
    await buildOnce(name, job);
  } catch (error) {
    if (job.signal.aborted || !layerGone.test(messageOf(error))) throw error;
    await buildOnce(name, job);
  }
}

async function buildOnce(name: string, job: BuildJob): Promise<void> {
  const { client, signal, idleMs = defaultIdleMs, onProgress } = job;
  const tar = contextTar(job.context, job.request, job.dockerfile);
  const auth = await registryConfigHeader(job.credentials, domainsOf(job.dockerfile), signal);
  const lines = new BuildLines();
  try {
    const stream = await client.open('POST', '/build', {
      query: queryOf(name, tar.dockerfile, job),
      headers: { 'X-Registry-Config': auth },
      upload: tar.stream,
      signal,
      sent: job.sent,
    });
    await watchProgress(stream, {
      idleMs,
      signal,
      onObject(object) {
        const failure = textAt(object, 'errorDetail', 'message') ?? textAt(object, 'error');
        if (failure !== undefined) throw failed(name, lines, failure);
        for (const line of withoutColour(textAt(object, 'stream') ?? '').split(/[\r\n]+/)) {
          if (line.trim() === '') continue;
          lines.add(line.trimEnd(), /^Step \d+\/\d+ : /.test(line));
          onProgress?.(line.trimEnd());
        }
        return true;
      },
    });
  } catch (error) {
    if (signal.aborted) throw new SeaworthyError('CANCELLED', `the build of ${name} was stopped`);
    if (error instanceof SeaworthyError && error.code !== 'ENGINE_REFUSED') throw error;
    const why = error instanceof Stalled ? `it said nothing for ${formatDuration(idleMs)}` : messageOf(error);
    throw failed(name, lines, why, error);
  } finally {
    tar.stream.destroy();
  }
}

/** The engine paints what a step writes to its second stream red. */
function withoutColour(text: string): string {
  return text.replaceAll(colour, '');
}

export function failed(name: string, lines: BuildLines, why: string, cause?: unknown): SeaworthyError {
  return new SeaworthyError('BUILD_FAILED', `the build of ${name} failed: ${why.trim()}`, {
    cause,
    detail: lines.lines(),
    hint: 'Mend the step, then run again; nothing was stopped.',
  });
}

/** Query of `POST /build`; lists and mappings are JSON in it. */
function queryOf(name: string, dockerfile: string, { request, labels, platform }: BuildJob) {
  const { target, args, options } = request;
  const text = (key: string) => {
    const value = options[key];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const ulimits = ulimitsIn(options['ulimits']);
  const json = (value: unknown) =>
    value === undefined || value === null ? undefined : JSON.stringify(value);
  return {
    t: name,
    dockerfile,
    target,
    platform,
    rm: true,
    forcerm: true,
    buildargs: json(args),
    labels: json(labels),
    cachefrom: json(options['cache_from']),
    networkmode: text('network'),
    shmsize: bytesIn(options['shm_size']),
    ulimits: ulimits.length === 0 ? undefined : JSON.stringify(ulimits),
    nocache: options['no_cache'] === true ? true : undefined,
    pull: options['pull'] === true ? true : undefined,
    extrahosts: hostsOf(options['extra_hosts']),
  };
}

/** `name:address`, several of them divided by commas. */
function hostsOf(hosts: unknown): string | undefined {
  if (typeof hosts !== 'object' || hosts === null) return undefined;
  const pairs = Array.isArray(hosts)
    ? hosts.map((one) => String(one).replace('=', ':'))
    : Object.entries(hosts).flatMap(([name, own]) =>
        [own].flat().map((address) => `${name}:${String(address)}`),
      );
  return pairs.length === 0 ? undefined : pairs.join(',');
}

/** Registries of the images that the lines build on. */
function domainsOf(dockerfile: string): readonly string[] {
  const { instructions } = readDockerfile('Dockerfile', dockerfile);
  const names = instructions.flatMap(({ keyword, args, flags }) => {
    if (keyword === 'FROM') return args.slice(0, 1).map((word) => word.text);
    return keyword === 'COPY'
      ? flags.flatMap(({ name, value }) => (name === 'from' && value !== undefined ? [value] : []))
      : [];
  });
  return names.flatMap((name) => parseReference(name)?.domain ?? []);
}
