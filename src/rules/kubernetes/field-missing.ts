import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';

export default problemRule({
  id: 'field-missing',
  area: 'kubernetes',
  severity: 'critical',
  aliases: [
    'kube-linter:schema-validation',
    'kubeconform:schema',
    'monokle:K8S001',
    'kics:hpa_targets_invalid_object',
  ],
  title: 'A field that the kind requires is missing',
  why: 'The API server refuses the object, so it is not created or changed.',
  fix: 'Add the field that the message names.',
  references: ['https://kubernetes.io/docs/reference/kubernetes-api/'],
  takes: ({ code }) => code === 'missing-key',
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
              - targetPort: 80
        `,
      },
      'k8s/api.yaml:9:7',
    ),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Pod
          metadata:
            name: api
          spec:
            containers:
              - name: api
                command: [node, index.js]
                readinessProbe:
                  periodSeconds: 5
        `,
      },
      ['k8s/api.yaml:7:7', 'k8s/api.yaml:10:9'],
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
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: autoscaling/v2
          kind: HorizontalPodAutoscaler
          metadata: {name: api}
          spec:
            maxReplicas: 5
            scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}
            metrics:
              - type: Object
                object:
                  metric: {name: requests}
                  describedObject: {apiVersion: networking.k8s.io/v1, kind: Ingress}
                  target: {type: Value, value: 10k}
        `,
      },
      'k8s/api.yaml:11:27',
    ),
  ],
});
