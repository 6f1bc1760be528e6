import { bad, good } from '../rule.ts';
import { requestsRule } from '../shared/kubernetes/requests-rule.ts';

export default requestsRule({
  id: 'memory-limit-missing',
  severity: 'medium',
  aliases: [
    'kube-linter:unset-memory-requirements',
    'kube-score:container-resources',
    'polaris:memoryLimitsMissing',
    'trivy:KSV-0018',
    'checkov:CKV_K8S_13',
    'kics:memory_limits_not_defined',
    'kubesec:LimitsMemory',
    'monokle:KBP005',
  ],
  title: 'A container has no memory limit',
  why: 'One leak takes the memory of the whole node, and the kernel kills whatever it likes there.',
  fix: 'Set `resources.limits.memory` a little above the measured peak, and the request with it.',
  references: ['https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/'],
  resource: 'memory',
  lacks: 'limit',
  of: 'serving',
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
              spec:
                containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
                  resources:
                    requests: {cpu: 100m, memory: 256Mi} # measured in March
                - name: logs
                  image: ghcr.io/acme/logs:2.0.1
                  resources: {requests: {memory: 64Mi}, limits: {cpu: 100m}}
        `,
      },
      ['k8s/api.yaml:10:15', 'k8s/api.yaml:14:15'],
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
                      memory: 128Mi
      `,
    }),
    bad(
      {
        'k8s/limits.yaml': `
          apiVersion: v1
          kind: LimitRange
          metadata: {name: limits}
          spec: {limits: [{type: Container, defaultRequest: {memory: 64Mi}}]}
        `,
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api}
          spec: {containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]}
        `,
      },
      'k8s/api.yaml:4:28',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: api}
        spec: {resources: {limits: {memory: 128Mi}}, containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]}
      `,
    }),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: serving.knative.dev/v1
          kind: Service
          metadata: {name: api}
          spec: {template: {spec: {containers: [{image: "ghcr.io/acme/api:1.4.2"}]}}}
          ---
          apiVersion: serving.knative.dev/v1
          kind: Revision
          metadata: {name: api-2}
          spec: {containers: [{image: "ghcr.io/acme/api:1.4.2"}]}
        `,
      },
      ['k8s/api.yaml:4:40', 'k8s/api.yaml:9:22'],
    ),
  ],
});
