import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';

export default problemRule({
  id: 'syntax',
  area: 'kubernetes',
  severity: 'critical',
  aliases: ['kubeconform:parse', 'monokle:YML001', 'kube-linter:failed-to-parse'],
  title: 'A manifest is not valid YAML',
  why: 'The API server is sent nothing of the file, so nothing in it is created or changed.',
  fix: 'Correct the line, or the one above it.',
  references: ['https://yaml.org/spec/1.2.2/'],
  // What is read behind a mistake is off as well.
  joins: 'file',
  takes: ({ code }) =>
    (code.startsWith('yaml-') && code !== 'yaml-duplicate-key') ||
    code === 'encoding' ||
    code === 'unreadable',
  // Most programs take it.
  severityOf: ({ code }) => (code === 'yaml-quote-shallow' ? 'low' : undefined),
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
              - {port: 80
        `,
      },
      'k8s/api.yaml:9:16',
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
