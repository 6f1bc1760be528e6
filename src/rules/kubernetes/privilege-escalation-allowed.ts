import { bad, defineRule, good } from '../rule.ts';
import { written } from '../shared/kubernetes/edits.ts';
import { forAgents, subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'privilege-escalation-allowed',
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
  title: 'A container asks to be allowed more privileges than it starts with',
  why: 'A setuid program in the image makes any process root again, whatever user the container runs as.',
  fix: 'Set `allowPrivilegeEscalation: false`.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  on: 'container',
  *check(container, { project, workload }) {
    const { allowPrivilegeEscalation, privileged } = container.security;
    if (allowPrivilegeEscalation?.value !== true || privileged?.value === true) return;
    yield {
      at: allowPrivilegeEscalation.span,
      message: `${subject(container, workload)} allows privilege escalation`,
      severity: forAgents(workload, 'medium', 'low'),
      ...written(project, allowPrivilegeEscalation.span, false),
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
                    securityContext:
                      allowPrivilegeEscalation: true
        `,
      },
      'k8s/api.yaml:18:39',
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
                    securityContext:
                      allowPrivilegeEscalation: false
        `,
      },
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
