import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'namespace-system',
  area: 'kubernetes',
  severity: 'medium',
  aliases: ['trivy:KSV-0037', 'kics:using_unrecommended_namespace'],
  title: 'A workload goes to a namespace of Kubernetes itself',
  why: 'Accounts there have rights over the cluster, and upgrades of the cluster may remove what they do not know.',
  fix: 'Give it a namespace of its own.',
  references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/'],
  preset: 'strict',
  on: 'workload',
  *check(workload) {
    const { namespace } = workload.object;
    if (namespace === undefined || !/^kube-(?:system|public|node-lease)$/.test(namespace.value)) return;
    yield { at: namespace.span, message: `${workload.title} goes to namespace ${namespace.value}` };
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: api
            namespace: kube-system
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
      'k8s/api.yaml:5:14',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: api
          namespace: shop
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
    }),
  ],
});
