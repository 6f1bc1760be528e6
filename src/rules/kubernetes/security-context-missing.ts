import { entriesAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'security-context-missing',
  area: 'kubernetes',
  severity: 'low',
  aliases: [
    'trivy:KSV-0118',
    'checkov:CKV_K8S_30',
    'checkov:CKV_K8S_29',
    'kics:pod_or_container_without_security_context',
  ],
  title: 'Neither a container nor its pod has a security context',
  why: 'The container runs with every default: perhaps as root, with capabilities, with a writable filesystem.',
  fix: 'Add a `securityContext` to the pod and to the container.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  preset: 'strict',
  on: 'container',
  *check(container, { workload }) {
    if ([container, workload.pod].some(({ security }) => entriesAt(security.node).length > 0)) return;
    yield { at: container.nameSpan, message: `${subject(container, workload)} has no security context` };
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
              securityContext:
                runAsNonRoot: true
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
      `,
    }),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api}
          spec:
            securityContext: {}
            containers:
              - {name: api, image: "ghcr.io/acme/api:1.4.2", securityContext: {}}
              - {name: logs, image: "ghcr.io/acme/logs:2.0.1", securityContext: {readOnlyRootFilesystem: true}}
        `,
      },
      'k8s/api.yaml:7:14',
    ),
  ],
});
