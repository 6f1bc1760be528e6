import type { Container, ContainerEnv } from '../../model/kubernetes.ts';
import type { Project } from '../../model/project.ts';
import { removeAt } from '../../syntax/yaml-edit.ts';
import { itemsAt, textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { subject } from '../shared/kubernetes/pods.ts';
import { safeFix, yamlOf } from '../shared/yaml-fix.ts';

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
  *check(container, { project, workload }) {
    const seen = new Map<string, ContainerEnv>();
    for (const entry of container.env) {
      const other = seen.get(entry.name.value);
      seen.set(entry.name.value, entry);
      if (other === undefined) continue;
      const message = `${subject(container, workload)} sets ${entry.name.value} twice`;
      yield {
        at: entry.name.span,
        message,
        related: [{ at: other.name.span, message: 'set here first' }],
        ...withoutFirst(project, container, other),
      };
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
                        value: slow
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
            - name: api
              image: ghcr.io/acme/api:1.4.2
              env:
              - {name: MODE, value: fast}
              # how much it says
              - name: LEVEL
                value: info
              - name: MODE # the newer one
                value: slow
            - name: logs
              image: ghcr.io/acme/logs:2.0.1
              env:
              - name: LEVEL
                # while we look for the fault
                value: debug
              - {name: LEVEL, value: info}
        `,
      },
      ['k8s/api.yaml:13:13', 'k8s/api.yaml:21:14'],
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api}
          spec:
            containers:
            - name: api
              image: ghcr.io/acme/api:1.4.2
              env:
              # how much it says
              - name: LEVEL
                value: info
              - name: MODE # the newer one
                value: slow
            - name: logs
              image: ghcr.io/acme/logs:2.0.1
              env:
              - name: LEVEL
                # while we look for the fault
                value: debug
              - {name: LEVEL, value: info}
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
                  env:
                    - name: MODE
                      value: fast
      `,
    }),
  ],
});

/** The last one counts; with its value somewhere between the two the first one counts there. */
function withoutFirst(project: Project, container: Container, { name }: ContainerEnv) {
  const isUsed = container.env.some((one) => one.value?.value.includes(`$(${name.value})`) === true);
  const item = itemsAt(container.node, 'env').find(
    (one) => textAt(one, 'name')?.span.start === name.span.start,
  );
  if (item === undefined || isUsed) return {};
  return safeFix('Remove the one without effect', removeAt(yamlOf(project, item.span.file), item.span));
}
