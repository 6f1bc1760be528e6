import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';

export default problemRule({
  id: 'kustomization-entry-idle',
  area: 'kubernetes',
  severity: 'medium',
  aliases: [],
  title: 'An entry of a kustomization changes nothing',
  why: 'kustomize says nothing of a patch or an image that fits no object: what is deployed stays as it was, and looks changed in review.',
  fix: 'Write the name that the object or the image has at this place, or remove the entry.',
  references: [
    'https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/',
    'https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/images/',
  ],
  joins: 'file',
  takes: ({ code }) => code === 'kustomize-idle',
  examples: [
    bad(
      {
        'k8s/kustomization.yaml': `
          resources: [api.yaml]
          images:
            - name: acme/api
              newTag: 1.5.0
          patches:
            - target: {kind: Deployment, name: apis}
              patch: '[{"op": "replace", "path": "/spec/replicas", "value": 3}]'
        `,
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: api
          spec:
            replicas: 2
            selector:
              matchLabels: {app: api}
            template:
              metadata:
                labels: {app: api}
              spec:
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
        `,
      },
      ['k8s/kustomization.yaml:3:11', 'k8s/kustomization.yaml:6:38'],
    ),
    good({
      'k8s/kustomization.yaml': `
        resources: [api.yaml]
        images:
          - name: ghcr.io/acme/api
            newTag: 1.5.0
        patches:
          - target: {kind: Deployment}
            patch: '[{"op": "replace", "path": "/spec/replicas", "value": 3}]'
      `,
      'k8s/api.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: api
        spec:
          replicas: 2
          selector:
            matchLabels: {app: api}
          template:
            metadata:
              labels: {app: api}
            spec:
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
      `,
    }),
  ],
});
