import type { Workload } from '../../model/kubernetes.ts';
import { bad, defineRule, good } from '../rule.ts';
import { budgetOf, oneUnavailable, scalerOf } from '../shared/kubernetes/budgets.ts';
import { written } from '../shared/kubernetes/edits.ts';
import { selectedBy } from '../shared/kubernetes/object-index.ts';

export default defineRule({
  id: 'disruption-budget-blocking',
  area: 'kubernetes',
  severity: 'high',
  aliases: [
    'kube-linter:pdb-max-unavailable',
    'kube-linter:pdb-min-available',
    'polaris:pdbDisruptionsIsZero',
  ],
  title: 'A PodDisruptionBudget never lets a pod go',
  why: 'A node that runs one of the pods cannot be drained: upgrades of the cluster stand still until somebody deletes the budget.',
  fix: 'Set `maxUnavailable: 1`, and run more than one replica.',
  references: ['https://kubernetes.io/docs/concepts/workloads/pods/disruptions/'],
  on: 'kubernetes-object',
  only: ['PodDisruptionBudget'],
  *check(object, { set, project }) {
    const budget = budgetOf(object);
    if (budget === undefined) return;
    const { minAvailable, maxUnavailable, selector } = budget;
    if (maxUnavailable !== undefined && /^0+%?$/.test(maxUnavailable.value)) {
      yield {
        at: maxUnavailable.span,
        message: `${object.title} lets no pod go`,
        ...written(project, maxUnavailable.span, 1),
      };
    }
    if (minAvailable === undefined) return;
    const kept = keptOf(minAvailable.value);
    const workload = selector === undefined ? undefined : theOne(selectedBy(set, selector));
    const replicas =
      workload === undefined || scalerOf(project, workload) !== undefined
        ? undefined
        : (workload.replicas?.value ?? 1);
    const isWhole = minAvailable.value === '100%';
    const isAll = kept !== undefined && replicas !== undefined && kept(replicas) >= replicas;
    if (!isWhole && !isAll) return;
    const of = isWhole || workload === undefined ? '' : ` of ${replicas} of ${workload.title}`;
    yield {
      at: minAvailable.span,
      message: `${object.title} keeps ${minAvailable.value}${of}, so that no pod may go`,
      ...oneUnavailable(project, object),
    };
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: policy/v1
          kind: PodDisruptionBudget
          metadata:
            name: api
          spec:
            maxUnavailable: 0
            selector:
              matchLabels:
                app: api
        `,
      },
      'k8s/api.yaml:6:19',
      {
        'k8s/api.yaml': `
          apiVersion: policy/v1
          kind: PodDisruptionBudget
          metadata:
            name: api
          spec:
            maxUnavailable: 1
            selector:
              matchLabels:
                app: api
        `,
      },
    ),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: api
          spec:
            replicas: 2
            selector:
              matchLabels:
                app: api
            template:
              metadata:
                labels:
                  app: api
              spec:
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
          ---
          apiVersion: policy/v1
          kind: PodDisruptionBudget
          metadata:
            name: api
          spec:
            minAvailable: 2
            selector:
              matchLabels:
                app: api
        `,
      },
      'k8s/api.yaml:24:17',
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: api
          spec:
            replicas: 2
            selector:
              matchLabels:
                app: api
            template:
              metadata:
                labels:
                  app: api
              spec:
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
          ---
          apiVersion: policy/v1
          kind: PodDisruptionBudget
          metadata:
            name: api
          spec:
            maxUnavailable: 1
            selector:
              matchLabels:
                app: api
        `,
      },
    ),
    // Of three, 70 % are three: the controller rounds up.
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: api}
          spec:
            replicas: 3
            selector: {matchLabels: {app: api}}
            template:
              metadata: {labels: {app: api}}
              spec: {containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]}
          ---
          apiVersion: policy/v1
          kind: PodDisruptionBudget
          metadata: {name: api}
          spec: {minAvailable: 70%, selector: {matchLabels: {app: api}}}
        `,
      },
      'k8s/api.yaml:14:22',
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: api}
          spec:
            replicas: 3
            selector: {matchLabels: {app: api}}
            template:
              metadata: {labels: {app: api}}
              spec: {containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]}
          ---
          apiVersion: policy/v1
          kind: PodDisruptionBudget
          metadata: {name: api}
          spec: {maxUnavailable: 1, selector: {matchLabels: {app: api}}}
        `,
      },
    ),
    // Two of three pods stay, two of four, and those of a DaemonSet are as many as there are nodes.
    good({
      'k8s/api.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: api}
        spec:
          replicas: 3
          selector: {matchLabels: {app: api}}
          template:
            metadata: {labels: {app: api}}
            spec: {containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]}
        ---
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: api}
        spec: {minAvailable: 50%, selector: {matchLabels: {app: api}}}
      `,
      'shards/db.yaml': `
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: shard-a}
        spec:
          replicas: 2
          serviceName: shard-a
          selector: {matchLabels: {app: db, shard: a}}
          template:
            metadata: {labels: {app: db, shard: a}}
            spec: {containers: [{name: db, image: "ghcr.io/acme/db:1.4.2"}]}
        ---
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: shard-b}
        spec:
          replicas: 2
          serviceName: shard-b
          selector: {matchLabels: {app: db, shard: b}}
          template:
            metadata: {labels: {app: db, shard: b}}
            spec: {containers: [{name: db, image: "ghcr.io/acme/db:1.4.2"}]}
        ---
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: db}
        spec: {minAvailable: 2, selector: {matchLabels: {app: db}}}
      `,
      'agents/agent.yaml': `
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: agent}
        spec:
          selector: {matchLabels: {app: agent}}
          template:
            metadata: {labels: {app: agent}}
            spec: {containers: [{name: agent, image: "ghcr.io/acme/agent:1.4.2"}]}
        ---
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: agent}
        spec: {minAvailable: 1, selector: {matchLabels: {app: agent}}}
      `,
    }),
    good({
      'k8s/api.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: api
        spec:
          replicas: 3
          selector:
            matchLabels:
              app: api
          template:
            metadata:
              labels:
                app: api
            spec:
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
        ---
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata:
          name: api
        spec:
          minAvailable: 2
          selector:
            matchLabels:
              app: api
      `,
    }),
  ],
});

/** How many of so many replicas stay: `2`, or `50%` rounded up. */
function keptOf(minimum: string): ((replicas: number) => number) | undefined {
  const [, digits, percent] = /^(\d+)(%?)$/.exec(minimum) ?? [];
  if (digits === undefined) return undefined;
  const amount = Number(digits);
  return percent === '%' ? (replicas) => Math.ceil((replicas * amount) / 100) : () => amount;
}

/**
 * The workload that a budget is about, where it has a number of replicas. Pods of several count together; of one name
 * they are of several namespaces.
 */
function theOne(workloads: readonly Workload[]): Workload | undefined {
  const [first, ...others] = workloads;
  if (first === undefined || first.kind === 'DaemonSet') return undefined;
  return others.every(({ title }) => title === first.title) ? first : undefined;
}
