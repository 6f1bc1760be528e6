import { itemsAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'topology-spread-missing',
  area: 'kubernetes',
  severity: 'low',
  aliases: ['kube-score:pod-topology-spread-constraints', 'polaris:topologySpreadConstraint'],
  title: 'Replicas are not spread over zones',
  why: 'When a zone goes, all of them may go.',
  fix: 'Add `topologySpreadConstraints` on `topology.kubernetes.io/zone`.',
  references: ['https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/'],
  preset: 'strict',
  on: 'workload',
  *check(workload) {
    const { kind, replicas, pod } = workload;
    if ((kind !== 'Deployment' && kind !== 'StatefulSet') || (replicas?.value ?? 1) < 2) return;
    if (itemsAt(pod.spec, 'topologySpreadConstraints').length > 0) return;
    yield {
      at: workload.object.nameSpan,
      message: `replicas of ${workload.title} are not spread over zones`,
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
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
      `,
    }),
  ],
});
