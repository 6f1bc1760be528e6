import { bad, defineRule, good } from '../rule.ts';
import { addedLabels } from '../shared/kubernetes/labels.ts';

export default defineRule({
  id: 'recommended-labels-missing',
  area: 'kubernetes',
  severity: 'info',
  aliases: ['monokle:metadata recommended-labels'],
  title: 'A workload lacks the recommended labels',
  why: 'Tools and people cannot tell which application and which version a pod belongs to.',
  fix: 'Add `app.kubernetes.io/name` and `app.kubernetes.io/version`.',
  references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/'],
  preset: 'strict',
  on: 'workload',
  *check(workload, { set }) {
    const added = addedLabels(set);
    const missing = ['name', 'version']
      .map((name) => `app.kubernetes.io/${name}`)
      .filter((key) => !workload.object.labels.has(key) && !added.has(key));
    if (missing.length === 0) return;
    yield { at: workload.object.nameSpan, message: `${workload.title} lacks ${missing.join(' and ')}` };
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
            app.kubernetes.io/name: api
            app.kubernetes.io/version: 1.4.2
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
