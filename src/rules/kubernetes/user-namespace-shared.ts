import { booleanAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isOfKnative } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'user-namespace-shared',
  area: 'kubernetes',
  severity: 'info',
  aliases: ['kubesec:HostUsers'],
  title: 'A pod runs in the user namespace of its node',
  why: 'Root in the container is root on the node after a break-out.',
  fix: 'Set `hostUsers: false` where the cluster supports it.',
  references: ['https://kubernetes.io/docs/concepts/workloads/pods/user-namespaces/'],
  preset: 'strict',
  on: 'workload',
  *check(workload) {
    if (isOfKnative(workload)) return;
    const setting = booleanAt(workload.pod.spec, 'hostUsers');
    if (setting?.value === false) return;
    const at = setting?.span ?? workload.object.nameSpan;
    yield { at, message: `${workload.title} runs in the user namespace of its node` };
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
                hostUsers: true
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
        `,
      },
      'k8s/api.yaml:14:18',
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
              hostUsers: false
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
