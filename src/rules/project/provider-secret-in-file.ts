import type { Severity } from '../../model/finding.ts';
import { purposeOf } from '../../model/purpose.ts';
import { findSecrets, secretAliases } from '../../model/secret-patterns.ts';
import { bad, defineRule, good } from '../rule.ts';
import { deployedSources } from '../shared/kubernetes/container-sources.ts';
import { isTestPath } from '../shared/source.ts';

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
      // Of code only the strings count, and only of what a deployment starts.
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
    for (const { file, facts } of deployedSources(project)) {
      for (const fact of facts) {
        if (fact.kind !== 'secret' || fact.confidence !== 'certain' || isTestPath(file)) continue;
        if (project.files.isGitIgnored(file)) continue;
        const { at, words, severity } = fact;
        yield { at, message: `The code holds ${words}`, object: `${file} ${words}`, severity };
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
    bad(
      {
        'compose.yaml': `
          services:
            api:
              build: ./api
        `,
        'api/Dockerfile': `
          FROM node:22-alpine
          WORKDIR /app
          COPY . .
          CMD ["node", "server.js"]
        `,
        'api/server.js': `
          // The key was dapi8f31c9b27de04a65b1f7c93e52ad6084 once.
          const client = connect(process.env.WAREHOUSE_URL, 'dapi93e52ad60848f31c9b27de04a65b1f7c');
        `,
        'api/server.test.js': "connect('http://x', 'dapi93e52ad60848f31c9b27de04a65b1f7c');\n",
      },
      'api/server.js:2:52',
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
