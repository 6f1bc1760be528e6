// Deployment, StatefulSet or Job of a part.
import { acceptance } from './accepted.ts';
import { type Built, mountsSecrets, secretName } from './built.ts';
import { containerOf, drainSeconds } from './container.ts';
import { podLabels, selectorLabels, workloadMetadata } from './labels.ts';
import type { Part, World } from './part.ts';
import { textOf } from './resolved.ts';
import { podSecurity } from './security.ts';
import type { Fields } from './tree.ts';

export function workloadOf(built: Built, world: World): Fields {
  const { part } = built;
  switch (part.kind) {
    case 'Deployment':
      return deployment(built, world);
    case 'StatefulSet':
      return statefulSet(built, world);
    case 'Job':
      return job(built, world);
  }
}

function deployment(built: Built, world: World): Fields {
  const { part } = built;
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: workloadMetadata(part, world),
    spec: {
      '#replicas': part.scales ? undefined : replicasWhy(part),
      '#one': acceptance('replicas', built, world),
      replicas: part.scales ? undefined : part.replicas,
      '#strategy': 'A new pod answers before an old one goes.',
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      selector: { matchLabels: selectorLabels(part, world) },
      template: template(built, world),
    },
  };
}

function replicasWhy({ replicas, service }: Part): string | undefined {
  return service.replicas === undefined && replicas === 1 ? undefined : 'As many as compose runs.';
}

function statefulSet(built: Built, world: World): Fields {
  const { part, storage } = built;
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: workloadMetadata(part, world),
    spec: {
      replicas: 1,
      serviceName: part.name,
      selector: { matchLabels: selectorLabels(part, world) },
      template: template(built, world),
      volumeClaimTemplates:
        storage.claims.length === 0 ? undefined : storage.claims.map((name) => claimTemplate(name, world)),
    },
  };
}

function claimTemplate(name: string, { request }: World): Fields {
  return {
    metadata: { name },
    spec: {
      accessModes: ['ReadWriteOnce'],
      storageClassName: request.storageClass,
      '#size': 'Compose knows no sizes.',
      resources: { requests: { storage: request.storageSize } },
    },
  };
}

function job(built: Built, world: World): Fields {
  const { part } = built;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: workloadMetadata(part, world),
    spec: {
      '#retries': 'What has failed three times needs a person.',
      backoffLimit: 3,
      '#ttl': 'A Job cannot be changed: this one is gone when the next release brings it anew.',
      ttlSecondsAfterFinished: 86_400,
      template: template(built, world),
    },
  };
}

function template(built: Built, world: World): Fields {
  const { part } = built;
  const spread = part.scales || part.replicas > 1;
  return {
    metadata: { labels: podLabels(part, world) },
    spec: {
      serviceAccountName: part.name,
      '#token': 'It never speaks to the Kubernetes API.',
      automountServiceAccountToken: false,
      '#links':
        'Else variables such as POSTGRES_PORT=tcp://… are put into its environment, over its own settings.',
      enableServiceLinks: false,
      '#users': 'Root in the container is nobody on the node. Needs Kubernetes 1.33 and Linux 6.3.',
      hostUsers: false,
      priorityClassName: `${world.name}-${part.priority}`,
      restartPolicy: part.kind === 'Job' ? 'OnFailure' : undefined,
      terminationGracePeriodSeconds: graceSeconds(part),
      nodeSelector: nodes(part, world),
      affinity: spread ? apart(part, world) : undefined,
      topologySpreadConstraints: spread ? overZones(part, world) : undefined,
      '#dns': 'Names with two dots or more are asked for as they are, not with every search domain first.',
      dnsConfig: { options: [{ name: 'ndots', value: '2' }] },
      securityContext: podSecurity(part),
      containers: [containerOf(built, world)],
      volumes: volumes(built, world),
    },
  };
}

/** Compose waits 10 s before it kills; the time in which a pod is taken out of its Service comes on top. */
export function graceSeconds({ service, kind, ports }: Part): number {
  const stop = Math.ceil((service.stopGraceMs?.value ?? 10_000) / 1000);
  return kind === 'Deployment' && ports.length > 0 ? stop + drainSeconds : stop;
}

function nodes(part: Part, world: World): Fields {
  const [, os, arch] = /^(\w+)\/(\w+)/.exec(textOf(world.stack, part.service.name, 'platform') ?? '') ?? [];
  return { 'kubernetes.io/os': os ?? 'linux', 'kubernetes.io/arch': arch };
}

function apart(part: Part, world: World): Fields {
  return {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          '#apart': 'Not all on one node, as far as there are several.',
          weight: 100,
          podAffinityTerm: {
            topologyKey: 'kubernetes.io/hostname',
            labelSelector: { matchLabels: selectorLabels(part, world) },
          },
        },
      ],
    },
  };
}

function overZones(part: Part, world: World): readonly Fields[] {
  return [
    {
      maxSkew: 1,
      topologyKey: 'topology.kubernetes.io/zone',
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: selectorLabels(part, world) },
    },
  ];
}

function volumes(built: Built, world: World): readonly Fields[] | undefined {
  const { storage, part } = built;
  const list: Fields[] = storage.volumes.flatMap(({ name, source, why }) =>
    source === undefined ? [] : [{ '#why': why, name, ...source }],
  );
  if (mountsSecrets(built))
    list.push({
      '#why':
        'As files: an environment is passed on to child processes and shows in crash reports. 288 is 0440.',
      name: 'secrets',
      // Readable by the group of the pod, and by nobody else.
      secret: {
        '#by': acceptance('mount', built, world),
        secretName: secretName(part),
        defaultMode: 0o440,
      },
    });
  return list.length === 0 ? undefined : list;
}
