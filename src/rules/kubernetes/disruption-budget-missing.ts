import { bad, defineRule, good } from '../rule.ts';
import { hasCopies } from '../shared/kubernetes/budgets.ts';
import { areApart } from '../shared/kubernetes/named-hosts.ts';
import { selectingPods } from '../shared/kubernetes/object-index.ts';
import { keepsReplicas } from '../shared/kubernetes/pods.ts';

const any = ['polaris:missingPodDisruptionBudget'];
const ofDeployment = [
  'kube-score:deployment-has-poddisruptionbudget',
  'kics:deployment_without_pod_disruption_budget',
];
const ofStatefulSet = [
  'kube-score:statefulset-has-poddisruptionbudget',
  'kics:statefulset_without_pod_disruption_budget',
];

export default defineRule({
  id: 'disruption-budget-missing',
  area: 'kubernetes',
  severity: 'medium',
  aliases: [...any, ...ofDeployment, ...ofStatefulSet],
  title: 'A workload with replicas has no PodDisruptionBudget',
  why: 'A drain of nodes may stop all its pods at once.',
  fix: 'Add a budget with `maxUnavailable: 1`.',
  references: ['https://kubernetes.io/docs/concepts/workloads/pods/disruptions/'],
  preset: 'strict',
  on: 'workload',
  *check(workload, { set }) {
    const { pod } = workload;
    if (!keepsReplicas(workload) || !hasCopies(set, workload)) return;
    const has = selectingPods(set, 'PodDisruptionBudget', pod.labels).some(
      (budget) => !areApart(set, budget, workload.object),
    );
    if (has) return;
    yield {
      at: workload.object.nameSpan,
      message: `${workload.title} has no PodDisruptionBudget`,
      aliases: [...any, ...(workload.kind === 'StatefulSet' ? ofStatefulSet : ofDeployment)],
    };
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: api}
          spec:
            selector: {matchLabels: {app: api}}
            template:
              metadata: {labels: {app: api}}
              spec: {containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]}
          ---
          apiVersion: autoscaling/v2
          kind: HorizontalPodAutoscaler
          metadata: {name: api}
          spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}, minReplicas: 3, maxReplicas: 9}
        `,
      },
      'k8s/api.yaml:3:18',
    ),
    bad(
      {
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
      },
      'k8s/api.yaml:4:9',
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
          maxUnavailable: 1
          selector:
            matchLabels:
              app: api
      `,
    }),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: api, namespace: shop}
          spec:
            replicas: 2
            selector: {matchLabels: {app: api}}
            template:
              metadata: {labels: {app: api}}
              spec: {containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]}
          ---
          apiVersion: policy/v1
          kind: PodDisruptionBudget
          metadata: {name: api, namespace: stock}
          spec: {maxUnavailable: 1, selector: {matchLabels: {app: api}}}
        `,
      },
      'k8s/api.yaml:3:18',
    ),
  ],
});
