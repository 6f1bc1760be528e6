// What a build is made of, ready for either builder.
import { hashOf } from '../../../base/hash.ts';
import { contentOptions } from '../../../model/build-options.ts';

export interface BuildRequest {
  /** Absolute folder. */
  readonly context: string;
  /** Absolute path; beside `inline` only a place for its name. */
  readonly dockerfile: string;
  readonly inline: string | undefined;
  readonly target: string | undefined;
  readonly args: Readonly<Record<string, string>>;
  /** Hash of the files that a build can see. */
  readonly contentHash: string | undefined;
  /** The other keys of `build:` as plain values. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** Label of an image: the hash of all that went into its build. */
export const buildLabel = 'dev.seaworthy.build';

/** Undefined when not all that goes in is known, and the image must be built to know. */
export function buildKey({
  contentHash,
  inline,
  target,
  args,
  options,
  context,
  dockerfile,
}: BuildRequest): string | undefined {
  if (contentHash === undefined) return undefined;
  // The folder may lie elsewhere on another machine; the place of the Dockerfile in it counts.
  const place = dockerfile.startsWith(`${context}/`) ? dockerfile.slice(context.length + 1) : dockerfile;
  return hashOf({ contentHash, inline, target, args, options: contentOptions(options), place }, 32);
}
