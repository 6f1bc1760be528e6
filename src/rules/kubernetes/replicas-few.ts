import { bad, defineRule, good } from '../rule.ts';
import { scalerOf } from '../shared/kubernetes/budgets.ts';

export default defineRule({
  id: 'replicas-few',
  area: 'kubernetes',
  severity: 'medium',
  aliases: [
    'kube-linter:minimum-three-replicas',
    'kube-score:deployment-replicas',
    'polaris:deploymentMissingReplicas',
  ],
  title: 'A workload has few replicas',
  why: 'When its node is drained or dies, nothing answers until a new pod has started elsewhere.',
  fix: 'Run two or more, three where one may be away for long, or let a HorizontalPodAutoscaler decide.',
  references: ['https://kubernetes.io/docs/concepts/workloads/pods/disruptions/'],
  preset: 'strict',
  on: 'workload',
  *check(workload, { set }) {
    const { kind, replicas, object } = workload;
    if (!isCopied.test(kind)) return;
    if (replicas !== undefined && (replicas.value > 2 || replicas.value === 0)) return;
    if (scalerOf(set, workload) !== undefined) return;
    yield {
      at: replicas?.span ?? object.nameSpan,
      message: `${workload.title} has ${replicas === undefined ? 'one replica' : `replicas ${replicas.value}`}`,
      // While one of two is replaced, everything rests on the other.
      ...(replicas?.value === 2 ? { severity: 'info' } : {}),
    };
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: api
          spec:
            replicas: 1
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
        `,
      },
      'k8s/api.yaml:6:13',
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
      `,
    }),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: argoproj.io/v1alpha1
          kind: Rollout
          metadata: {name: api}
          spec:
            replicas: 1
            selector: {matchLabels: {app: api}}
            template:
              metadata: {labels: {app: api}}
              spec: {containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]}
            strategy: {canary: {steps: [{setWeight: 50}]}}
        `,
      },
      'k8s/api.yaml:5:13',
    ),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: apps.openshift.io/v1
          kind: DeploymentConfig
          metadata: {name: api}
          spec:
            replicas: 2
            selector: {app: api}
            template:
              metadata: {labels: {app: api}}
              spec: {containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]}
        `,
      },
      'k8s/api.yaml:5:13',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: argoproj.io/v1alpha1
        kind: Rollout
        metadata: {name: api}
        spec:
          replicas: 1
          workloadRef: {apiVersion: apps/v1, kind: Deployment, name: api}
          strategy: {canary: {steps: [{setWeight: 50}]}}
      `,
    }),
  ],
});

/** Kinds whose pods are one like another; a StatefulSet of one is a store that keeps its data once. */
const isCopied = /^(?:Deployment|Rollout|DeploymentConfig|ReplicaSet|ReplicationController)$/;
