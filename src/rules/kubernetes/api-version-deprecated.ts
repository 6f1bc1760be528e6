import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';

export default problemRule({
  id: 'api-version-deprecated',
  area: 'kubernetes',
  severity: 'low',
  aliases: [
    'kube-score:stable-version',
    'trivy:KSV-0107',
    'kics:object_is_using_a_deprecated_api_version',
    'monokle:K8S002',
  ],
  title: 'An apiVersion is deprecated',
  why: 'A later release of Kubernetes stops to serve it, and the upgrade fails on this object.',
  fix: 'Move the object to its successor.',
  references: ['https://kubernetes.io/docs/reference/using-api/deprecation-guide/'],
  fixKind: 'review',
  takes: ({ code }) => code === 'api-deprecated',
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Endpoints
          metadata:
            name: legacy-db
          subsets:
            - addresses:
                - ip: 192.0.2.10
              ports:
                - port: 5432
        `,
      },
      'k8s/api.yaml:1:13',
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
