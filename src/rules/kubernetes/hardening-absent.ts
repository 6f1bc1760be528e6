import { nodeAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { setOnPod } from '../shared/kubernetes/edits.ts';
import { inForce, isOfWindows, subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'hardening-absent',
  area: 'kubernetes',
  severity: 'medium',
  aliases: ['polaris:linuxHardening'],
  title: 'A container uses none of seccomp, AppArmor, SELinux and dropped capabilities',
  why: 'Nothing but the namespaces stands between a broken-in process and the kernel.',
  fix: 'Set `seccompProfile: {type: RuntimeDefault}` for the pod and drop capabilities.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  preset: 'strict',
  on: 'container',
  *check(container, { project, workload }) {
    if (isOfWindows(workload)) return;
    const { pod } = workload;
    const hasOptions = [container.security, pod.security].some(
      ({ node }) => nodeAt(node, 'seLinuxOptions') !== undefined,
    );
    const hasProfile = ['seccomp', 'appArmor'] as const;
    if (hasOptions || hasProfile.some((key) => inForce(container, workload, key) !== undefined)) return;
    if (container.security.capabilitiesDropped.length > 0) return;
    yield {
      at: container.nameSpan,
      message: `${subject(container, workload)} is not hardened in any way`,
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
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
                  securityContext:
                    capabilities:
                      drop: [ALL]
      `,
    }),
    good({
      'k8s/web.yaml': `
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec: {os: {name: windows}, containers: [{name: web, image: "ghcr.io/acme/web:1.4.2-windows"}]}
      `,
    }),
  ],
});
