import { nearest } from '../../base/text.ts';
import { keysOf } from '../../syntax/yaml.ts';
import { nodeAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { written } from '../shared/kubernetes/edits.ts';
import { findIn, isPatched } from '../shared/kubernetes/find.ts';
import { usesOf } from '../shared/kubernetes/references.ts';

export default defineRule({
  id: 'config-key-missing',
  area: 'kubernetes',
  severity: 'critical',
  aliases: ['kube-linter:env-value-from', 'monokle:LNK001'],
  title: 'A container takes a key that its ConfigMap or Secret does not have',
  why: 'The container does not start (CreateContainerConfigError).',
  fix: 'Add the key, or name one that is there.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/'],
  joins: 'file',
  on: 'workload',
  *check(workload, { set, project }) {
    for (const { kind, name, key, optional } of usesOf(workload)) {
      if (key === undefined || optional || set.open !== undefined) continue;
      const object = findIn(set, kind, name.value);
      if (object === undefined || isPatched(set, kind, name.value)) continue;
      const keys = ['data', 'stringData', 'binaryData'].flatMap((part) => keysOf(nodeAt(object.node, part)));
      // Without keys it is a shell that something else fills.
      if (keys.length === 0 || keys.includes(key.value)) continue;
      const related = [{ at: object.nameSpan, message: `has ${keys.slice(0, 5).join(', ')}` }];
      yield {
        at: key.span,
        message: `${workload.title} takes key ${key.value} of ${object.title}, which it does not have`,
        related,
        ...written(project, key.span, nearest(key.value, keys)),
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
                        valueFrom:
                          configMapKeyRef:
                            name: settings
                            key: "MODE_"
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata:
            name: settings
          data:
            MODE: fast
        `,
      },
      'k8s/api.yaml:22:24',
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
                        valueFrom:
                          configMapKeyRef:
                            name: settings
                            key: "MODE"
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata:
            name: settings
          data:
            MODE: fast
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
                      valueFrom:
                        configMapKeyRef:
                          name: settings
                          key: MODE
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: settings
        data:
          MODE: fast
      `,
    }),
  ],
});
