// The base, and what development, staging and production change in it.
import { type Built, configName, plainSettings } from './built.ts';
import type { Opening } from './ingress.ts';
import type { World } from './part.ts';
import type { Fields } from './tree.ts';

const head = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' };

export function baseOf(built: readonly Built[], resources: readonly string[]): Fields {
  const maps = [
    ...built.flatMap((one) => {
      const plain = plainSettings(one);
      return plain.length === 0 ? [] : [{ name: configName(one.part), literals: plain.map(literal) }];
    }),
    ...built.flatMap(({ storage }) =>
      storage.configMaps.map(({ name, files }) => ({
        name,
        files: files.map(({ key, path }) => `${key}=${path}`),
      })),
    ),
  ];
  return {
    ...head,
    resources,
    '#hash': 'Each name gets a hash of the contents: what changes here starts the pods anew that use it.',
    configMapGenerator: maps.length === 0 ? undefined : maps,
  };
}

/** kustomize takes one pair of quotes off a literal's ends. */
function literal({ name, value }: { readonly name: string; readonly value: string }): string {
  return /^(["']).*\1$/s.test(value) ? `${name}="${value}"` : `${name}=${value}`;
}

export const environments = ['development', 'staging', 'production'] as const;

export function overlayOf(
  environment: (typeof environments)[number],
  built: readonly Built[],
  openings: readonly Opening[],
  world: World,
): Fields {
  const isProduction = environment === 'production';
  const patches = isProduction
    ? []
    : [
        ...openings.map((opening) => hostPatch(opening, environment)),
        ...storePatch(environment, built, world),
        ...smaller(environment, built),
      ];
  return {
    ...head,
    '#namespace': isProduction
      ? undefined
      : `Apart from production: rights, quotas and network policies end here.`,
    namespace: isProduction ? world.name : `${world.name}-${environment}`,
    resources: ['../../base'],
    patches: patches.length === 0 ? undefined : patches,
  };
}

function hostPatch({ part, host }: Opening, environment: string): Fields {
  const own = `${environment}.${host}`;
  return {
    '#host': `${part.name} answers under a name of its own here.`,
    target: { kind: 'Ingress', name: part.name },
    patch: operations([
      ['/spec/rules/0/host', own],
      ['/spec/tls/0/hosts/0', own],
    ]),
  };
}

/** The secrets of production stay there. */
function storePatch(environment: string, built: readonly Built[], world: World): readonly Fields[] {
  const { request } = world;
  if (request.secrets === 'existing' || built.every(({ secrets }) => secrets.length === 0)) return [];
  return [
    {
      '#store': 'A store of its own: the secrets of production stay there.',
      target: { kind: 'ExternalSecret' },
      patch: operations([
        ['/spec/secretStoreRef/name', `${request.secretStore ?? world.name}-${environment}`],
      ]),
    },
  ];
}

/** Nobody waits for development: as few pods as do the work. */
function smaller(environment: string, built: readonly Built[]): readonly Fields[] {
  const scaled = built.filter(({ part }) => part.scales);
  if (environment !== 'development' || scaled.length === 0) return [];
  const most = Math.max(...scaled.map(({ part }) => part.replicas)) + 1;
  return [
    {
      '#few': 'Little room for peaks here.',
      target: { kind: 'HorizontalPodAutoscaler' },
      patch: operations([['/spec/maxReplicas', most]]),
    },
  ];
}

function operations(list: readonly (readonly [string, string | number])[]): string {
  return list.map(([path, value]) => `- op: replace\n  path: ${path}\n  value: ${value}\n`).join('');
}
