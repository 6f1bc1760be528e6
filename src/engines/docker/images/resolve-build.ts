// An image that is built: here by its content already, at its registry first where the files say so, or to be built.
import { SeaworthyError } from '../../../base/errors.ts';
import { listAt } from '../../../base/json.ts';
import { prepareBuild } from './build.ts';
import { fingerprintOf } from './build-context.ts';
import { type BuildRequest, buildKey, buildLabel } from './build-request.ts';
import { builtBefore, engineName, type LocalImage, localImage } from './local-image.ts';
import { matchesPlatform, parsePlatform, platformText } from './platform.ts';
import { type Asked, type Found, plain, present } from './resolve-found.ts';

type ResolvePull = (asked: Asked, local: LocalImage | undefined) => Promise<Found>;

/** @throws SeaworthyError REGISTRY_UNREACHABLE */
export async function resolveBuild(asked: Asked, request: BuildRequest, pull: ResolvePull): Promise<Found> {
  const { wish, context, reference } = asked;
  const { client, signal } = context;
  const name = engineName(reference);
  const key = buildKey(request);
  const here = key === undefined ? undefined : await builtBefore(client, buildLabel, key, name, signal);
  if (here !== undefined && wish.policy !== 'build') return await builtAlready(asked, here);
  if (wish.policy === 'always') {
    // The registry comes first, and what it does not have is built.
    const pulled = await pull(asked, await localImage(client, name, signal));
    if (pulled.kind === 'image') return pulled;
  }
  const because =
    key === undefined
      ? 'not all of its content is known'
      : wish.policy === 'build'
        ? 'pull_policy is build'
        : 'no image of this content is here';
  return otherPlatforms(asked, request) ?? (await toBuild(asked, request, because));
}

async function builtAlready(asked: Asked, here: LocalImage): Promise<Found> {
  const isNamed = here.tags.includes(engineName(asked.reference));
  return isNamed
    ? await present(asked, here, 'its content was built already')
    : await present(asked, here, 'its content was built before, and only gets its name again', 'build');
}

/** `build.platforms`, of which the engine's own is built here. */
function otherPlatforms({ wish, platform }: Asked, { options }: BuildRequest): Found | undefined {
  const platforms = listAt(options, 'platforms').map(String);
  const fits = platforms.some((text) => {
    const one = parsePlatform(text, platform);
    return one !== undefined && matchesPlatform(one, platform);
  });
  if (platforms.length === 0 || fits) return undefined;
  return {
    kind: 'obstacle',
    message: `${wish.name} is built for ${platforms.join(', ')} only, and ${platformText(platform)} is wanted`,
    hint: 'add it to build.platforms, or set platform: on the service when the engine can emulate another',
  };
}

async function toBuild({ wish, context }: Asked, request: BuildRequest, because: string): Promise<Found> {
  try {
    const { context: files, dockerfile } = await prepareBuild(request, context.buildx);
    const seen = fingerprintOf(files, dockerfile);
    const none = { id: undefined, digest: undefined, layers: [] };
    return { kind: 'image', image: { ...plain(wish), ...none, change: 'build', because, seen } };
  } catch (error) {
    if (!(error instanceof SeaworthyError) || error.code !== 'PREFLIGHT') throw error;
    return {
      kind: 'obstacle',
      message: `${wish.name} cannot be built: ${error.message}`,
      hint: error.hint ?? 'mend it',
    };
  }
}
