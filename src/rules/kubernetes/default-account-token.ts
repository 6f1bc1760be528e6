import { switchAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { setOnObject, written } from '../shared/kubernetes/edits.ts';

export default defineRule({
  id: 'default-account-token',
  area: 'kubernetes',
  severity: 'low',
  aliases: ['checkov:CKV_K8S_41'],
  title: 'The default service account gives its token to every pod',
  why: 'Whatever is granted to it is granted to each pod of the namespace that names no account.',
  fix: 'Set `automountServiceAccountToken: false`, and give accounts of their own to pods that call the API.',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/'],
  preset: 'strict',
  on: 'kubernetes-object',
  only: ['ServiceAccount'],
  *check(object, { project }) {
    if (object.name?.value !== 'default') return;
    const mounted = switchAt(object.node, 'automountServiceAccountToken');
    if (mounted?.value === false) return;
    yield {
      at: mounted?.span ?? object.nameSpan,
      message: `${object.title} gives its token to every pod that names no account`,
      ...(mounted === undefined
        ? setOnObject(project, object, ['automountServiceAccountToken'], false)
        : written(project, mounted.span, false)),
    };
  },
  examples: [
    bad(
      {
        'k8s/account.yaml': `
          apiVersion: v1
          kind: ServiceAccount
          metadata:
            name: default
            namespace: shop
        `,
      },
      'k8s/account.yaml:4:9',
      {
        'k8s/account.yaml': `
          apiVersion: v1
          kind: ServiceAccount
          metadata:
            name: default
            namespace: shop
          automountServiceAccountToken: false
        `,
      },
    ),
    good({
      'k8s/account.yaml': `
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: default, namespace: shop}
        automountServiceAccountToken: false
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: api, namespace: shop}
      `,
    }),
    bad(
      {
        'k8s/account.yaml': `
          apiVersion: v1
          kind: ServiceAccount
          metadata: {name: default, namespace: shop}
          automountServiceAccountToken: true
        `,
      },
      'k8s/account.yaml:4:31',
      {
        'k8s/account.yaml': `
          apiVersion: v1
          kind: ServiceAccount
          metadata: {name: default, namespace: shop}
          automountServiceAccountToken: false
        `,
      },
    ),
  ],
});
