import { bad, defineRule, good } from '../rule.ts';
import { encryptionsOf } from '../shared/kubernetes/encryption.ts';

export default defineRule({
  id: 'encryption-provider-plain',
  area: 'kubernetes',
  severity: 'high',
  aliases: ['kics:encryption_provider_not_properly_configured'],
  title: 'The encryption configuration leaves secrets unencrypted',
  why: 'The first provider is the one that writes, and identity writes things as they are: who gets at a disk or a backup of etcd reads every secret.',
  fix: 'Name secrets among the resources, and put kms, secretbox or aesgcm before identity.',
  references: ['https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/'],
  on: 'kubernetes-set',
  *check(set) {
    for (const { object, items } of encryptionsOf(set)) {
      // The API server refuses an empty list: something fills it in.
      if (items.length === 0) continue;
      const own = items.find(({ resources }) => resources.some((name) => /^(?:secrets|\*\.\*?)$/.test(name)));
      const [first] = own?.providers ?? [];
      if (own === undefined) {
        yield { at: object.nameSpan, message: 'the encryption configuration leaves secrets out' };
      } else if (first?.key.text === 'identity') {
        const others =
          own.providers.length > 1 ? 'until another provider comes first' : 'with no provider but it';
        yield { at: first.key.span, message: `identity stores secrets as they are, ${others}` };
      }
    }
  },
  examples: [
    bad(
      {
        'encryption.yaml': `
          apiVersion: apiserver.config.k8s.io/v1
          kind: EncryptionConfiguration
          resources:
            - resources: [secrets]
              providers:
                - identity: {}
        `,
      },
      'encryption.yaml:6:9',
    ),
    bad(
      {
        'encryption.yaml': `
          apiVersion: apiserver.config.k8s.io/v1
          kind: EncryptionConfiguration
          resources:
            - resources: [configmaps]
              providers:
                - secretbox:
                    keys:
                      - name: key1
                        secret: \${ENCRYPTION_KEY}
        `,
      },
      'encryption.yaml:2:7',
    ),
    good({
      'encryption.yaml': `
        apiVersion: apiserver.config.k8s.io/v1
        kind: EncryptionConfiguration
        resources:
          - resources: [secrets]
            providers:
              - kms:
                  apiVersion: v2
                  name: vault
                  endpoint: unix:///var/run/kms.sock
              - identity: {}
      `,
    }),
  ],
});
