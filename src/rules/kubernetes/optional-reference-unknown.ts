import { bad, defineRule, good } from '../rule.ts';
import { mayExist } from '../shared/kubernetes/find.ts';
import { usesOf } from '../shared/kubernetes/references.ts';

export default defineRule({
  id: 'optional-reference-unknown',
  area: 'kubernetes',
  severity: 'info',
  confidence: 'possible',
  aliases: ['monokle:LNK002'],
  title: 'A workload takes optional values from something that the repository does not define',
  why: 'The values are silently absent.',
  fix: 'Define it, or drop the reference.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/'],
  preset: 'strict',
  on: 'workload',
  *check(workload, { set, project }) {
    for (const { kind, name, optional } of usesOf(workload)) {
      if (!optional || mayExist(project, set, kind, name.value)) continue;
      yield {
        at: name.span,
        message: `${workload.title} may use ${kind} ${name.value}, which is not in the repository`,
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
                    envFrom:
                      - configMapRef:
                          name: elsewhere
                          optional: true
        `,
      },
      'k8s/api.yaml:19:23',
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
                  envFrom:
                    - configMapRef:
                        name: settings
                        optional: true
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
