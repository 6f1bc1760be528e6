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
    const workload = selector === undefined ? undefined : selectedBy(set, selector)[0];
    const replicas =
      workload === undefined || scalerOf(project, workload) !== undefined
        ? undefined
        : (workload.replicas?.value ?? 1);
    const isWhole = /^100%$/.test(minAvailable.value);
    const isAll =
      /^\d+$/.test(minAvailable.value) && replicas !== undefined && Number(minAvailable.value) >= replicas;
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
