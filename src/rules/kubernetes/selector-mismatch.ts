import type { Located } from '../../base/span.ts';
import type { Problem } from '../../model/finding.ts';
import type { KubernetesSet, Workload } from '../../model/kubernetes.ts';
import type { Project } from '../../model/project.ts';
import { addKey } from '../../syntax/yaml-edit.ts';
import { nodeAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { written } from '../shared/kubernetes/edits.ts';
import { addedLabels, selects } from '../shared/kubernetes/labels.ts';
import { selectingPods } from '../shared/kubernetes/object-index.ts';
import { reviewFix, yamlOf } from '../shared/yaml-fix.ts';

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
  *check(workload, { project, set }) {
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
      ...(first === undefined ? {} : fixOf(project, set, workload, first)),
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
    ),
    bad(
      {
        'k8s/web.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: web, labels: {app: web}} # the shop
          spec:
            selector:
              matchLabels: {app: web, tier: front}
            template:
              metadata:
                labels:
                    app: web # as above

              spec:
                containers: [{name: web, image: "ghcr.io/acme/web:1.4.2"}]
        `,
      },
      'k8s/web.yaml:6:35',
      {
        'k8s/web.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: web, labels: {app: web}} # the shop
          spec:
            selector:
              matchLabels: {app: web, tier: front}
            template:
              metadata:
                labels:
                    app: web # as above
                    tier: front

              spec:
                containers: [{name: web, image: "ghcr.io/acme/web:1.4.2"}]
        `,
      },
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

/** What a Service selects the pods by or the workload is called stays; else the pods get what the selector asks for. */
function fixOf(
  project: Project,
  set: KubernetesSet,
  workload: Workload,
  [key, wanted]: readonly [string, Located<string>],
): Pick<Problem, 'fix'> {
  const { pod, spec } = workload;
  const label = pod.labels.get(key);
  const { object } = workload;
  const others = [object.labels.get(key)?.value, object.name?.value];
  const isPodsRight =
    selectingPods(set, 'Service', pod.labels).length > 0 ||
    (label !== undefined && others.includes(label.value) && !others.includes(wanted.value));
  if (label !== undefined)
    return isPodsRight
      ? written(project, wanted.span, label.value)
      : written(project, label.span, wanted.value);
  const template = nodeAt(spec, 'template');
  if (template === undefined) return {};
  const edit = addKey(
    yamlOf(project, template.span.file),
    template.span,
    ['metadata', 'labels', key],
    wanted.value,
  );
  return reviewFix(`Give the pods ${key}`, edit);
}
