import { entryOf } from '../../syntax/yaml.ts';
import { removeAt } from '../../syntax/yaml-edit.ts';
import { bad, defineRule, good } from '../rule.ts';
import { subject } from '../shared/kubernetes/pods.ts';
import { reviewFix, yamlOf } from '../shared/yaml-fix.ts';

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
  *check(container, { project, workload }) {
    const { procMount } = container.security;
    if (procMount?.value !== 'Unmasked') return;
    const key = entryOf(container.security.node, 'procMount')?.key.span;
    yield {
      at: procMount.span,
      message: `${subject(container, workload)} mounts /proc unmasked`,
      ...(key === undefined ? {} : reviewFix('Remove procMount', removeAt(yamlOf(project, key.file), key))),
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
                hostUsers: false # the API server demands it
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
                    securityContext:
                      procMount: Unmasked
        `,
      },
      'k8s/api.yaml:19:24',
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
                hostUsers: false # the API server demands it
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
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
                    procMount: Default
      `,
    }),
  ],
});
