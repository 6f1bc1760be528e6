import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'contact-annotation-missing',
  area: 'kubernetes',
  severity: 'info',
  aliases: ['kube-linter:required-annotation-email'],
  title: 'A workload has no email annotation',
  why: 'At three in the morning nobody knows whom to call.',
  fix: 'Add the annotation `email`.',
  references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/'],
  preset: 'strict',
  on: 'workload',
  *check(workload) {
    if (workload.object.annotations.has('email')) return;
    yield { at: workload.object.nameSpan, message: `${workload.title} has no annotation email` };
  },
  examples: [
    bad(
      {
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
      },
      'k8s/api.yaml:4:9',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: api
          annotations:
            email: shop@example.com
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
    }),
  ],
});
