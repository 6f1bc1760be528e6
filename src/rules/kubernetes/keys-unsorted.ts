import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'keys-unsorted',
  area: 'kubernetes',
  severity: 'info',
  aliases: ['kube-linter:sorted-keys'],
  title: 'The keys of an object are not sorted',
  why: 'Two manifests of the same content differ, and a diff shows what did not change.',
  fix: 'Sort them, or leave this rule off.',
  references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/'],
  preset: 'strict',
  on: 'kubernetes-object',
  *check(object) {
    const { entries } = object.node;
    const late = entries.find(
      ({ key }, index) => index > 0 && key.text < (entries[index - 1]?.key.text ?? ''),
    );
    if (late !== undefined)
      yield { at: late.key.span, message: `the keys of ${object.title} are not sorted` };
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
        `,
      },
      'k8s/api.yaml:5:1',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        data:
          MODE: fast
        kind: ConfigMap
        metadata:
          name: settings
      `,
    }),
  ],
});
