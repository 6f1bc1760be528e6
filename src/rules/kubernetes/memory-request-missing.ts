import { bad, good } from '../rule.ts';
import { requestsRule } from '../shared/kubernetes/requests-rule.ts';

export default requestsRule({
  id: 'memory-request-missing',
  severity: 'low',
  aliases: [
    'kube-linter:unset-memory-requirements',
    'kube-score:container-resources',
    'polaris:memoryRequestsMissing',
    'trivy:KSV-0016',
    'checkov:CKV_K8S_12',
    'kics:memory_requests_not_defined',
    'kubesec:RequestsMemory',
    'monokle:KBP004',
  ],
  title: 'A container requests no memory',
  why: 'The scheduler counts it as nothing, and when the node runs out it is among the first to be killed.',
  fix: 'Set `resources.requests.memory` to what it uses.',
  references: ['https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/'],
  preset: 'strict',
  resource: 'memory',
  lacks: 'request',
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
                    requests:
                      memory: 128Mi
      `,
    }),
  ],
});
