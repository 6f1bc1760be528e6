// What all parts have in common: the namespace with its rules, its quota, and the order of importance.

import type { Priority } from '../../model/settings.ts';
import { maximumReplicas } from './objects.ts';
import type { Part, World } from './part.ts';
import { amountsOf, cpuText, memoryText } from './resources.ts';
import type { Fields } from './tree.ts';

export function namespaceOf(world: World): readonly Fields[] {
  const labels = { 'app.kubernetes.io/part-of': world.name };
  return [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        '#name': 'Overlays put their own name in its place.',
        name: world.name,
        labels: {
          ...labels,
          '#standard': 'Pods that ask for more than the restricted Pod Security Standard are refused.',
          'pod-security.kubernetes.io/enforce': 'restricted',
          'pod-security.kubernetes.io/warn': 'restricted',
        },
      },
    },
    quota(world, labels),
    limits(labels),
  ];
}

/** Room for every pod that the autoscalers may start, and for one more of each while it is replaced. */
function quota(world: World, labels: Fields): Fields {
  const sum = { memoryRequest: 0, memoryLimit: 0, cpuRequest: 0, cpuLimit: 0, pods: 0 };
  for (const part of world.parts) {
    const pods = mostPods(part);
    const amounts = amountsOf(part);
    sum.pods += pods;
    sum.memoryRequest += amounts.memoryRequest * pods;
    sum.memoryLimit += amounts.memoryLimit * pods;
    sum.cpuRequest += amounts.cpuRequest * pods;
    sum.cpuLimit += amounts.cpuLimit * pods;
  }
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: world.name, labels },
    spec: {
      '#sum':
        'All pods that the autoscalers may start, and one more of each Deployment while it is replaced.',
      hard: {
        pods: String(sum.pods),
        'requests.cpu': cpuText(sum.cpuRequest),
        'requests.memory': memoryText(sum.memoryRequest),
        'limits.cpu': cpuText(sum.cpuLimit),
        'limits.memory': memoryText(sum.memoryLimit),
        '#doors': 'The Ingress is the only way in.',
        'services.loadbalancers': '0',
        'services.nodeports': '0',
      },
    },
  };
}

function mostPods(part: Part): number {
  if (part.kind !== 'Deployment') return 1;
  return (part.scales ? maximumReplicas(part) : part.replicas) + 1;
}

function limits(labels: Fields): Fields {
  return {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'defaults', labels },
    spec: {
      '#whom': 'For pods that somebody starts by hand: the quota refuses those without requests and limits.',
      limits: [
        {
          type: 'Container',
          defaultRequest: { cpu: '50m', memory: '64Mi' },
          default: { cpu: '500m', memory: '256Mi' },
        },
      ],
    },
  };
}

/** Kubernetes' own classes begin at two thousand millions. */
const values: Readonly<Record<Priority, number>> = {
  critical: 100_000,
  high: 10_000,
  normal: 1000,
  low: 100,
};
const meanings: Readonly<Record<Priority, string>> = {
  critical: 'nothing works without it',
  high: 'users notice at once',
  normal: 'the usual',
  low: 'the first to go when room is short',
};

/** Those that parts name. They belong to the whole cluster: hence the stack's name in front. */
export function priorityClasses(world: World): readonly Fields[] {
  const used = new Set(world.parts.map(({ priority }) => priority));
  const order: readonly Priority[] = ['critical', 'high', 'normal', 'low'];
  return order
    .filter((priority) => used.has(priority))
    .map((priority) => ({
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: {
        name: `${world.name}-${priority}`,
        labels: { 'app.kubernetes.io/part-of': world.name },
      },
      value: values[priority],
      globalDefault: false,
      description: `${world.name}: ${meanings[priority]}`,
    }));
}
