// Builds an image with the builder that can, unless it is here already.
import { readFileSync } from 'node:fs';
import { messageOf, SeaworthyError } from '../../../base/errors.ts';
import { entriesAt, listAt } from '../../../base/json.ts';
import type { DockerClient } from '../client.ts';
import { type BuildContext, buildContext, fingerprintOf } from './build-context.ts';
import { type BuildRequest, buildKey, buildLabel } from './build-request.ts';
import { buildWithBuildx } from './builder-buildx.ts';
import { buildClassic } from './builder-classic.ts';
import { buildkitNeeds } from './buildkit-needs.ts';
import type { Buildx } from './buildx.ts';
import type { CredentialSource } from './credentials.ts';
import { localImage } from './local-image.ts';
import { tagImage } from './pull.ts';
import { requireReference } from './reference.ts';

export interface BuildOptions {
  readonly client: DockerClient;
  readonly credentials: CredentialSource;
  /** The environment of programs that are run. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Looked for only when it is needed; undefined where it is not installed. */
  readonly buildx: () => Promise<Buildx | undefined>;
  /** Fingerprint of the files that the plan saw. */
  readonly seen: string | undefined;
  readonly platform: string | undefined;
  readonly signal: AbortSignal;
  /** Milliseconds without a line, default 10 minutes: a compiler may be silent for long. */
  readonly idleMs?: number;
  readonly sent?: (() => void) | undefined;
  /** Each line of the builder's. */
  readonly onProgress?: ((text: string) => void) | undefined;
}

export interface BuildJob extends BuildOptions {
  readonly request: BuildRequest;
  readonly dockerfile: string;
  readonly context: BuildContext;
  readonly labels: Readonly<Record<string, string>>;
}

/** A build that was looked at and can be begun. */
export interface PreparedBuild {
  readonly dockerfile: string;
  readonly context: BuildContext;
  /** Undefined: the engine's own builder will do. */
  readonly buildx: Buildx | undefined;
}

/**
 * Reads what a build needs before anything is touched.
 *
 * @throws SeaworthyError PREFLIGHT when its files cannot be read, or no builder here can do what it asks for.
 */
export async function prepareBuild(
  request: BuildRequest,
  findBuildx: BuildOptions['buildx'],
): Promise<PreparedBuild> {
  const context = buildContext(request);
  const dockerfile = request.inline ?? readText(request.dockerfile);
  const needs = buildkitNeeds(request, dockerfile);
  refuseOtherBuild(request);
  const buildx = needs.length === 0 ? undefined : await findBuildx();
  if (needs.length > 0 && buildx === undefined) {
    throw new SeaworthyError('PREFLIGHT', `${request.dockerfile} needs BuildKit: ${needs.join(', ')}`, {
      hint: 'install buildx, the plugin of the Docker client (docker buildx version shows it), or do without these',
    });
  }
  return { dockerfile, context, buildx };
}

/** The order of builds is not ours to find, and `service:` would need it. */
function refuseOtherBuild({ options }: BuildRequest): void {
  const found = entriesAt(options['additional_contexts']).find(([, from]) =>
    String(from).startsWith('service:'),
  );
  if (found === undefined) return;
  throw new SeaworthyError(
    'PREFLIGHT',
    `build.additional_contexts.${found[0]} is the build of another service`,
    {
      hint: 'give that service an image name, and write docker-image://<name> here',
    },
  );
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new SeaworthyError('PREFLIGHT', `the Dockerfile ${path} cannot be read: ${messageOf(error)}`, {
      cause: error,
      hint: 'mend build.dockerfile in the compose file',
    });
  }
}

/**
 * Builds and names the image. The answer is its id.
 *
 * @throws SeaworthyError BUILD_FAILED with the last lines of the step that failed.
 */
export async function buildImage(
  name: string,
  request: BuildRequest,
  options: BuildOptions,
): Promise<string> {
  const { buildx, ...prepared } = await prepareBuild(request, options.buildx);
  if (options.seen !== undefined && fingerprintOf(prepared.context, prepared.dockerfile) !== options.seen) {
    throw new SeaworthyError(
      'BUILD_FAILED',
      `the files that ${name} is built from have changed since the plan`,
      {
        hint: 'Run seaworthy up for a plan of what they are now; nothing was stopped.',
      },
    );
  }
  const key = buildKey(request);
  const labels = { ...labelsOf(request), ...(key === undefined ? {} : { [buildLabel]: key }) };
  const job: BuildJob = { ...options, ...prepared, request, labels };
  if (buildx === undefined) await buildClassic(name, job);
  else await buildWithBuildx(name, buildx, job);
  const image = await localImage(options.client, name, options.signal);
  if (image === undefined || (key !== undefined && image.labels[buildLabel] !== key)) {
    throw new SeaworthyError(
      'BUILD_FAILED',
      `the builder ended without an error and there is no image ${name}`,
      {
        hint: 'Look into the log of the engine; nothing was stopped.',
      },
    );
  }
  for (const tag of listAt(request.options, 'tags'))
    await tagImage(options.client, image.id, requireReference(String(tag)), options.signal);
  return image.id;
}

/** `build.labels`, as a mapping or as `name=value`. */
function labelsOf({ options }: BuildRequest): Readonly<Record<string, string>> {
  const labels = options['labels'];
  if (typeof labels !== 'object' || labels === null) return {};
  if (!Array.isArray(labels))
    return Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, String(value ?? '')]));
  return Object.fromEntries(
    labels.map(String).map((one) => {
      const equals = one.indexOf('=');
      return equals === -1 ? [one, ''] : [one.slice(0, equals), one.slice(equals + 1)];
    }),
  );
}
