import type { Severity } from '../../model/finding.ts';
import { purposeOf } from '../../model/purpose.ts';
import { bad, defineRule, good } from '../rule.ts';
import { findSecrets, secretAliases } from '../shared/secret-patterns.ts';

export default defineRule({
  id: 'provider-secret-in-file',
  area: 'project',
  severity: 'critical',
  confidence: 'likely',
  aliases: secretAliases,
  title: 'A file holds a credential of a known provider',
  why: 'Such credentials are searched for by machines: it is used within minutes of the repository becoming readable, and removing it later leaves it in the history.',
  fix: 'Revoke the credential at its provider, make a new one, and give it to the service as a variable or secret.',
  references: [
    'https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns',
    'https://docs.docker.com/compose/how-tos/use-secrets/',
  ],
  everywhere: true,
  joins: 'never',
  on: 'project',
  *check(project) {
    for (const { file, text } of project.texts.values()) {
      // Code has scanners of its own.
      if (sourceCode.test(file)) continue;
      const found = findSecrets(text);
      if (found.length === 0 || project.files.isGitIgnored(file)) continue;
      for (const { form, start, end } of found) {
        const line = text.slice(text.lastIndexOf('\n', start) + 1, start);
        const name = /([A-Za-z_][\w.-]{0,60})["']?\s*[:=]\s*["']?$/.exec(line)?.[1];
        yield {
          at: { file, start, end },
          message: `${name ?? 'The line'} holds ${form.words}`,
          object: `${file} ${name ?? form.words}`,
          severity: severityOf(form, file),
        };
      }
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              environment:
                ANALYTICS: dapi8f31c9b27de04a65b1f7c93e52ad6084
        `,
        '.env': `
          LOG_LEVEL=info
          DEPLOY_KEY=AGE-SECRET-KEY-1QZ7M3XW9K5T2VR8YPLJ4HGD6SN0CFAEUQZ7M3XW9K5T2VR8YPLJ4HGD6SN
        `,
      },
      ['.env:2:12', 'compose.yaml:5:18'],
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            environment:
              ANALYTICS: \${ANALYTICS:?}
              AWS_ACCESS_KEY_ID: AKIAIOSFODNN7EXAMPLE
              GITHUB_TOKEN: ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
      `,
      'local.env': 'ANALYTICS=dapi8f31c9b27de04a65b1f7c93e52ad6084\n',
      '.env.example': 'ANALYTICS=\n',
      '.gitignore': 'local.env\n',
    }),
  ],
});

const sourceCode = /\.(?:[cm]?[jt]sx?|py|go|java|kt|rb|php|rs|cs)$/i;

/** Tests and samples bring keys of their own, which open nothing; pages show what such a value looks like. */
function severityOf(
  { words, severity }: { readonly words: string; readonly severity: Severity },
  file: string,
): Severity {
  if (/private key/.test(words) && purposeOf(file) !== undefined) return 'low';
  if (!/\.(?:md|markdown|rst|adoc|txt)$/i.test(file)) return severity;
  // A signed token is good for a while only.
  return /Web Token/.test(words) ? 'low' : 'medium';
}
