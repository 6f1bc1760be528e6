import { nodeAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isOfKnative } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'priority-class-missing',
  area: 'kubernetes',
  severity: 'info',
  aliases: ['kube-linter:priority-class-name', 'polaris:priorityClassNotSet'],
  title: 'A workload has no priority class',
  why: 'When nodes are full, what matters waits behind what does not.',
  fix: 'Name a PriorityClass.',
  references: ['https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/'],
  preset: 'strict',
  on: 'workload',
  *check(workload) {
    if (isOfKnative(workload)) return;
    if (nodeAt(workload.pod.spec, 'priorityClassName') !== undefined) return;
    yield { at: workload.object.nameSpan, message: `${workload.title} has no priority class` };
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
          selector:
            matchLabels:
              app: api
          template:
            metadata:
              labels:
                app: api
            spec:
              priorityClassName: shop-critical
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
      `,
    }),
    good({
      'k8s/api.yaml': `
        apiVersion: serving.knative.dev/v1
        kind: Service
        metadata: {name: api}
        spec: {template: {spec: {containers: [{image: "ghcr.io/acme/api:1.4.2"}]}}}
      `,
    }),
  ],
});
