// BuildKit through buildx. Its arguments are a list and never a shell's line; values of build arguments go through the
// environment, since arguments can be read by every user of the machine.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SeaworthyError } from '../../../base/errors.ts';
import type { BuildJob } from './build.ts';
import { ownState } from './build-context.ts';
import { BuildLines } from './build-lines.ts';
import { bytesIn, ulimitsIn } from './build-values.ts';
import { failed } from './builder-classic.ts';
import type { Buildx } from './buildx.ts';
import { runProgram } from './program.ts';

const defaultIdleMs = 600_000;

/** @throws SeaworthyError BUILD_FAILED */
export async function buildWithBuildx(name: string, buildx: Buildx, job: BuildJob): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-build-'));
  try {
    // BuildKit takes the ignore file that lies beside the Dockerfile and has its name before the context's.
    const file = join(folder, 'Dockerfile');
    writeFileSync(file, job.dockerfile, { mode: 0o600 });
    writeFileSync(`${file}.dockerignore`, `${job.context.ignore ?? ''}\n${ownState}\n`, { mode: 0o600 });
    await build(name, buildx, file, job);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function build(name: string, buildx: Buildx, file: string, job: BuildJob): Promise<void> {
  const { request, signal, onProgress, idleMs = defaultIdleMs } = job;
  const lines = new BuildLines();
  const { exitCode, why } = await runProgram([buildx.path, ...argumentsOf(name, file, job)], {
    env: {
      ...job.env,
      ...request.args,
      DOCKER_HOST: job.client.connection.where,
      BUILDX_NO_DEFAULT_ATTESTATIONS: '1',
    },
    cwd: request.context,
    inactivityMs: idleMs,
    signal,
    onLine: (line) => {
      // `#7 [2/3] RUN npm ci` begins a step, `#7 0.512 text` and `#7 DONE 0.1s` belong to it.
      lines.add(line, /^#\d+ \[/.test(line));
      onProgress?.(line);
    },
  });
  if (exitCode === 0) return;
  if (signal.aborted) throw new SeaworthyError('CANCELLED', `the build of ${name} was stopped`);
  const said = lines.lines().findLast((line) => /^ERROR/.test(line));
  throw failed(name, lines, why ?? said ?? `buildx ended with ${exitCode}`);
}

function argumentsOf(name: string, file: string, { request, labels, platform }: BuildJob): readonly string[] {
  const { context, target, args, options } = request;
  const list = (key: string, flag: string) => textsOf(options[key]).flatMap((value) => [flag, value]);
  const words = ['build', '--load', '--progress', 'plain', '--tag', name, '--file', file];
  if (target !== undefined) words.push('--target', target);
  if (platform !== undefined) words.push('--platform', platform);
  for (const argument of Object.keys(args)) words.push('--build-arg', argument);
  for (const [label, value] of Object.entries(labels)) words.push('--label', `${label}=${value}`);
  for (const [key, flag] of listFlags) words.push(...list(key, flag));
  words.push(...ulimitWords(options['ulimits']));
  if (typeof options['network'] === 'string') words.push('--network', options['network']);
  const shared = bytesIn(options['shm_size']);
  if (shared !== undefined) words.push('--shm-size', String(shared));
  if (options['privileged'] === true) words.push('--allow', 'security.insecure');
  if (options['no_cache'] === true) words.push('--no-cache');
  if (options['pull'] === true) words.push('--pull');
  return [...words, '--', context];
}

/** Keys whose items are given one by one. */
const listFlags = [
  ['cache_from', '--cache-from'],
  ['cache_to', '--cache-to'],
  ['additional_contexts', '--build-context'],
  ['ssh', '--ssh'],
  ['entitlements', '--allow'],
  ['extra_hosts', '--add-host'],
  ['no_cache_filter', '--no-cache-filter'],
  ['secrets', '--secret'],
] as const;

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
