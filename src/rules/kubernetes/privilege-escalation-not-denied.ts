import { bad, defineRule, good } from '../rule.ts';
import { setOnContainer } from '../shared/kubernetes/edits.ts';
import { isOfWindows, subject } from '../shared/kubernetes/pods.ts';

const path = ['securityContext', 'allowPrivilegeEscalation'];

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
  *check(container, { project, workload }) {
    if (isOfWindows(workload)) return;
    if (container.security.allowPrivilegeEscalation !== undefined) return;
    const { privileged, capabilitiesAdded } = container.security;
    const isMighty =
      privileged?.value === true || capabilitiesAdded.some(({ value }) => /^(?:CAP_)?SYS_ADMIN$/.test(value));
    yield {
      at: container.nameSpan,
      message: `${subject(container, workload)} does not forbid privilege escalation`,
      // The API server refuses the two together.
      ...(isMighty ? {} : setOnContainer(project, container, path, false)),
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
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api}
          spec:
              containers:
              -   name: api
                  image: ghcr.io/acme/api:1.4.2
                  securityContext: &context {runAsUser: 10001} # for both
              -   name: logs
                  image: ghcr.io/acme/logs:2.0.1
                  securityContext: *context
              -   name: agent
                  image: ghcr.io/acme/agent:2.0.1
                  securityContext:
                      privileged: true # mounts disks
              -   {name: small, image: ghcr.io/acme/small:1}
        `,
      },
      ['k8s/api.yaml:6:15', 'k8s/api.yaml:9:15', 'k8s/api.yaml:12:15', 'k8s/api.yaml:16:16'],
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api}
          spec:
              containers:
              -   name: api
                  image: ghcr.io/acme/api:1.4.2
                  securityContext: &context {runAsUser: 10001} # for both
              -   name: logs
                  image: ghcr.io/acme/logs:2.0.1
                  securityContext: *context
              -   name: agent
                  image: ghcr.io/acme/agent:2.0.1
                  securityContext:
                      privileged: true # mounts disks
              -   {name: small, image: ghcr.io/acme/small:1, securityContext: { allowPrivilegeEscalation: false }}
        `,
      },
    ),
    bad(
      {
        'k8s/api.yaml':
          'apiVersion: v1\r\nkind: Pod\r\nmetadata:\r\n  name: api\r\nspec:\r\n  containers:\r\n    - name: api # one\r\n      image: ghcr.io/acme/api:1.4.2\r\n',
      },
      'k8s/api.yaml:7:13',
      {
        'k8s/api.yaml':
          'apiVersion: v1\r\nkind: Pod\r\nmetadata:\r\n  name: api\r\nspec:\r\n  containers:\r\n    - name: api # one\r\n      image: ghcr.io/acme/api:1.4.2\r\n      securityContext:\r\n        allowPrivilegeEscalation: false\r\n',
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
    good({
      'k8s/web.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec: {nodeSelector: {kubernetes.io/os: windows}, containers: [{name: web, image: "ghcr.io/acme/web:1.4.2-windows"}]}
      `,
    }),
  ],
});
