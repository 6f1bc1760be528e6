import { itemsAt, textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { mayExist } from '../shared/kubernetes/find.ts';

export default defineRule({
  id: 'owner-unknown',
  area: 'kubernetes',
  severity: 'low',
  aliases: ['monokle:LNK003'],
  title: 'An object names an owner that the repository does not define',
  why: 'When the owner is gone, Kubernetes deletes the object.',
  fix: 'Leave `ownerReferences` to controllers.',
  references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/owners-dependents/'],
  preset: 'strict',
  on: 'kubernetes-object',
  *check(object, { set, project }) {
    for (const owner of itemsAt(object.node, 'metadata', 'ownerReferences')) {
      const [kind, name] = [textAt(owner, 'kind'), textAt(owner, 'name')];
      if (kind === undefined || name === undefined || mayExist(project, set, kind.value, name.value))
        continue;
      yield {
        at: name.span,
        message: `${object.title} names owner ${kind.value} ${name.value}, which is not in the repository`,
      };
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
            ownerReferences:
              - apiVersion: apps/v1
                kind: Deployment
                name: api
                uid: 4c9b1d1e-0000-4000-8000-000000000000
        `,
      },
      'k8s/api.yaml:8:13',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: ConfigMap
        metadata:
          name: settings
        data:
          MODE: fast
      `,
    }),
  ],
});
