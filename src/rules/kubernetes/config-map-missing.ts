import { bad, defineRule, good } from '../rule.ts';
import { named } from '../shared/kubernetes/edits.ts';
import { isSlip, meantObject } from '../shared/kubernetes/find.ts';
import { usesOf } from '../shared/kubernetes/references.ts';

export default defineRule({
  id: 'config-map-missing',
  area: 'kubernetes',
  severity: 'high',
  aliases: ['kube-linter:env-value-from', 'monokle:LNK001'],
  title: 'A workload takes values from a ConfigMap or Secret that is not there',
  why: 'The pod does not start: it waits for them for ever.',
  fix: 'Write the name as it stands in its manifest.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/configure-pod-configmap/'],
  on: 'workload',
  *check(workload, { set, project }) {
    for (const { kind, name, optional } of usesOf(workload)) {
      if (optional) continue;
      const near = meantObject(project, set, kind, name.value);
      if (near === undefined) continue;
      // Most Secrets are made by hand or by pipelines, whatever they are called.
      if (kind === 'Secret' && !isSlip(name.value, near.name?.value ?? '')) continue;
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
              - name: DB_PASSWORD
                valueFrom: {secretKeyRef: {name: api-secert, key: password}}
              envFrom:
              - secretRef: {name: mail}
          ---
          apiVersion: v1
          kind: Secret
          metadata: {name: api-secret}
          stringData: {password: change-me}
          ---
          apiVersion: cert-manager.io/v1
          kind: Certificate
          metadata: {name: api}
          spec:
            secretName: api-tls
            issuerRef: {name: ca}
        `,
      },
      'k8s/api.yaml:10:40',
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
              - name: DB_PASSWORD
                valueFrom: {secretKeyRef: {name: api-secret, key: password}}
              envFrom:
              - secretRef: {name: mail}
          ---
          apiVersion: v1
          kind: Secret
          metadata: {name: api-secret}
          stringData: {password: change-me}
          ---
          apiVersion: cert-manager.io/v1
          kind: Certificate
          metadata: {name: api}
          spec:
            secretName: api-tls
            issuerRef: {name: ca}
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
