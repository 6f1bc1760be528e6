import type { ContainerEnv } from '../../model/kubernetes.ts';
import { bad, defineRule, good } from '../rule.ts';
import { subject } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'env-duplicate',
  area: 'kubernetes',
  severity: 'medium',
  aliases: ['kube-linter:duplicate-env-var', 'kube-score:environment-variable-key-duplication'],
  title: 'A variable is set twice for a container',
  why: 'Only the last one counts, and an apply that merges lists may drop either.',
  fix: 'Remove one of the two.',
  references: [
    'https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/',
  ],
  on: 'container',
  *check(container, { workload }) {
    const seen = new Map<string, ContainerEnv>();
    for (const entry of container.env) {
      const other = seen.get(entry.name.value);
      seen.set(entry.name.value, entry);
      if (other === undefined) continue;
      const message = `${subject(container, workload)} sets ${entry.name.value} twice`;
      yield { at: entry.name.span, message, related: [{ at: other.name.span, message: 'set here first' }] };
    }
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
                    env:
                      - name: MODE
                        value: fast
                      - name: MODE
                        value: slow
        `,
      },
      'k8s/api.yaml:20:21',
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
                  env:
                    - name: MODE
                      value: fast
      `,
    }),
  ],
});
