import type { Related } from '../../model/finding.ts';
import type { KubernetesObject, KubernetesSet, Workload } from '../../model/kubernetes.ts';
import { bad, defineRule, good } from '../rule.ts';
import { parseImage } from '../shared/image.ts';
import { namespaceOf } from '../shared/kubernetes/named-hosts.ts';
import { mainContainers } from '../shared/kubernetes/pods.ts';
import { isService, workloadsBehind } from '../shared/kubernetes/services.ts';

export default defineRule({
  id: 'service-mixes-workloads',
  area: 'kubernetes',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A Service sends to the pods of different programs',
  why: 'Every other request reaches a program that knows nothing of it: errors that come and go.',
  fix: 'Give the pods a label that tells them apart, and select by it.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/#services-in-kubernetes'],
  on: 'kubernetes-object',
  only: ['Service'],
  *check(object, { set }) {
    if (!isService(object) || set.open !== undefined) return;
    const own = namespaceOf(set, object);
    const behind = workloadsBehind(set, object).filter((workload) => {
      const namespace = namespaceOf(set, workload.object);
      return (
        own === namespace && folderOf(workload.object.file) === folderOf(object.file) && !endsSoon(workload)
      );
    });
    const [first, ...others] = behind;
    const different = first && others.find((other) => areDifferent(first, other));
    if (first === undefined || different === undefined) return;
    yield {
      at: object.nameSpan,
      message: `${object.title} sends to ${first.title} and to ${different.title}, which run different images`,
      related: [
        ...[first, different].map(({ object: each, title }) => ({ at: each.nameSpan, message: title })),
        ...byLabelsOf(set, object),
      ],
    };
  },
  examples: [
    bad(
      {
        'k8s/shop.yaml': `
          apiVersion: v1
          kind: Service
          metadata: {name: api}
          spec: {selector: {app: shop}, ports: [{port: 80}]}
          ---
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: api}
          spec:
            selector: {matchLabels: {app: shop}}
            template:
              metadata: {labels: {app: shop}}
              spec:
                containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]
          ---
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: worker}
          spec:
            selector: {matchLabels: {app: shop, role: worker}}
            template:
              metadata: {labels: {app: shop, role: worker}}
              spec:
                containers: [{name: worker, image: "ghcr.io/acme/worker:1.4.2"}]
        `,
      },
      'k8s/shop.yaml:3:18',
    ),
    good({
      'k8s/shop.yaml': `
        apiVersion: v1
        kind: Service
        metadata: {name: api}
        spec: {selector: {app: shop}, ports: [{port: 80}]}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: api-stable}
        spec:
          selector: {matchLabels: {app: shop, track: stable}}
          template:
            metadata: {labels: {app: shop, track: stable}}
            spec:
              containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: api-canary}
        spec:
          selector: {matchLabels: {app: shop, track: canary}}
          template:
            metadata: {labels: {app: shop, track: canary}}
            spec:
              containers: [{name: api, image: "ghcr.io/acme/api:1.5.0"}]
      `,
    }),
  ],
});

/** The labels of a kustomization go into the selectors, too: then no file of the objects shows why. */
function byLabelsOf({ rendered, kustomizations }: KubernetesSet, { labels }: KubernetesObject): Related[] {
  if (rendered === undefined) return [];
  return kustomizations.flatMap((each) => {
    const [label] = [...each.labels].filter(([key, { value }]) => labels.get(key)?.value === value);
    return label === undefined ? [] : [{ at: label[1].span, message: `puts ${label[0]} on all of them` }];
  });
}

function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1);
}

function endsSoon({ kind, object }: Workload): boolean {
  return kind === 'Job' || kind === 'CronJob' || object.name === undefined;
}

/** Different programs, not two versions of one: no image of the two is the same but for its tag. */
function areDifferent(first: Workload, other: Workload): boolean {
  if (
    first.object.name?.value === other.object.name?.value ||
    (first.object.file !== other.object.file && sameName(first, other))
  )
    return false;
  const images = (workload: Workload) =>
    mainContainers(workload).flatMap(({ image }) =>
      image === undefined ? [] : (parseImage(image.value)?.repository ?? []),
    );
  const [a, b] = [images(first), images(other)];
  return (
    a.length > 0 &&
    b.length > 0 &&
    !a.some((image) => b.includes(image) || b.some((each) => base(each) === base(image)))
  );
}

function base(repository: string): string {
  return repository.slice(repository.lastIndexOf('/') + 1).replace(/[-_]?v?\d+$/, '');
}

/** `web-v1` and `web-v2`, `web-blue` and `web-green`. */
function sameName(first: Workload, other: Workload): boolean {
  const stem = (workload: Workload) =>
    workload.object.name?.value.replace(/[-_](?:v?\d+|blue|green|canary|stable|primary)$/, '');
  return stem(first) === stem(other);
}
