// What our strict preset would say of the manifests and a person decides on: a comment at the line gives the reason, and
// the translation report lists it.
import { type Built, mountsSecrets } from './built.ts';
import { outerHosts } from './edges.ts';
import type { Part, World } from './part.ts';

export interface Accepted {
  /** Names of rules. */
  readonly rules: readonly string[];
  readonly reason: string;
}

/** Where in the manifests of a part the comment stands. */
export type Place = 'image' | 'secret' | 'mount' | 'port' | 'replicas' | 'container' | 'egress';

type Decide = (built: Built, world: World) => readonly (Accepted | undefined)[];

const decisions: Readonly<Record<Place, Decide>> = {
  image: ({ part }) => [digest(part)],
  secret: (built, world) => (readsSecrets(built) ? [inEnvironment(built), byHand(world)] : []),
  mount: (built, world) => (mountsSecrets(built) ? [byHand(world)] : []),
  port: ({ part }) => [lowPort(part)],
  replicas: ({ part }) => [oneReplica(part)],
  container: (built) => [unasked(built)],
  egress: ({ part }, world) => [openEgress(part, world)],
};

export const places: readonly Place[] = [
  'image',
  'secret',
  'mount',
  'port',
  'replicas',
  'container',
  'egress',
];

export function acceptedAt(place: Place, built: Built, world: World): readonly Accepted[] {
  return decisions[place](built, world).filter((one) => one !== undefined);
}

/** The comment above the line that is accepted, on one line; undefined where there is nothing to say. */
export function acceptance(place: Place, built: Built, world: World): string | undefined {
  const all = acceptedAt(place, built, world);
  if (all.length === 0) return undefined;
  const rules = all.flatMap((one) => one.rules).join(', ');
  return `seaworthy: ignore[${rules}] ${all.map(({ reason }) => reason).join('; ')}`;
}

function accepted(reason: string, ...rules: readonly string[]): Accepted {
  return { rules: rules.map((rule) => `kubernetes/${rule}`), reason };
}

function digest({ image, isBuilt, service }: Part): Accepted | undefined {
  if (image.includes('@')) return undefined;
  const flag = `--digest ${service.name}=sha256:…`;
  const reason = isBuilt
    ? `its digest is known when it is built and pushed: ${flag}`
    : `no file names its digest: ${flag}`;
  return accepted(reason, 'image-digest-missing');
}

function readsSecrets({ environment, commands }: Built): boolean {
  return (
    commands.keys.length > 0 ||
    environment.settings.some(({ kind }) => kind === 'secret' || kind === 'composed')
  );
}

function inEnvironment({ part }: Built): Accepted {
  const reason = part.isBuilt
    ? 'the code reads it from its environment, and no variable that ends in _FILE'
    : 'the image reads it from its environment';
  return accepted(reason, 'secret-through-env');
}

function byHand({ request }: World): Accepted | undefined {
  if (request.secrets !== 'existing') return undefined;
  return accepted('a person makes the Secret in each namespace', 'reference-unknown');
}

function lowPort({ ports }: Part): Accepted | undefined {
  if (!ports.some(({ port }) => port < lowestFree)) return undefined;
  return accepted(
    'the image listens there, and a sysctl lets a user without rights do so',
    'port-privileged',
  );
}

/** Ports below belong to root, unless a sysctl says otherwise. */
export const lowestFree = 1024;

function oneReplica({ kind, scales, replicas }: Part): Accepted | undefined {
  if (kind !== 'Deployment' || scales || replicas !== 1) return undefined;
  return accepted('compose runs one, and nothing says that two may work side by side', 'replicas-few');
}

function unasked({ part, probes }: Built): Accepted | undefined {
  if (part.kind === 'Job' || probes.readiness !== undefined) return undefined;
  const reason = 'it has no port and no health check to ask';
  return accepted(reason, 'liveness-probe-missing', 'readiness-probe-missing');
}

function openEgress(part: Part, world: World): Accepted | undefined {
  if (outerHosts(part, world).length === 0) return undefined;
  return accepted(
    'policies know no names of hosts, and it calls services of the internet',
    'network-policy-egress-open',
  );
}
