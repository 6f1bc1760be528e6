import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'namespace-default',
  area: 'kubernetes',
  severity: 'low',
  aliases: [
    'kube-linter:use-namespace',
    'trivy:KSV-0110',
    'checkov:CKV_K8S_21',
    'kics:using_unrecommended_namespace',
    'kics:ensure_administrative_boundaries_between_resources',
  ],
  title: 'A workload goes to the default namespace',
  why: 'Rights, quotas and network policies cannot tell it from what else was put there.',
  fix: 'Name a namespace in the manifest or the kustomization.',
  references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/'],
  preset: 'strict',
  on: 'workload',
  *check(workload, { set }) {
    const { namespace, nameSpan } = workload.object;
    if (namespace !== undefined && namespace.value !== 'default') return;
    if (
      namespace === undefined &&
      set.rendered === undefined &&
      set.kustomizations.some((one) => one.namespace !== undefined)
    )
      return;
    const is = namespace === undefined ? 'names no namespace' : 'goes to the default namespace';
    yield { at: namespace?.span ?? nameSpan, message: `${workload.title} ${is}` };
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: api
            namespace: default
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
