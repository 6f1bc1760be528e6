import { bad, defineRule, good } from '../rule.ts';
import { subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'privilege-escalation-not-denied',
  area: 'kubernetes',
  severity: 'medium',
  aliases: [
    'kube-linter:privilege-escalation-container',
    'polaris:privilegeEscalationAllowed',
    'trivy:KSV-0001',
    'checkov:CKV_K8S_20',
    'kics:privilege_escalation_allowed',
    'kubesec:AllowPrivilegeEscalation',
    'monokle:PSS202',
  ],
  title: 'A container does not forbid privilege escalation',
  why: 'A setuid program in the image makes any process root again, whatever user the container runs as.',
  fix: 'Set `allowPrivilegeEscalation: false`.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  preset: 'strict',
  on: 'container',
  *check(container, { workload }) {
    if (container.security.allowPrivilegeEscalation !== undefined) return;
    yield {
      at: container.nameSpan,
      message: `${subject(container, workload)} does not forbid privilege escalation`,
    };
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
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
                  securityContext:
                    allowPrivilegeEscalation: false
      `,
    }),
  ],
});
