import { itemsAt, textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { encryptionsOf } from '../shared/kubernetes/encryption.ts';

export default defineRule({
  id: 'encryption-key-in-file',
  area: 'kubernetes',
  severity: 'high',
  aliases: [],
  title: 'The key that encrypts a cluster’s secrets lies in the repository',
  why: 'Whoever can read the repository, or ever could, decrypts each backup of etcd.',
  fix: 'Make a new key when the node is set up, or use a kms provider; then store all secrets anew with it.',
  references: ['https://kubernetes.io/docs/tasks/administer-cluster/encrypt-data/#protecting-key-storage'],
  everywhere: true,
  on: 'kubernetes-set',
  *check(set) {
    for (const { items } of encryptionsOf(set)) {
      for (const { key: provider, value } of items.flatMap(({ providers }) => providers)) {
        for (const item of itemsAt(value, 'keys')) {
          const secret = textAt(item, 'secret');
          if (secret === undefined || !isKey(secret.value)) continue;
          const name = textAt(item, 'name')?.value ?? 'without a name';
          yield { at: secret.span, message: `${provider.text} has its key ${name} in the file` };
        }
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
                - aescbc:
                    keys:
                      - name: key1
                        secret: cDyQ4xN1b0m7hT2fLk9sVwEzR8uJpA6gYtOiKdMnXqU=
                - identity: {}
        `,
      },
      'encryption.yaml:9:23',
    ),
    good({
      'encryption.yaml': `
        apiVersion: apiserver.config.k8s.io/v1
        kind: EncryptionConfiguration
        resources:
          - resources: [secrets]
            providers:
              - secretbox:
                  keys:
                    - name: key1
                      secret: \${ENCRYPTION_KEY}
      `,
    }),
  ],
});

/** Base64 of 16, 24 or 32 bytes: nothing else is a key. */
function isKey(text: string): boolean {
  return /^[A-Za-z0-9+/]+={0,2}$/.test(text) && [16, 24, 32].includes(Buffer.from(text, 'base64').length);
}
