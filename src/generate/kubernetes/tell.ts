// What a person is told of the parts: what was guessed, what is not open, and which secrets must be there.
import { type Built, madeKeys, secretName, storedKeys } from './built.ts';
import { type Edge, outerHosts } from './edges.ts';
import type { Opening } from './ingress.ts';
import { gather, note, type World } from './part.ts';
import { tellResources } from './resources.ts';
import { tellSecurity } from './security.ts';

export function tellAll(
  built: readonly Built[],
  edges: readonly Edge[],
  openings: readonly Opening[],
  world: World,
): void {
  const { request } = world;
  if (request.owner === undefined || request.contact === undefined)
    note(world, 'decide', 'nobody is named whom to call when it is down (--owner, --contact)');
  if (built.some(({ storage }) => storage.claims.length > 0))
    note(
      world,
      'decide',
      `each volume is ${request.storageSize} of ${request.storageClass === undefined ? "the cluster's own storage class" : `class ${request.storageClass}`} (--storage-size, --storage-class)`,
    );
  tellSecrets(built, world);
  tellReplicas(built, world);
  tellResources(world.parts, world);
  tellSecurity(world.parts, world);
  for (const one of built) {
    tellReach(one, edges, openings, world);
  }
}

function tellReplicas(built: readonly Built[], world: World): void {
  const more = built
    .filter(({ part }) => part.scales && (part.service.replicas?.value ?? 1) < 2)
    .map(({ part }) => part.service.name);
  if (more.length > 0)
    note(
      world,
      'know',
      `two pods or more of ${more.join(', ')} where compose runs one: what they keep in memory is not shared between them`,
    );
}

function tellSecrets(built: readonly Built[], world: World): void {
  const { request, name } = world;
  const keys = [...new Set(built.flatMap(storedKeys))].sort();
  if (keys.length === 0) return;
  if (request.secrets === 'external') {
    note(
      world,
      'decide',
      `ClusterSecretStore ${request.secretStore ?? name} must hold ${keys.join(', ')} under ${name}; staging and development read stores of their own (--secret-store, or --secrets existing)`,
    );
    return;
  }
  for (const one of built) {
    const own = secretName(one.part);
    const made = madeKeys(one);
    const holds = one.secrets.map((key) => (made.has(key) ? `${key} (${made.get(key)})` : key)).join(', ');
    if (holds !== '')
      note(
        world,
        'decide',
        `Secret ${own} must be made in each namespace, with ${holds}: kubectl create secret generic ${own} --from-env-file=FILE`,
      );
  }
}

function tellReach(
  { part, probes }: Built,
  edges: readonly Edge[],
  openings: readonly Opening[],
  world: World,
): void {
  const { name } = part.service;
  const hosts = outerHosts(part, world).join(', ');
  if (hosts !== '')
    gather(
      world,
      'know',
      name,
      (names) => `the internet is open to ${names} for ${hosts}: policies cannot name hosts`,
    );
  else if (part.isBuilt)
    note(
      world,
      'know',
      'the network policies let built services reach only what their settings and code name: add egress for hosts that are asked otherwise',
    );
  if (part.kind !== 'Job' && probes.readiness === undefined)
    gather(
      world,
      'decide',
      name,
      (names) => `nothing tells whether these work, without a port and a health check: ${names}`,
    );
  const isReached = edges.some(({ to }) => to === part) || openings.some((one) => one.part === part);
  if (part.kind !== 'Job' && part.ports.length > 0 && !isReached)
    gather(
      world,
      'know',
      name,
      (names) => `nobody is seen to call these, and their network policies let nobody in: ${names}`,
    );
}
