// What stands beside a workload: account, Service, autoscaler, disruption budget, Ingress, secrets.
import { type Built, madeKeys, secretName, storedKeys } from './built.ts';
import { metadata, selectorLabels } from './labels.ts';
import type { Part, World } from './part.ts';
import type { Fields } from './tree.ts';

export function accountOf({ part }: Built, world: World): Fields {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: metadata(part, world),
    '#token': 'It has no rights and gets no token.',
    automountServiceAccountToken: false,
  };
}

/** A StatefulSet's is headless: its name leads straight to the one pod. */
export function serviceOf({ part }: Built, world: World, name = part.name): Fields | undefined {
  if (part.kind === 'Job' || (part.ports.length === 0 && part.kind !== 'StatefulSet')) return undefined;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(part, world, name),
    spec: {
      type: part.kind === 'StatefulSet' ? undefined : 'ClusterIP',
      clusterIP: part.kind === 'StatefulSet' ? 'None' : undefined,
      selector: selectorLabels(part, world),
      ports:
        part.ports.length === 0
          ? undefined
          : part.ports.map(({ name: port, port: number, protocol, from: source }) => ({
              '#source': `From ${source}.`,
              name: port,
              port: number,
              targetPort: port,
              protocol: protocol === 'TCP' ? undefined : protocol,
            })),
    },
  };
}

export function autoscalerOf({ part }: Built, world: World): Fields | undefined {
  if (!part.scales) return undefined;
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: metadata(part, world),
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: part.name },
      '#min': 'Two: one node may go at any time.',
      minReplicas: part.replicas,
      maxReplicas: maximumReplicas(part),
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: use(world) } },
        },
      ],
    },
  };
}

export function maximumReplicas({ replicas }: Part): number {
  return replicas * 2;
}

/** Per cent of what is requested; the use that seaworthy.yaml aims at, where it says one. */
function use({ project }: World): number {
  const wanted = project.settings?.kpis.use;
  if (wanted === undefined) return 80;
  return Math.round(wanted <= 1 ? wanted * 100 : wanted);
}

export function budgetOf({ part }: Built, world: World): Fields | undefined {
  if (part.kind !== 'Deployment' || part.replicas < 2) return undefined;
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: metadata(part, world),
    spec: {
      '#one': 'A drain of nodes stops one pod at a time.',
      maxUnavailable: 1,
      selector: { matchLabels: selectorLabels(part, world) },
      '#broken': 'Pods that are not ready protect nobody: they do not hold up a drain.',
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  };
}

/** Where the values come from; none of them ever stands in a manifest. */
export function externalSecretOf(built: Built, world: World): Fields | undefined {
  const { part, secrets } = built;
  const { request } = world;
  if (secrets.length === 0 || request.secrets === 'existing') return undefined;
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: metadata(part, world, secretName(part)),
    spec: {
      refreshInterval: '1h',
      secretStoreRef: { kind: 'ClusterSecretStore', name: request.secretStore ?? world.name },
      target: { name: secretName(part), template: secretTemplate(built) },
      data: storedKeys(built).map((key) => ({
        secretKey: key,
        remoteRef: { key: world.name, property: key },
      })),
    },
  };
}

/** Some keys are made of others: a URL around a password. A template names all keys that the Secret gets. */
function secretTemplate(built: Built): Fields | undefined {
  const made = madeKeys(built);
  if (made.size === 0) return undefined;
  return {
    '#made': 'Put together where the password is: no program has to.',
    data: Object.fromEntries(built.secrets.map((key) => [key, made.get(key) ?? `{{ .${key} }}`])),
  };
}
