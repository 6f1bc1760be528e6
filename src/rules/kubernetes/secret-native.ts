import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'secret-native',
  area: 'kubernetes',
  severity: 'info',
  aliases: ['kics:using_kubernetes_native_secret_management'],
  title: 'A Secret stands in a manifest',
  why: 'Its values are only encoded: whoever reads the repository has them, and rotating them is a commit.',
  fix: 'Let an external store or sealed secrets bring it into the cluster.',
  references: ['https://kubernetes.io/docs/concepts/security/secrets-good-practices/'],
  preset: 'strict',
  on: 'kubernetes-object',
  only: ['Secret'],
  *check(object) {
    if (object.kind.value === 'Secret' && object.apiVersion.value === 'v1')
      yield { at: object.nameSpan, message: `${object.title} stands in a manifest` };
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Secret
          metadata:
            name: keys
          stringData:
            jwt: \${JWT_SECRET}
        `,
      },
      'k8s/api.yaml:4:9',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata:
          name: keys
        spec:
          target:
            name: keys
      `,
    }),
  ],
});
