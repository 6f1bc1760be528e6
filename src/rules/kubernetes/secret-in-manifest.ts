import { nodeAt, textMapAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { secretKindOf, secretSeverity, secretWords } from '../shared/secret-value.ts';

export default defineRule({
  id: 'secret-in-manifest',
  area: 'kubernetes',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A manifest of a Secret holds its value',
  why: 'Base64 is no encryption: everyone who can read the repository, now or later, can use it.',
  fix: 'Make the Secret outside of the repository, by an external store or as a sealed secret, and change it.',
  references: ['https://kubernetes.io/docs/concepts/security/secrets-good-practices/'],
  joins: 'folder',
  on: 'kubernetes-object',
  only: ['Secret'],
  *check(object, { production, project }) {
    if (object.kind.value !== 'Secret' || object.apiVersion.value !== 'v1') return;
    if (project.files.isGitIgnored(object.file) || nodeAt(object.node, 'sops') !== undefined) return;
    for (const [part, isEncoded] of [
      ['data', true],
      ['stringData', false],
    ] as const) {
      for (const [name, { value, span }] of textMapAt(object.node, part)) {
        const text = isEncoded ? decoded(value) : value;
        // Told of the env file that a generator reads.
        if (/\.env$/.test(span.file)) continue;
        if (text === undefined || /[\n{<]|\$\(|^ENC\[/.test(text)) continue;
        const kind = secretKindOf(name, text);
        if (kind === undefined || (kind === 'token' ? !isEncoded : !production)) continue;
        const severity = kind === 'placeholder' ? 'low' : secretSeverity[kind];
        yield {
          at: span,
          message: `${object.title} sets ${name} to ${secretWords[kind]}`,
          severity,
          object: `${object.title} ${name}`,
        };
      }
    }
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Secret
          metadata:
            name: keys
          data:
            DB_PASSWORD: VHIwdWI0ZG9yLTMteA==
          stringData:
            JWT_SECRET: 9fK2vLq8Zt4xWm1B
        `,
      },
      ['k8s/api.yaml:6:16', 'k8s/api.yaml:8:15'],
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: Secret
        metadata:
          name: keys
        stringData:
          JWT_SECRET: \${JWT_SECRET}
      `,
    }),
  ],
});

function decoded(value: string): string | undefined {
  const bare = value.replace(/\s/g, '');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(bare) || bare.length % 4 !== 0) return undefined;
  const text = Buffer.from(bare, 'base64').toString('utf8');
  return /^[\x20-\x7e\n]+$/.test(text) ? text.trimEnd() : undefined;
}
