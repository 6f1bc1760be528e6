import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'owner-label-missing',
  area: 'kubernetes',
  severity: 'info',
  aliases: ['kube-linter:required-label-owner'],
  title: 'A workload has no owner label',
  why: 'At three in the morning nobody knows whom to call.',
  fix: 'Add the label `owner`.',
  references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/'],
  preset: 'strict',
  on: 'workload',
  *check(workload) {
    if (workload.object.labels.has('owner')) return;
    yield { at: workload.object.nameSpan, message: `${workload.title} has no label owner` };
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
          labels:
            owner: shop
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
