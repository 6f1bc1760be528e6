import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';

export default problemRule({
  id: 'key-duplicate',
  area: 'kubernetes',
  severity: 'critical',
  aliases: ['kubeconform:-strict'],
  title: 'A key stands twice in a mapping',
  why: 'kubectl refuses the file; tools that take it keep only the last one, so the other setting has no effect.',
  fix: 'Remove one of the two.',
  references: ['https://kubernetes.io/docs/reference/using-api/api-concepts/#field-validation'],
  // Where a line of --- is missing, all keys of the next object are there already.
  joins: 'file',
  takes: ({ code }) => code === 'yaml-duplicate-key',
  // Helm takes the last one.
  severityOf: ({ span }) => (/(?:^|\/)values[^/]*\.ya?ml$/.test(span.file) ? 'medium' : undefined),
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
              - port: 80
            ports:
              - port: 443
        `,
      },
      'k8s/api.yaml:10:3',
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
