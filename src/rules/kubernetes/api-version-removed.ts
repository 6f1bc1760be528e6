import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';

export default problemRule({
  id: 'api-version-removed',
  area: 'kubernetes',
  severity: 'critical',
  aliases: [
    'kube-linter:no-extensions-v1beta',
    'kube-score:stable-version',
    'trivy:KSV-0107',
    'monokle:K8S003',
    'kics:object_is_using_a_deprecated_api_version',
  ],
  title: 'An apiVersion is no longer served',
  why: 'Every release that is still maintained refuses the object ("no matches for kind").',
  fix: 'Move the object to the version that the message names.',
  references: ['https://kubernetes.io/docs/reference/using-api/deprecation-guide/'],
  fixKind: 'review',
  takes: ({ code }) => code === 'api-removed',
  // A folder that is named after the clusters of that time: `1.15-1.17/`.
  severityOf: ({ span }) => (/(?:^|[/-])v?1\.(?:1?\d|2[01])(?:[./-]|$)/.test(span.file) ? 'low' : undefined),
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: autoscaling/v2beta2
          kind: HorizontalPodAutoscaler
          metadata:
            name: api
          spec:
            scaleTargetRef:
              apiVersion: apps/v1
              kind: Deployment
              name: api
            maxReplicas: 4
        `,
      },
      'k8s/api.yaml:1:13',
      {
        'k8s/api.yaml': `
          apiVersion: autoscaling/v2
          kind: HorizontalPodAutoscaler
          metadata:
            name: api
          spec:
            scaleTargetRef:
              apiVersion: apps/v1
              kind: Deployment
              name: api
            maxReplicas: 4
        `,
      },
    ),
    bad(
      {
        'k8s/old.yaml': `
          # the first one
          kind: Deployment
          apiVersion: "extensions/v1beta1" # since 2017
          metadata: {name: api}
          spec:
            selector: {matchLabels: {app: api}}
            template:
              metadata: {labels: {app: api}}
              spec: {containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]}
          ---
          apiVersion: apps/v1beta1
          kind: Deployment
          metadata: {name: web}
          spec:
            template:
              metadata: {labels: {app: web}}
              spec: {containers: [{name: web, image: "ghcr.io/acme/web:1.4.2"}]}
        `,
      },
      ['k8s/old.yaml:3:13', 'k8s/old.yaml:11:13'],
      {
        'k8s/old.yaml': `
          # the first one
          kind: Deployment
          apiVersion: "apps/v1" # since 2017
          metadata: {name: api}
          spec:
            selector: {matchLabels: {app: api}}
            template:
              metadata: {labels: {app: api}}
              spec: {containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]}
          ---
          apiVersion: apps/v1beta1
          kind: Deployment
          metadata: {name: web}
          spec:
            template:
              metadata: {labels: {app: web}}
              spec: {containers: [{name: web, image: "ghcr.io/acme/web:1.4.2"}]}
        `,
      },
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata:
          name: api
        spec:
          scaleTargetRef:
            apiVersion: apps/v1
            kind: Deployment
            name: api
          maxReplicas: 4
      `,
    }),
  ],
});
