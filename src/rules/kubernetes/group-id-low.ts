import { bad, defineRule, good } from '../rule.ts';
import { inForce, isOfWindows, subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'group-id-low',
  area: 'kubernetes',
  severity: 'low',
  aliases: [
    'kube-score:container-security-context-user-group-id',
    'trivy:KSV-0021',
    'kubesec:RunAsGroup',
    'monokle:KBP105',
  ],
  title: 'A container runs with a group id below 10000, or sets none',
  why: 'The same number may belong to a group of the node, whose files the process can then reach after a break-out.',
  fix: 'Set `runAsGroup` to a number from 10000 on.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  preset: 'strict',
  on: 'container',
  *check(container, { workload }) {
    if (isOfWindows(workload)) return;
    const id = inForce(container, workload, 'runAsGroup');
    if (id !== undefined && id.value >= 10_000) return;
    const is = id === undefined ? 'sets no group id' : `runs with group id ${id.value}`;
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
                      runAsGroup: 1000
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
              securityContext:
                runAsGroup: 10001
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
  ],
});
