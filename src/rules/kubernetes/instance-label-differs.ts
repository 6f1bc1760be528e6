import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'instance-label-differs',
  area: 'kubernetes',
  severity: 'low',
  aliases: ['polaris:metadataAndInstanceMismatched'],
  title: 'The instance label differs from the name',
  why: 'Whoever looks for the parts of an instance by its label misses this one.',
  fix: 'Give both the same value, or leave the label to the tool that installs.',
  references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/'],
  preset: 'strict',
  on: 'kubernetes-object',
  *check(object) {
    const label = object.labels.get('app.kubernetes.io/instance');
    if (label === undefined || object.name === undefined || label.value === object.name.value) return;
    yield { at: label.span, message: `${object.title} has instance label ${label.value}` };
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: api
            labels:
              app.kubernetes.io/instance: shop
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
      'k8s/api.yaml:6:33',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: api
          labels:
            app.kubernetes.io/instance: api
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
