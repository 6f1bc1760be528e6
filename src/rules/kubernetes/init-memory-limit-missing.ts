import { bad, good } from '../rule.ts';
import { requestsRule } from '../shared/kubernetes/requests-rule.ts';

export default requestsRule({
  id: 'init-memory-limit-missing',
  severity: 'low',
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
  title: 'An init container, or one for tests or development, has no memory limit',
  why: 'However short it runs, it takes the memory of those beside it, and the kernel kills whatever it likes there.',
  fix: 'Set `resources.limits.memory` a little above the measured peak.',
  references: ['https://kubernetes.io/docs/concepts/workloads/pods/init-containers/'],
  preset: 'strict',
  resource: 'memory',
  lacks: 'limit',
  of: 'others',
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api}
          spec:
            initContainers:
              - {name: migrate, image: "ghcr.io/acme/api:1.4.2", args: [migrate]}
            containers:
              - {name: api, image: "ghcr.io/acme/api:1.4.2"}
        `,
      },
      'k8s/api.yaml:6:14',
    ),
    bad(
      {
        'k8s/dev/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api}
          spec: {containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]}
        `,
      },
      'k8s/dev/api.yaml:4:28',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: api}
        spec:
          initContainers:
            - {name: migrate, image: "ghcr.io/acme/api:1.4.2", resources: {limits: {memory: 256Mi}}}
          containers:
            - {name: api, image: "ghcr.io/acme/api:1.4.2"}
      `,
    }),
  ],
});
