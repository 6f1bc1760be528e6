import { bad, defineRule, good } from '../rule.ts';
import { inForce, subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'root-user-possible',
  area: 'kubernetes',
  severity: 'medium',
  aliases: [
    'kube-linter:run-as-non-root',
    'polaris:runAsRootAllowed',
    'trivy:KSV-0012',
    'checkov:CKV_K8S_23',
    'kics:containers_running_as_root',
    'kubesec:RunAsNonRoot',
    'monokle:PSS203',
  ],
  title: 'Nothing keeps a container from running as root',
  why: 'When the image has no user of its own, whoever breaks into the process is root in the container, one kernel flaw away from the node.',
  fix: 'Set `runAsNonRoot: true` for the pod, and a `runAsUser` where the image has none.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  preset: 'strict',
  on: 'container',
  *check(container, { workload }) {
    const { value: nonRoot } = inForce(container, workload, 'runAsNonRoot') ?? { value: false };
    const user = inForce(container, workload, 'runAsUser');
    if (nonRoot || (user !== undefined && user.value > 0)) return;
    yield { at: container.nameSpan, message: `${subject(container, workload)} may run as root` };
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
  ],
});
