// Findings that a person decides on: accepted in the generated folder with the reason, where our strict preset asks.

import type { GeneratedFile } from '../generator.ts';
import { entry, item, list, map, yamlFile } from '../yaml.ts';
import type { Built } from './built.ts';
import { outerHosts } from './edges.ts';
import type { Opening } from './ingress.ts';
import type { World } from './part.ts';
import { isBurstable } from './resources.ts';

interface Accepted {
  readonly rule: string;
  readonly path: string;
  readonly reason: string;
}

export function waiversOf(
  built: readonly Built[],
  openings: readonly Opening[],
  world: World,
): readonly GeneratedFile[] {
  const accepted = [...ofParts(built, world), ...ofOpenings(openings)];
  if (accepted.length === 0) return [];
  const owner = world.request.owner;
  const root = map(
    entry(
      'waivers',
      list(
        ...accepted.map(({ rule, path, reason }) =>
          item(
            map(
              entry('rule', rule),
              entry('path', path),
              entry('reason', reason),
              ...(owner === undefined ? [] : [entry('owner', owner)]),
            ),
          ),
        ),
      ),
    ),
  );
  const head =
    'What `seaworthy review --preset strict` would say of these manifests, and why it stays so. Take a line out, and it says so again.';
  return [{ path: 'seaworthy.waivers.yaml', text: yamlFile({ head, root }) }];
}

function* ofParts(built: readonly Built[], world: World): Iterable<Accepted> {
  for (const one of built) {
    const { part, environment, commands } = one;
    const path = `base/${part.name}.yaml`;
    if (isBurstable(part))
      yield {
        rule: 'kubernetes/request-differs-from-limit',
        path,
        reason: 'compose states both, the reservation and the limit',
      };
    if (!part.image.includes('@'))
      yield {
        rule: 'kubernetes/image-digest-missing',
        path,
        reason: part.isBuilt
          ? 'the digest is known when the image is built and pushed (--digest)'
          : 'compose names the tag alone (--digest)',
      };
    const inEnvironment = environment.settings.some(({ kind }) => kind === 'secret' || kind === 'composed');
    if (inEnvironment || commands.keys.length > 0)
      yield {
        rule: 'kubernetes/secret-through-env',
        path,
        reason: `${part.isBuilt ? 'the code' : 'the image'} reads it from its environment`,
      };
    if (outerHosts(part, world).length > 0)
      yield {
        rule: 'kubernetes/network-policy-egress-open',
        path,
        reason: 'policies know no names of hosts: it calls services of the internet',
      };
  }
  yield* ofPorts(built, world);
}

function* ofPorts(built: readonly Built[], world: World): Iterable<Accepted> {
  for (const { part, probes } of built) {
    const path = `base/${part.name}.yaml`;
    if (part.ports.some(({ port }) => port < 1024))
      yield {
        rule: 'kubernetes/port-privileged',
        path,
        reason: 'the image listens there, and a sysctl lets a user without rights do so',
      };
    if (part.kind === 'Deployment' && !part.scales && part.replicas === 1)
      yield {
        rule: 'kubernetes/replicas-few',
        path,
        reason: 'compose runs one, and nothing says that two may work side by side',
      };
    if (part.kind !== 'Job' && probes.readiness === undefined)
      for (const rule of ['kubernetes/liveness-probe-missing', 'kubernetes/readiness-probe-missing'])
        yield { rule, path, reason: 'it has no port and no health check to ask' };
  }
  if (world.request.secrets === 'existing')
    for (const { part, secrets } of built)
      if (secrets.length > 0)
        yield {
          rule: 'kubernetes/reference-unknown',
          path: `base/${part.name}.yaml`,
          reason: 'a person makes the Secret in each namespace: its values stand in no file',
        };
}

function* ofOpenings(openings: readonly Opening[]): Iterable<Accepted> {
  for (const { part } of openings)
    yield {
      rule: 'kubernetes/ingress-exposes-workload',
      path: `base/${part.name}.yaml`,
      reason: 'compose publishes this port: it is meant to be open',
    };
}
