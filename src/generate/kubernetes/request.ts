// What the user asks for, and what stands in where nobody says anything.
import { SeaworthyError } from '../../base/errors.ts';
import { parseBytes } from '../../base/units.ts';
import type { Asked } from '../generator.ts';

export interface Request {
  readonly folder: string;
  /** Undefined values were not given: a placeholder stands in, and a note says so. */
  readonly registry: string | undefined;
  readonly tag: string | undefined;
  readonly digests: ReadonlyMap<string, string>;
  readonly host: string | undefined;
  readonly ingressClass: string;
  readonly ingressNamespace: string;
  readonly storageClass: string | undefined;
  readonly storageSize: string;
  readonly secrets: 'external' | 'existing';
  readonly secretStore: string | undefined;
  readonly owner: string | undefined;
  readonly contact: string | undefined;
  readonly profiles: readonly string[];
}

/** @throws SeaworthyError USAGE */
export function requestOf(asked: Asked): Request {
  const ingressClass = asked.text('ingress-class') ?? 'traefik';
  const storageSize = asked.text('storage-size') ?? '10Gi';
  if (parseBytes(storageSize) === undefined) throw wrong('storage-size', 'a size such as 10Gi', storageSize);
  const secrets = asked.text('secrets') ?? 'external';
  if (secrets !== 'external' && secrets !== 'existing')
    throw wrong('secrets', 'external or existing', secrets);
  const folder = (asked.text('into') ?? 'kubernetes').replace(/^\.\//, '').replace(/\/+$/, '');
  if (folder === '' || folder.startsWith('/') || folder.split('/').includes('..'))
    throw wrong('into', 'a folder inside of the project', folder);
  return {
    folder,
    registry: asked.text('registry')?.replace(/\/+$/, ''),
    tag: asked.text('tag'),
    digests: new Map(asked.list('digest').map(digestOf)),
    host: asked.text('host'),
    ingressClass,
    ingressNamespace: asked.text('ingress-namespace') ?? ingressClass,
    storageClass: asked.text('storage-class'),
    storageSize,
    secrets,
    secretStore: asked.text('secret-store'),
    owner: asked.text('owner'),
    contact: asked.text('contact'),
    profiles: asked.list('profile'),
  };
}

function digestOf(text: string): [string, string] {
  const [, service, digest] = /^([^=]+)=(sha256:[0-9a-f]{64})$/.exec(text) ?? [];
  if (service === undefined || digest === undefined)
    throw wrong('digest', 'SERVICE=sha256: and 64 hexadecimal digits', text);
  return [service, digest];
}

function wrong(flag: string, is: string, given: string): SeaworthyError {
  return new SeaworthyError('USAGE', `--${flag} is ${is}, not ${given === '' ? 'empty' : given}`);
}
