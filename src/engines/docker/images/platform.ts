// Platforms of images, in the normal form of containerd's platform package.
import { textAt } from '../../../base/json.ts';

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant: string | undefined;
}

const architectures: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  'x86-64': 'amd64',
  aarch64: 'arm64',
  armhf: 'arm',
  armel: 'arm',
  i386: '386',
  i686: '386',
};
const variants: Readonly<Record<string, string>> = { arm: 'v7', arm64: 'v8' };

function platform(os: string, architecture: string, variant?: string): Platform {
  const name = architectures[architecture.toLowerCase()] ?? architecture.toLowerCase();
  const own = architecture === 'armel' ? 'v6' : variant;
  return {
    os: os.toLowerCase(),
    architecture: name,
    variant: own === undefined || own === '' ? variants[name] : own,
  };
}

/** `linux/arm64/v8`, `amd64`, `linux`; undefined for anything else. */
export function parsePlatform(text: string, engine: Platform): Platform | undefined {
  const [first = '', second, third, ...more] = text.split('/');
  if (more.length > 0 || !/^[\w./-]+$/.test(text)) return undefined;
  if (second !== undefined) return platform(first, second, third);
  return first === 'linux' || first === 'windows' ? { ...engine, os: first } : platform(engine.os, first);
}

/** Of a descriptor, of an image's configuration, or of what the engine says of an image. */
export function platformAt(value: unknown, ...path: readonly string[]): Platform | undefined {
  const os = textAt(value, ...path, 'os') ?? textAt(value, ...path, 'Os');
  const architecture = textAt(value, ...path, 'architecture') ?? textAt(value, ...path, 'Architecture');
  const variant = textAt(value, ...path, 'variant') ?? textAt(value, ...path, 'Variant');
  return os === undefined || os === '' || architecture === undefined || architecture === ''
    ? undefined
    : platform(os, architecture, variant);
}

/** An image of an older variant of ARM runs on a newer one. */
export function matchesPlatform(has: Platform, wanted: Platform): boolean {
  if (has.os !== wanted.os || has.architecture !== wanted.architecture) return false;
  if (has.variant === undefined || wanted.variant === undefined) return true;
  return has.architecture === 'arm' ? has.variant <= wanted.variant : has.variant === wanted.variant;
}

export function platformText({ os, architecture, variant }: Platform): string {
  const isUsual = variant === undefined || variants[architecture] === variant;
  return `${os}/${architecture}${isUsual ? '' : `/${variant}`}`;
}
