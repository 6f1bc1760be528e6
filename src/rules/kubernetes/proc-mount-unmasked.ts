import { bad, defineRule, good } from '../rule.ts';
import { subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'proc-mount-unmasked',
  area: 'kubernetes',
  severity: 'high',
  aliases: [
    'kube-linter:unsafe-proc-mount',
    'polaris:procMount',
    'trivy:KSV-0027',
    'kics:container_runs_unmasked',
    'monokle:PSS109',
  ],
  title: 'A container sees all of /proc',
  why: 'The paths that the runtime hides are open, and through them the kernel of the node.',
  fix: 'Drop `procMount`.',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-standards/'],
  on: 'container',
  *check(container, { workload }) {
    const { procMount } = container.security;
    if (procMount?.value !== 'Unmasked') return;
    yield { at: procMount.span, message: `${subject(container, workload)} mounts /proc unmasked` };
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
                      procMount: Unmasked
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
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
                  securityContext:
                    procMount: Default
      `,
    }),
  ],
});
