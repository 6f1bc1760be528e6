import { bad, good } from '../rule.ts';
import { requestsRule } from '../shared/kubernetes/requests-rule.ts';

export default requestsRule({
  id: 'cpu-request-missing',
  severity: 'low',
  aliases: [
    'kube-linter:unset-cpu-requirements',
    'kube-score:container-resources',
    'polaris:cpuRequestsMissing',
    'trivy:KSV-0015',
    'checkov:CKV_K8S_10',
    'kics:cpu_requests_not_set',
    'kubesec:RequestsCPU',
    'monokle:KBP002',
  ],
  title: 'A container requests no CPU',
  why: 'The scheduler counts it as nothing, so that a node fills up until all that runs on it is slow.',
  fix: 'Set `resources.requests.cpu` to what it uses on a busy day.',
  references: ['https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/'],
  preset: 'strict',
  resource: 'cpu',
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
                      cpu: 100m
      `,
    }),
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
                initContainers:
                  - {name: migrate, image: "ghcr.io/acme/api:1.4.2", args: [migrate]}
                  - {name: proxy, image: "ghcr.io/acme/proxy:2.0.1", restartPolicy: Always}
                containers:
                  - {name: api, image: "ghcr.io/acme/api:1.4.2", resources: {requests: {cpu: 100m}}}
        `,
      },
      ['k8s/api.yaml:10:18', 'k8s/api.yaml:11:18'],
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: api}
        spec:
          selector: {matchLabels: {app: api}}
          template:
            metadata: {labels: {app: api}}
            spec:
              resources: {requests: {cpu: 500m}} # for both of them
              containers:
                - {name: api, image: "ghcr.io/acme/api:1.4.2"}
                - {name: logs, image: "ghcr.io/acme/logs:2.0.1"}
      `,
    }),
    good({
      'k8s/limits.yaml': `
        apiVersion: v1
        kind: LimitRange
        metadata: {name: limits}
        spec: {limits: [{type: Container, defaultRequest: {cpu: 100m}}]}
      `,
      'k8s/api.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: api}
        spec: {containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]}
      `,
    }),
  ],
});
