// BuildKit through buildx. Its arguments are a list and never a shell's line; values of build arguments go through the
// environment, since arguments can be read by every user of the machine.
import { SeaworthyError } from '../../../base/errors.ts';
import type { BuildJob } from './build.ts';
import { BuildLines } from './build-lines.ts';
import { bytesIn, ulimitsIn } from './build-values.ts';
import { failed } from './builder-classic.ts';
import type { Buildx } from './buildx.ts';
import { runProgram } from './program.ts';

const defaultIdleMs = 600_000;

/** @throws SeaworthyError BUILD_FAILED */
export async function buildWithBuildx(name: string, buildx: Buildx, job: BuildJob): Promise<void> {
  const { request, signal, onProgress, idleMs = defaultIdleMs } = job;
  const lines = new BuildLines();
  const { exitCode, why } = await runProgram([buildx.path, ...argumentsOf(name, job)], {
    env: {
      ...job.env,
      ...request.args,
      DOCKER_HOST: job.client.connection.where,
      BUILDX_NO_DEFAULT_ATTESTATIONS: '1',
    },
    cwd: request.context,
    inactivityMs: idleMs,
    signal,
    ...(request.inline === undefined ? {} : { input: job.dockerfile }),
    onLine: (line) => {
      // `#7 [2/3] RUN npm ci` begins a step, `#7 0.512 text` and `#7 DONE 0.1s` belong to it.
      lines.add(line, /^#\d+ \[/.test(line));
      onProgress?.(line);
    },
  });
  if (exitCode === 0) return;
  if (signal.aborted) throw new SeaworthyError('CANCELLED', `the build of ${name} was stopped`);
  throw failed(
    name,
    lines,
    why ?? lines.lines().findLast((line) => /^ERROR/.test(line)) ?? `buildx ended with ${exitCode}`,
  );
}

function argumentsOf(name: string, { request, labels, platform }: BuildJob): readonly string[] {
  const { context, dockerfile, inline, target, args, options } = request;
  const list = (key: string, flag: string) => textsOf(options[key]).flatMap((value) => [flag, value]);
  const words = ['build', '--load', '--progress', 'plain', '--tag', name];
  words.push('--file', inline === undefined ? dockerfile : '-');
  if (target !== undefined) words.push('--target', target);
  if (platform !== undefined) words.push('--platform', platform);
  for (const argument of Object.keys(args)) words.push('--build-arg', argument);
  for (const [label, value] of Object.entries(labels)) words.push('--label', `${label}=${value}`);
  words.push(...list('cache_from', '--cache-from'), ...list('cache_to', '--cache-to'));
  words.push(...list('additional_contexts', '--build-context'), ...list('ssh', '--ssh'));
  words.push(...list('entitlements', '--allow'), ...list('extra_hosts', '--add-host'));
  words.push(
    ...list('no_cache_filter', '--no-cache-filter'),
    ...list('secrets', '--secret'),
    ...ulimitWords(options['ulimits']),
  );
  if (typeof options['network'] === 'string') words.push('--network', options['network']);
  const shared = bytesIn(options['shm_size']);
  if (shared !== undefined) words.push('--shm-size', String(shared));
  if (options['privileged'] === true) words.push('--allow', 'security.insecure');
  if (options['no_cache'] === true) words.push('--no-cache');
  if (options['pull'] === true) words.push('--pull');
  return [...words, '--', context];
}

/** A list as it is; a mapping as `name=value`. */
function textsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.map(String);
  return Object.entries(value).map(([name, own]) =>
    own === null || own === '' ? name : `${name}=${String(own)}`,
  );
}

function ulimitWords(value: unknown): readonly string[] {
  return ulimitsIn(value).flatMap(({ Name, Soft, Hard }) => ['--ulimit', `${Name}=${Soft}:${Hard}`]);
}
