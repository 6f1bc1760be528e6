import { nodeAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isOfKnative } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'node-affinity-missing',
  area: 'kubernetes',
  severity: 'info',
  aliases: ['kube-linter:no-node-affinity'],
  title: 'A workload says nothing about the nodes it may run on',
  why: 'In a cluster with several kinds of nodes it may land on one that is not for it.',
  fix: 'Add a `nodeSelector` or a `nodeAffinity`.',
  references: ['https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/'],
  preset: 'strict',
  on: 'workload',
  *check(workload) {
    if (isOfKnative(workload)) return;
    const { spec } = workload.pod;
    if (nodeAt(spec, 'affinity', 'nodeAffinity') !== undefined || nodeAt(spec, 'nodeSelector') !== undefined)
      return;
    yield { at: workload.object.nameSpan, message: `${workload.title} may run on any node` };
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
              nodeSelector:
                kubernetes.io/arch: amd64
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
