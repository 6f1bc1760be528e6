import type { KubernetesObject } from '../../model/kubernetes.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'object-duplicate',
  area: 'kubernetes',
  severity: 'high',
  aliases: [],
  title: 'An object stands twice in a file',
  why: 'The second one overwrites the first: what only the first says is gone.',
  fix: 'Give them different names, or make one of them.',
  references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/names/'],
  on: 'kubernetes-set',
  *check(set) {
    const seen = new Map<string, KubernetesObject>();
    for (const object of set.objects) {
      const { file, kind, apiVersion, namespace, name } = object;
      if (name === undefined || /[$<{]/.test(name.value)) continue;
      const group = apiVersion.value.replace(/(?:^|\/)[^/]*$/, '');
      const key = [file, group, kind.value, namespace?.value ?? '', name.value].join(' ');
      const other = seen.get(key);
      seen.set(key, object);
      if (other === undefined) continue;
      const related = [{ at: other.nameSpan, message: 'the first one' }];
      yield { at: object.nameSpan, message: `${object.title} stands twice`, object: object.title, related };
    }
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: ConfigMap
          metadata:
            name: settings
          data:
            MODE: fast
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata:
            name: settings
          data:
            LEVEL: debug
        `,
      },
      'k8s/api.yaml:11:9',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: settings
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: settings
          namespace: shop
      `,
    }),
  ],
});
