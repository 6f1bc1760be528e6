import { bad, defineRule, good } from '../rule.ts';
import { isOfWindows, subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'root-filesystem-writable',
  area: 'kubernetes',
  severity: 'low',
  aliases: [
    'kube-linter:no-read-only-root-fs',
    'kube-score:container-security-context-readonlyrootfilesystem',
    'polaris:notReadOnlyRootFilesystem',
    'trivy:KSV-0014',
    'checkov:CKV_K8S_22',
    'kics:root_container_not_mounted_as_read_only',
    'kubesec:ReadOnlyRootFilesystem',
    'monokle:KBP102',
  ],
  title: 'A container may write to its root filesystem',
  why: 'Whoever breaks in can replace programs and leave tools behind.',
  fix: 'Set `readOnlyRootFilesystem: true`, and mount an emptyDir where the process writes.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  preset: 'strict',
  on: 'container',
  *check(container, { workload }) {
    if (isOfWindows(workload)) return;
    if (container.security.readOnlyRootFilesystem?.value === true) return;
    const at = container.security.readOnlyRootFilesystem?.span ?? container.nameSpan;
    yield { at, message: `${subject(container, workload)} has a writable root filesystem` };
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
                      readOnlyRootFilesystem: false
        `,
      },
      'k8s/api.yaml:18:37',
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
                    readOnlyRootFilesystem: true
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
