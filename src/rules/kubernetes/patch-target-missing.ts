import type { KubernetesObject, KubernetesSet } from '../../model/kubernetes.ts';
import type { YamlNode } from '../../syntax/yaml.ts';
import { itemsAt, nodeAt, textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { nearName } from '../shared/kubernetes/find.ts';
import { ofKind } from '../shared/kubernetes/object-index.ts';

export default defineRule({
  id: 'patch-target-missing',
  area: 'kubernetes',
  severity: 'critical',
  aliases: [],
  title: 'A patch changes an object that is not there',
  why: '`kustomize build` stops with an error ("no matches for Id"), so that nothing of it is deployed.',
  fix: 'Give the patch the kind and the name of the object that it is for.',
  references: ['https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/'],
  on: 'kubernetes-set',
  *check(set) {
    if (set.open !== undefined) return;
    const listed = new Set(
      set.kustomizations.flatMap(({ patchFiles }) => patchFiles.map(({ value }) => value)),
    );
    // With a target of its own the name in the patch does not count.
    const targeted = new Set(
      set.kustomizations.flatMap(({ node, folder }) => withTarget(node).map((path) => `${folder}/${path}`)),
    );
    for (const patch of set.patches) {
      const { name, kind, file } = patch;
      if (name === undefined || !listed.has(file) || targeted.has(file)) continue;
      const same = ofKind(set, kind.value);
      if (same.some((object) => isNamed(object, name.value, set))) continue;
      const near = nearName(set, kind.value, name.value);
      // Kinds without any object in sight may come from a generator or a component.
      if (near === undefined && same.length === 0) continue;
      const related = near === undefined ? [] : [{ at: near.nameSpan, message: `there is ${near.title}` }];
      yield {
        at: name.span,
        message: `the patch is for ${patch.title}, which is not there`,
        object: patch.title,
        related,
      };
    }
  },
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
  ],
});

function withTarget(node: YamlNode | undefined): readonly string[] {
  return itemsAt(node, 'patches').flatMap((item) =>
    nodeAt(item, 'target') === undefined ? [] : (textAt(item, 'path')?.value ?? []),
  );
}

/** By its own name, or by the one that a kustomization below has given it. */
function isNamed({ name }: KubernetesObject, wanted: string, { kustomizations }: KubernetesSet): boolean {
  return kustomizations.some(({ namePrefix, nameSuffix }) =>
    [name?.value, `${namePrefix}${name?.value}${nameSuffix}`].includes(wanted),
  );
}
