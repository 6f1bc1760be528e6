import { bad, good } from '../rule.ts';
import { requestsRule } from '../shared/kubernetes/requests-rule.ts';

export default requestsRule({
  id: 'cpu-limit-missing',
  severity: 'low',
  aliases: [
    'kube-linter:unset-cpu-requirements',
    'kube-score:container-resources',
    'polaris:cpuLimitsMissing',
    'trivy:KSV-0011',
    'checkov:CKV_K8S_11',
    'kics:cpu_limits_not_set',
    'kubesec:LimitsCPU',
    'monokle:KBP003',
  ],
  title: 'A container has no CPU limit',
  why: 'A loop that runs wild takes all of the node that others do not have as requests.',
  fix: 'Set `resources.limits.cpu` where fairness matters more than bursts.',
  references: ['https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/'],
  preset: 'strict',
  resource: 'cpu',
  lacks: 'limit',
  of: 'all',
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
      'k8s/api.yaml:15:17',
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
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
                  resources:
                    limits:
                      cpu: 1
      `,
    }),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: LimitRange
          metadata: {name: limits, namespace: stock}
          spec: {limits: [{type: Container, default: {cpu: 500m}}]}
          ---
          apiVersion: v1
          kind: Pod
          metadata: {name: api, namespace: shop}
          spec: {containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]}
          ---
          apiVersion: v1
          kind: Pod
          metadata: {name: stock, namespace: stock}
          spec: {containers: [{name: stock, image: "ghcr.io/acme/stock:2.0.1"}]}
        `,
      },
      'k8s/api.yaml:9:28',
    ),
  ],
});
