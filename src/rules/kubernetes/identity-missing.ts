import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';

export default problemRule({
  id: 'identity-missing',
  area: 'kubernetes',
  severity: 'critical',
  aliases: ['kubeconform:missing-kind'],
  title: 'A document lacks its apiVersion or kind',
  why: 'kubectl refuses the file: it cannot tell what the object is.',
  fix: 'Add `apiVersion` and `kind`, or move the document to a file of its own.',
  references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/#required-fields'],
  takes: ({ code }) => code === 'identity-missing',
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
          ---
          apiVersion: v1
          metadata:
            name: settings
          data:
            MODE: fast
        `,
      },
      'k8s/api.yaml:11:1',
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
