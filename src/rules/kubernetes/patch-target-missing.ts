import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';

export default problemRule({
  id: 'patch-target-missing',
  area: 'kubernetes',
  severity: 'critical',
  aliases: [],
  title: 'A patch changes an object that is not there',
  why: '`kustomize build` stops with an error ("no matches for Id"), so that nothing of it is deployed.',
  fix: 'Give the patch the kind and the name of the object that it is for.',
  references: ['https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/'],
  joins: 'file',
  takes: ({ code }) => code === 'patch-target-missing',
  examples: [
    bad(
      {
        'k8s/kustomization.yaml': `
          resources: [api.yaml]
          patches:
            - path: replicas.yaml
        `,
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
        `,
        'k8s/replicas.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: apy
          spec:
            replicas: 3
        `,
      },
      'k8s/replicas.yaml:4:9',
    ),
    good({
      'k8s/kustomization.yaml': `
        resources: [api.yaml]
        patches:
          - path: replicas.yaml
      `,
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
      `,
      'k8s/replicas.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: api
        spec:
          replicas: 3
      `,
    }),
    good({
      'apps/api/kustomization.yaml': `
        resources: [settings.yaml]
        patches:
          - path: database.yaml
      `,
      'apps/api/settings.yaml': `
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: api
      `,
      'apps/api/database.yaml': `
        apiVersion: postgresql.cnpg.io/v1
        kind: Cluster
        metadata:
          name: \${APP}-postgres
        spec:
          instances: 3
      `,
    }),
  ],
});
