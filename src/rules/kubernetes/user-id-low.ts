import { bad, defineRule, good } from '../rule.ts';
import { inForce, isOfWindows, subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'user-id-low',
  area: 'kubernetes',
  severity: 'low',
  aliases: [
    'kube-score:container-security-context-user-group-id',
    'trivy:KSV-0020',
    'checkov:CKV_K8S_40',
    'kics:containers_run_with_low_uid',
    'kubesec:RunAsUser',
    'monokle:KBP104',
  ],
  title: 'A container runs with a user id below 10000, or sets none',
  why: 'The same number may belong to a user of the node, whose files the process can then reach after a break-out.',
  fix: 'Set `runAsUser` to a number from 10000 on.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  preset: 'strict',
  on: 'container',
  *check(container, { workload }) {
    if (isOfWindows(workload)) return;
    const id = inForce(container, workload, 'runAsUser');
    if (id !== undefined && id.value >= 10_000) return;
    const is = id === undefined ? 'sets no user id' : `runs with user id ${id.value}`;
    yield { at: id?.span ?? container.nameSpan, message: `${subject(container, workload)} ${is}` };
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
                      runAsUser: 1000
        `,
      },
      'k8s/api.yaml:18:24',
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
                runAsUser: 10001
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
        spec: {os: {name: windows}, containers: [{name: web, image: "ghcr.io/acme/web:1.4.2-windows"}]}
      `,
    }),
  ],
});
