import { bad, defineRule, good } from '../rule.ts';
import { addedLabels, selects } from '../shared/kubernetes/labels.ts';

export default defineRule({
  id: 'selector-mismatch',
  area: 'kubernetes',
  severity: 'critical',
  aliases: [
    'kube-linter:mismatching-selector',
    'kube-score:deployment-pod-selector-labels-match-template-metadata-labels',
    'kube-score:statefulset-pod-selector-labels-match-template-metadata-labels',
  ],
  title: 'A workload does not select the pods that it makes',
  why: 'The API server refuses it: `selector` does not match template `labels`.',
  fix: 'Give the pod template the labels that the selector asks for.',
  references: ['https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector'],
  on: 'workload',
  *check(workload, { set }) {
    const { selector, pod, kind, title } = workload;
    if (selector === undefined || kind === 'Job' || kind === 'CronJob' || pod.spec === undefined) return;
    if (selects(selector, pod.labels)) return;
    // What a kustomization adds to selectors it adds to the pods too.
    const added = addedLabels(set);
    const missing = [...selector.matchLabels].filter(
      ([key, { value }]) => pod.labels.get(key)?.value !== value,
    );
    const [first] = missing.filter(([key]) => !added.has(key));
    if (first === undefined && missing.length > 0) return;
    const label = first === undefined ? undefined : pod.labels.get(first[0]);
    const related = label === undefined ? [] : [{ at: label.span, message: 'the label of the pods' }];
    yield {
      at: first?.[1].span ?? selector.span,
      message: `${title} does not select the pods that it makes`,
      related,
    };
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
                app: apy
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
      'k8s/api.yaml:8:12',
    ),
    good({
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
    }),
  ],
});
