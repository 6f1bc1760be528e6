// The images of one stack on one engine: looked up, pulled, built, pinned.
import type { Clock } from '../../../base/clock.ts';
import { SeaworthyError } from '../../../base/errors.ts';
import { formatBytes, formatDuration } from '../../../base/units.ts';
import type { UnitSpec } from '../../../model/unit.ts';
import type { ImagesHere } from '../../engine.ts';
import type { DockerClient } from '../client.ts';
import type { BuildOptions } from './build.ts';
import { buildKey, buildLabel } from './build-request.ts';
import { type Buildx, findBuildx } from './buildx.ts';
import { certificatesOf } from './certificates.ts';
import { type CredentialSource, credentialSource } from './credentials.ts';
import { type EngineFacts, engineFacts } from './engine-facts.ts';
import { builtBefore, engineName, type LocalImage, localImage } from './local-image.ts';
import { type Measures, rateOf, readMeasures, writeMeasures } from './measures.ts';
import { pinImage, pinName, unpinImages } from './pins.ts';
import { matchesPlatform, parsePlatform } from './platform.ts';
import { proxiesOf } from './proxy.ts';
import { pullImage, tagImage } from './pull.ts';
import { platformOf, pullPolicyOf } from './pull-policy.ts';
import { requireReference } from './reference.ts';
import { createRegistry, type Registry } from './registry.ts';
import { layersHere } from './resolve-layers.ts';
import { Slots } from './slots.ts';
import { imageOfUnit } from './unit-image.ts';
import { imageName, requestOf, wishesOf } from './wish.ts';

export interface ImagesOptions {
  readonly client: DockerClient;
  readonly stack: string;
  readonly stateFolder: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Pulls and builds at once, default 4: the engine fetches three layers of each. */
  readonly parallel?: number;
  /** Milliseconds of silence of a pull, of a build, of a registry. */
  readonly idleMs?: { readonly pull?: number; readonly build?: number; readonly registry?: number };
}

export interface ImageAct {
  /** Of a build: fingerprint of the files that the plan saw. */
  readonly seen?: string | undefined;
  readonly signal: AbortSignal;
  readonly sent?: (() => void) | undefined;
  readonly onProgress?: ((text: string) => void) | undefined;
}

export class StackImages {
  readonly #options: ImagesOptions;
  readonly #slots: Slots;
  readonly #measures: Measures;
  #credentials: CredentialSource | undefined;
  #registry: Registry | undefined;
  #facts: EngineFacts | undefined;
  #buildx: Promise<Buildx | undefined> | undefined;

  constructor(options: ImagesOptions) {
    this.#options = options;
    this.#slots = new Slots(options.parallel ?? 4);
    this.#measures = readMeasures(options.stateFolder);
  }

  /**
   * What every unit's image is, before anything is stopped. Touches nothing.
   *
   * @throws SeaworthyError REGISTRY_UNREACHABLE when a registry that must be asked cannot be.
   */
  async resolve(
    units: readonly UnitSpec[],
    signal: AbortSignal,
    from: 'files' | 'record' = 'files',
  ): Promise<ImagesHere> {
    const { client, clock, stateFolder, stack } = this.#options;
    const wishes = wishesOf(stack, units, from);
    if (wishes.length === 0)
      return { images: [], obstacles: [], warnings: [], rate: undefined, disk: undefined };
    const { resolveImages } = await import('./resolve.ts');
    const facts = await this.#engine(signal);
    const credentials = this.#login();
    const known = this.#measures.sizes.size;
    let here: Promise<ReadonlySet<string>> | undefined;
    const found = await resolveImages(wishes, {
      client,
      registry: this.#ask(facts),
      credentials,
      signal,
      platform: facts.platform,
      idIsDigest: facts.idIsDigest,
      buildx: () => this.#plugin(signal),
      nowMs: clock.now().getTime(),
      parallel: 8,
      sizes: this.#measures.sizes,
      here: () => (here ??= layersHere(client, signal)),
    });
    if (this.#measures.sizes.size !== known) writeMeasures(stateFolder, this.#measures);
    const warnings = [...found.warnings, ...credentials.warnings];
    return { ...found, warnings, rate: this.#measures.rate, disk: facts.disk };
  }

  /** Pulls `digest` and names it; nothing when it is here. The answer is for people: `412 MiB in 35s`. */
  async pull(name: string, digest: string, platform: string | undefined, act: ImageAct): Promise<string> {
    const { client, clock, idleMs, stateFolder } = this.#options;
    return await this.#slots.run(async () => {
      const here = await localImage(client, engineName(requireReference(digest)), act.signal);
      if (here !== undefined && (await this.#isFor(here, platform, act.signal))) {
        const wanted = requireReference(name);
        if (wanted.tag !== undefined) await tagImage(client, here.id, wanted, act.signal);
        return 'it is here';
      }
      const limit = idleMs?.pull === undefined ? {} : { idleMs: idleMs.pull };
      const pulled = await pullImage(name, digest, {
        client,
        clock,
        platform,
        credentials: this.#login(),
        ...limit,
        ...act,
      });
      const rate = rateOf(pulled.bytes, pulled.ms);
      if (rate !== undefined) {
        this.#measures.rate = rate;
        writeMeasures(stateFolder, this.#measures);
      }
      return `${formatBytes(pulled.bytes)} in ${formatDuration(pulled.ms)}`;
    });
  }

  /** Builds the image of a unit; nothing but its name when one of the same content is here. */
  async build(unit: UnitSpec, act: ImageAct): Promise<string> {
    const { client, env, idleMs, clock } = this.#options;
    const request = requestOf(unit);
    const platform = platformOf(unit);
    const name = this.#nameOf(unit);
    if (request === undefined) return 'nothing to build';
    return await this.#slots.run(async () => {
      const key = buildKey(request);
      const here =
        key === undefined ? undefined : await builtBefore(client, buildLabel, key, name, act.signal);
      if (here !== undefined && pullPolicyOf(unit) !== 'build') {
        await tagImage(client, here.id, requireReference(name), act.signal);
        act.sent?.();
        return 'its content was built already';
      }
      const begun = clock.monotonicMs();
      const limit: Pick<BuildOptions, 'idleMs'> = idleMs?.build === undefined ? {} : { idleMs: idleMs.build };
      const buildx = () => this.#plugin(act.signal);
      // Reading Dockerfiles and packing contexts is more code than all else here.
      const { buildImage } = await import('./build.ts');
      await buildImage(name, request, {
        client,
        env,
        platform,
        buildx,
        seen: act.seen,
        credentials: this.#login(),
        ...limit,
        ...act,
      });
      return `built in ${formatDuration(clock.monotonicMs() - begun)}`;
    });
  }

