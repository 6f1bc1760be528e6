import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';

export default problemRule({
  id: 'unknown-field',
  area: 'kubernetes',
  severity: 'critical',
  aliases: ['kube-linter:schema-validation', 'kubeconform:schema', 'monokle:K8S001'],
  title: 'A field is not one that the kind has',
  why: 'kubectl refuses the file ("unknown field"); with validation off the setting is dropped silently.',
  fix: 'Correct the spelling, or move the field to where it belongs.',
  references: ['https://kubernetes.io/docs/reference/kubernetes-api/'],
  fixKind: 'review',
  takes: ({ code }) => code === 'unknown-key',
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Service
          metadata:
            name: api
          spec:
            selectors:
              app: api
            ports:
              - port: 80
        `,
      },
      'k8s/api.yaml:6:3',
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Service
          metadata:
            name: api
          spec:
            selector:
              app: api
            ports:
              - port: 80
        `,
      },
    ),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api, lables: {app: api}} # one
          spec:
            containers:
            - name: api
              image: ghcr.io/acme/api:1.4.2
              # the port
              port:
              - containerPort: 8080
              ports: []
        `,
      },
      ['k8s/api.yaml:3:23', 'k8s/api.yaml:9:5'],
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata: {name: api, labels: {app: api}} # one
          spec:
            containers:
            - name: api
              image: ghcr.io/acme/api:1.4.2
              # the port
              port:
              - containerPort: 8080
              ports: []
        `,
      },
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: Service
        metadata:
          name: api
        spec:
          selector:
            app: api
          ports:
            - port: 80
      `,
    }),
    // In a patch, null takes something away.
    good({
      'k8s/kustomization.yaml': `
        resources:
          - api.yaml
        patches:
          - path: patch.yaml
      `,
      'k8s/api.yaml': `
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: api
        data:
          LOG_LEVEL: info
      `,
      'k8s/patch.yaml': `
        patches:
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: api
        data:
          LOG_LEVEL: debug
      `,
    }),
  ],
});
