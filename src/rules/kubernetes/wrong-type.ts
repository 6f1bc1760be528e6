import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';

export default problemRule({
  id: 'wrong-type',
  area: 'kubernetes',
  severity: 'critical',
  aliases: ['kube-linter:schema-validation', 'kubeconform:schema', 'monokle:K8S001'],
  title: 'A value has a type that its field does not take',
  why: 'The API server refuses the object, so it is not created or changed.',
  fix: 'Write the value in the form that the message names.',
  references: ['https://kubernetes.io/docs/reference/kubernetes-api/'],
  takes: ({ code }) => code === 'wrong-type',
  examples: [
    bad(
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
              - port: "80"
        `,
      },
      'k8s/api.yaml:9:13',
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
    // In quotes a number is a text, which is the name of a port or a percentage where either may stand.
    bad(
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
                targetPort: "8080"
          ---
          apiVersion: policy/v1
          kind: PodDisruptionBudget
          metadata:
            name: api
          spec:
            maxUnavailable: '1' # one at a time
            selector:
              matchLabels:
                app: api
        `,
      },
      ['k8s/api.yaml:10:19', 'k8s/api.yaml:17:19'],
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
                targetPort: 8080
          ---
          apiVersion: policy/v1
          kind: PodDisruptionBudget
          metadata:
            name: api
          spec:
            maxUnavailable: 1 # one at a time
            selector:
              matchLabels:
                app: api
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
  ],
});
