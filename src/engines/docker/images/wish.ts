// What services want of their images, one wish a name: services often share one.
import { groupBy } from '../../../base/group.ts';
import type { PullPolicy } from '../../../model/image.ts';
import type { UnitSpec } from '../../../model/unit.ts';
import type { BuildRequest } from './build-request.ts';
import { platformOf, pullPolicyOf } from './pull-policy.ts';

export interface ImageWish {
  /** As the files name it; `<stack>-<service>`, as compose calls it, for a build without a name. */
  readonly name: string;
  /** In file order. */
  readonly services: readonly string[];
  /** Undefined: what is here will do, unless it is built from other content. */
  readonly policy: PullPolicy | undefined;
  /** `linux/arm64` when the files ask for one. */
  readonly platform: string | undefined;
  readonly build: BuildRequest | undefined;
  /** What an earlier release used; undefined: the files say what is wanted. */
  readonly record: { readonly id: string | undefined; readonly digest: string | undefined } | undefined;
}

/** The name of a unit's image; undefined when it has neither image nor build. */
export function imageName(stack: string, { service, image, build }: UnitSpec): string | undefined {
  return image ?? (build === undefined ? undefined : `${stack}-${service}`);
}

/** Where one service builds what another one only uses, the build counts for both. */
export function wishesOf(
  stack: string,
  units: readonly UnitSpec[],
  from: 'files' | 'record',
): readonly ImageWish[] {
  const named = units.flatMap((unit) => {
    const name = imageName(stack, unit);
    return name === undefined ? [] : [{ name, unit }];
  });
  const groups = groupBy(named, ({ name, unit }) => `${name} ${platformOf(unit) ?? ''}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const units = group.map(({ unit }) => unit);
    const built = units.find(({ build }) => build !== undefined);
    return {
      name: first.name,
      services: units.map(({ service }) => service),
      policy: units.map(pullPolicyOf).find((one) => one !== undefined),
      platform: platformOf(first.unit),
      build: built === undefined ? undefined : requestOf(built),
      record: from === 'files' ? undefined : { id: first.unit.imageId, digest: first.unit.imageDigest },
    };
  });
}

/** Undefined for what is not built. */
export function requestOf({ build, contentHash }: UnitSpec): BuildRequest | undefined {
  if (build === undefined) return undefined;
  const { context, dockerfile, inline, target, args, options = {} } = build;
  return { context, dockerfile, inline, target, args, contentHash, options };
}
