import { bad, defineRule, good } from '../rule.ts';
import { forAgents, subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'privileged-container',
  area: 'kubernetes',
  severity: 'high',
  aliases: [
    'kube-linter:privileged-container',
    'kube-score:container-security-context-privileged',
    'polaris:runAsPrivileged',
    'trivy:KSV-0017',
    'checkov:CKV_K8S_16',
    'kics:container_is_privileged',
    'kubesec:Privileged',
    'monokle:PSS103',
  ],
  title: 'A container is privileged',
  why: 'Whoever breaks into the process owns the node: all devices and kernel interfaces are open to it.',
  fix: 'Drop `privileged` and add only the capabilities or devices that are needed.',
  references: [
    'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  ],
  on: 'container',
  *check(container, { workload }) {
    const { privileged } = container.security;
    if (privileged?.value !== true) return;
    const severity = forAgents(workload, 'high', 'medium');
    yield { at: privileged.span, message: `${subject(container, workload)} is privileged`, severity };
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
                      privileged: true
        `,
      },
      'k8s/api.yaml:18:25',
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
                    privileged: false
      `,
    }),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api}
          spec:
            containers:
              - {name: api, image: "ghcr.io/acme/api:1.4.2", securityContext: {privileged: yes}}
              - {name: logs, image: "ghcr.io/acme/logs:2.0.1", securityContext: {privileged: off}}
        `,
      },
      'k8s/api.yaml:6:82',
    ),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: argoproj.io/v1alpha1
          kind: Rollout
          metadata: {name: api}
          spec:
            selector: {matchLabels: {app: api}}
            template:
              metadata: {labels: {app: api}}
              spec:
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
                    securityContext: {privileged: true}
        `,
      },
      'k8s/api.yaml:12:41',
    ),
  ],
});
