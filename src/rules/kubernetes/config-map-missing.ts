import { bad, defineRule, good } from '../rule.ts';
import { named } from '../shared/kubernetes/edits.ts';
import { mayExist, nearName } from '../shared/kubernetes/find.ts';
import { makesOthers } from '../shared/kubernetes/object-index.ts';
import { usesOf } from '../shared/kubernetes/references.ts';

export default defineRule({
  id: 'config-map-missing',
  area: 'kubernetes',
  severity: 'high',
  aliases: ['kube-linter:env-value-from', 'monokle:LNK001'],
  title: 'A workload takes values from a ConfigMap that is not there',
  why: 'The pod does not start: it waits for the ConfigMap for ever.',
  fix: 'Name the ConfigMap as it stands in its manifest.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/'],
  on: 'workload',
  *check(workload, { set, project }) {
    for (const { kind, name, optional } of usesOf(workload)) {
      if (kind !== 'ConfigMap' || optional || mayExist(project, set, kind, name.value) || makesOthers(set))
        continue;
      const near = nearName(set, kind, name.value);
      if (near === undefined) continue;
      const related = [{ at: near.nameSpan, message: `there is ${near.title}` }];
      yield {
        at: name.span,
        message: `${workload.title} uses ${kind} ${name.value}, which is not there`,
        related,
        ...named(project, name.span, near),
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
                            name: setings
                            key: MODE
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata:
            name: settings
          data:
            MODE: fast
        `,
      },
      'k8s/api.yaml:21:25',
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
                            key: MODE
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
                          name: elsewhere
                          key: MODE
      `,
    }),
  ],
});
