import { bad, defineRule, good } from '../rule.ts';
import { setOnPod } from '../shared/kubernetes/edits.ts';
import { inForce, isOfWindows, subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'seccomp-profile-missing',
  area: 'kubernetes',
  severity: 'low',
  aliases: [
    'kube-score:container-seccomp-profile',
    'trivy:KSV-0030',
    'checkov:CKV_K8S_31',
    'kics:seccomp_profile_is_not_configured',
    'kubesec:SeccompAny',
    'monokle:PSS205',
    'trivy:KSV-0104',
  ],
  title: 'A container has no seccomp profile',
  why: 'Every system call of the kernel is open to whoever breaks in, also those that no program needs.',
  fix: 'Set `seccompProfile: {type: RuntimeDefault}` for the pod.',
  references: ['https://kubernetes.io/docs/tutorials/security/seccomp/'],
  preset: 'strict',
  on: 'container',
  *check(container, { project, workload }) {
    if (isOfWindows(workload)) return;
    const isOld = [...workload.pod.annotations.keys()].some(
      (key) =>
        key.startsWith('seccomp.security.alpha') ||
        key === `container.seccomp.security.alpha.kubernetes.io/${container.name}`,
    );
    if (inForce(container, workload, 'seccomp') !== undefined || isOld) return;
    yield {
      at: container.nameSpan,
      message: `${subject(container, workload)} has no seccomp profile`,
      ...setOnPod(project, workload, ['securityContext', 'seccompProfile'], { type: 'RuntimeDefault' }),
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
                  seccompProfile:
                    type: RuntimeDefault
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
              securityContext:
                seccompProfile:
                  type: RuntimeDefault
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
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
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: Pod
        metadata:
          name: api
          annotations: {container.seccomp.security.alpha.kubernetes.io/api: runtime/default}
        spec: {containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]}
      `,
    }),
  ],
});