  /**
   * What a container of the unit is created from: the very image that the plan saw, whatever its name stands for now.
   *
   * @throws SeaworthyError IMAGE_REFUSED when it is not here.
   */
  async idOf(unit: UnitSpec, signal: AbortSignal): Promise<string> {
    const name = this.#nameOf(unit);
    const found = await imageOfUnit(this.#options.client, unit, name, signal);
    if (found !== undefined) return found.id;
    throw new SeaworthyError(
      'IMAGE_REFUSED',
      `the image of ${unit.service} is not here: ${name}${unit.imageId === undefined ? '' : ` (${unit.imageId.slice(0, 19)})`}`,
      {
        hint: 'It was removed since it was pulled or built (docker image prune -a does). Run seaworthy up again.',
      },
    );
  }

  /**
   * The image that a unit of this release is made from, which is kept for it from now on: by its own name where that
   * stands for it still, else by the name that keeps it.
   */
  async startFrom(
    unit: UnitSpec,
    release: string,
    signal: AbortSignal,
  ): Promise<{ readonly name: string; readonly id: string }> {
    const id = await this.idOf(unit, signal);
    await this.pin(id, unit.service, release, signal);
    const name = this.#nameOf(unit);
    const named = await localImage(this.#options.client, name, signal);
    return { id, name: named?.id === id ? name : pinName(this.#options.stack, unit.service, release) };
  }

  /** Gives the image of a release a name of its own. */
  async pin(id: string, service: string, release: string, signal: AbortSignal): Promise<void> {
    await pinImage(this.#options.client, id, { stack: this.#options.stack, service, release }, signal);
  }

  /** Takes away the names of releases that are no longer kept; the answer are the names. */
  async forget(keptReleases: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
    return await unpinImages(this.#options.client, this.#options.stack, keptReleases, signal);
  }

  /** One digest may stand for images of several platforms. */
  async #isFor(image: LocalImage, platform: string | undefined, signal: AbortSignal): Promise<boolean> {
    const { platform: own } = await this.#engine(signal);
    const wanted = platform === undefined ? own : (parsePlatform(platform, own) ?? own);
    return image.platform === undefined || matchesPlatform(image.platform, wanted);
  }

  #nameOf(unit: UnitSpec): string {
    const name = imageName(this.#options.stack, unit);
    if (name !== undefined) return engineName(requireReference(name));
    throw new SeaworthyError('CONFIG_INVALID', `${unit.service} has neither image nor build`, {
      hint: 'Give it one of them in the compose file.',
    });
  }

  #login(): CredentialSource {
    this.#credentials ??= credentialSource(this.#options.env);
    return this.#credentials;
  }

  #plugin(signal: AbortSignal): Promise<Buildx | undefined> {
    this.#buildx ??= findBuildx(this.#options.env, signal);
    return this.#buildx;
  }

  async #engine(signal: AbortSignal): Promise<EngineFacts> {
    this.#facts ??= await engineFacts(this.#options.client, signal);
    return this.#facts;
  }

  #ask(facts: EngineFacts): Registry {
    const { clock, idleMs } = this.#options;
    this.#registry ??= createRegistry({
      credentials: this.#login(),
      clock,
      insecure: facts.insecure,
      mirrors: facts.mirrors,
      certificates: certificatesOf,
      proxyOf: proxiesOf(this.#options.env),
      ...(idleMs?.registry === undefined ? {} : { idleMs: idleMs.registry }),
    });
    return this.#registry;
  }
}
