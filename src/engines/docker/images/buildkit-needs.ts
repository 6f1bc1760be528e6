// What a Dockerfile or a build asks for that only BuildKit can do.
import { type Instruction, readDockerfile } from '../../../syntax/dockerfile.ts';
import type { BuildRequest } from './build-request.ts';

/** Flags that the older builder refuses (Dockerfile reference). */
const flags: ReadonlySet<string> = new Set([
  'RUN mount',
  'RUN network',
  'RUN security',
  'RUN device',
  'COPY link',
  'COPY chmod',
  'COPY exclude',
  'COPY parents',
  'ADD link',
  'ADD chmod',
  'ADD checksum',
  'ADD exclude',
  'ADD keep-git-dir',
  'ADD unpack',
]);

/** Arguments that BuildKit fills in by itself; without it they are empty. */
const ownArguments = /^(?:TARGET|BUILD)(?:PLATFORM|OS|ARCH|VARIANT)$/;

/** Keys of `build:` that the older builder knows nothing of. */
const keys: readonly string[] = [
  'additional_contexts',
  'cache_to',
  'entitlements',
  'no_cache_filter',
  'privileged',
  'secrets',
  'ssh',
];

/** In words, each with its place: `RUN --mount (line 4)`; empty when either builder will do. */
export function buildkitNeeds(
  request: Pick<BuildRequest, 'options' | 'args'>,
  dockerfile: string,
): readonly string[] {
  const { instructions } = readDockerfile('Dockerfile', dockerfile);
  const lineOf = (offset: number) => dockerfile.slice(0, offset).split('\n').length;
  const needs = instructions.flatMap((one) =>
    needsOf(one, request.args).map((what) => `${what} (line ${lineOf(one.span.start)})`),
  );
  for (const key of keys) if (isSet(request.options[key])) needs.push(`build.${key}`);
  const caches = request.options['cache_from'];
  if (Array.isArray(caches) && caches.some((one) => /(?:^|,)type=/.test(String(one))))
    needs.push('build.cache_from with a type');
  return [...new Set(needs)];
}

function needsOf(instruction: Instruction, args: Readonly<Record<string, string>>): readonly string[] {
  const { keyword } = instruction;
  const found = instruction.flags
    .filter(({ name }) => flags.has(`${keyword} ${name}`))
    .map(({ name }) => `${keyword} --${name}`);
  const isFile = keyword === 'RUN' || keyword === 'COPY' || keyword === 'ADD';
  if (isFile && instruction.heredocs.length > 0) found.push(`${keyword} <<`);
  const [first] = instruction.args;
  if (
    keyword === 'ARG' &&
    first !== undefined &&
    ownArguments.test(first.raw) &&
    args[first.raw] === undefined
  )
    found.push(`ARG ${first.raw}`);
  return found;
}

function isSet(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === '') return false;
  if (Array.isArray(value)) return value.length > 0;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}
