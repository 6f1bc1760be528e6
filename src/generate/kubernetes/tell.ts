// What a person is told of the parts: what was guessed, what is not open, and which secrets must be there.
import { type Built, secretName } from './built.ts';
import { type Edge, outerHosts } from './edges.ts';
import { note, type World } from './part.ts';
import { tellResources } from './resources.ts';
import { tellSecurity } from './security.ts';

export function tellAll(built: readonly Built[], edges: readonly Edge[], world: World): void {
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
    tellReach(one, edges, world);
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
  const keys = [...new Set(built.flatMap(({ secrets }) => secrets))].sort();
  if (keys.length === 0) return;
  if (request.secrets === 'external') {
    note(
      world,
      'decide',
      `ClusterSecretStore ${request.secretStore ?? name} must hold ${keys.join(', ')} under ${name}; staging and development read stores of their own (--secret-store, or --secrets existing)`,
    );
    return;
  }
  for (const { part, secrets } of built)
    if (secrets.length > 0)
      note(
        world,
        'decide',
        `Secret ${secretName(part)} must be made in each namespace, with ${secrets.join(', ')}: kubectl create secret generic ${secretName(part)} --from-env-file=FILE`,
      );
}

function tellReach({ part, probes }: Built, edges: readonly Edge[], world: World): void {
  const hosts = outerHosts(part);
  if (hosts.length > 0)
    note(
      world,
      'know',
      `${part.name} may reach the internet for ${hosts.join(', ')}: policies cannot name hosts`,
    );
  else if (part.isBuilt)
    note(
      world,
      'know',
      `the network policies let built services reach only what their settings and code name: add egress for hosts that are asked otherwise`,
    );
  if (part.kind !== 'Job' && probes.readiness === undefined)
    note(world, 'decide', `nothing tells whether ${part.name} works: it has no port and no health check`);
  const isCalled = edges.some(({ to }) => to === part);
  if (part.kind === 'StatefulSet' && !isCalled)
    note(world, 'know', `nobody is seen to call ${part.name}: its network policy lets nobody in`);
}
