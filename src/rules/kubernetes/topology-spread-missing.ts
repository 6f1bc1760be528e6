import { itemsAt, nodeAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { keepsReplicas } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'topology-spread-missing',
  area: 'kubernetes',
  severity: 'low',
  aliases: ['kube-score:pod-topology-spread-constraints', 'polaris:topologySpreadConstraint'],
  title: 'Replicas are not spread over zones',
  why: 'When a zone goes, all of them may go.',
  fix: 'Add `topologySpreadConstraints` on `topology.kubernetes.io/zone`, with the labels of the pods as `labelSelector`.',
  references: ['https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/'],
  preset: 'strict',
  on: 'workload',
  *check(workload) {
    const { replicas, pod } = workload;
    if (!keepsReplicas(workload) || (replicas?.value ?? 1) < 2) return;
    const constraints = itemsAt(pod.spec, 'topologySpreadConstraints');
    // Without a selector a constraint counts no pod, and the API server only warns of it.
    if (constraints.some((one) => nodeAt(one, 'labelSelector') !== undefined)) return;
    const [idle] = constraints;
    yield {
      at: idle?.span ?? workload.object.nameSpan,
      message:
        idle === undefined
          ? `replicas of ${workload.title} are not spread over zones`
          : `replicas of ${workload.title} are not spread: topologySpreadConstraints without labelSelector count no pod`,
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
        `,
      },
      'k8s/api.yaml:4:9',
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
                topologySpreadConstraints:
                  - maxSkew: 1
                    topologyKey: topology.kubernetes.io/zone
                    whenUnsatisfiable: ScheduleAnyway
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
        `,
      },
      'k8s/api.yaml:16:11',
    ),
    good({
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
              topologySpreadConstraints:
                - maxSkew: 1
                  topologyKey: topology.kubernetes.io/zone
                  whenUnsatisfiable: ScheduleAnyway
                  labelSelector: { matchLabels: { app: api } }
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
      `,
    }),
  ],
});
