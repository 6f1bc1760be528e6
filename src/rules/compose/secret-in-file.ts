import { bad, defineRule, good } from '../rule.ts';
import { isForDevelopers } from '../shared/development.ts';
import {
  isWrittenOut,
  keywordAliases,
  secretKindOf,
  secretSeverity,
  secretWords,
} from '../shared/secret-value.ts';
import { isForUsers } from '../shared/stack.ts';

export default defineRule({
  id: 'secret-in-file',
  area: 'compose',
  severity: 'high',
  confidence: 'likely',
  aliases: keywordAliases,
  title: 'A compose file holds a secret in plain text',
  why: 'Everyone who can read the repository, now or later, can use it; removing it later leaves it in the history.',
  fix: 'Take it from a variable or a compose secret, and change the secret itself.',
  references: ['https://docs.docker.com/compose/how-tos/use-secrets/'],
  generate: 'secrets',
  inParts: true,
  joins: 'file',
  on: 'service',
  *check(service, { production, project, stack }) {
    for (const entry of service.environment.values()) {
      if (entry.value === undefined || entry.from !== 'environment') continue;
      if (!isWrittenOut(project, entry.value)) continue;
      const kind = secretKindOf(entry.name, entry.value.value);
      if (kind === undefined || kind === 'token' || project.files.isGitIgnored(entry.value.span.file))
        continue;
      if (!isForUsers(project, stack, production)) continue;
      yield {
        at: entry.value.span,
        message: `${service.name} sets ${entry.name} to ${secretWords[kind]}`,
        object: `services.${service.name}.environment.${entry.name}`,
        // What developers run for themselves opens nothing.
        severity: isForDevelopers(project, stack) ? 'medium' : secretSeverity[kind],
      };
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
                JWT_SECRET: 9fK2vLq8Zt4xWm1B
                DB_PASSWORD: changeme
                DATABASE_URL: postgres://app:Tr0ub4dor-3@db:5432/app
        `,
      },
      ['compose.yaml:5:19', 'compose.yaml:6:20', 'compose.yaml:7:21'],
    ),
    // Words within words: ADMIN is no MIN, STORAGE no AGE, ACCOUNT no COUNT.
    bad(
      {
        'compose.yaml': `
          services:
            files:
              image: minio/minio:RELEASE.2025-04-22T22-12-26Z
              environment:
                MINIO_ROOT_PASSWORD: 9fK2vLq8Zt4xWm1B
                STORAGE_SECRET_KEY: pV7cQm2xRt8sLw4N
                ACCOUNT_OWNER_PASSWORD: Kd3nHs9wPb6yTz1G
                DATA_PROVIDER_PASSWORD: Mj5rXc8vQe2uFa7L
                PGPASSWORD: Wq4tBn7kSg1zYh6D
        `,
      },
      [
        'compose.yaml:5:28',
        'compose.yaml:6:27',
        'compose.yaml:7:31',
        'compose.yaml:8:31',
        'compose.yaml:9:19',
      ],
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            environment:
              JWT_SECRET: \${JWT_SECRET:?}
              DB_PASSWORD_FILE: /run/secrets/db_password
              PASSWORD_MIN_LENGTH: "12"
              DATABASE_URL: postgres://app:\${DB_PASSWORD}@db:5432/app
      `,
      '.env.example': 'JWT_SECRET=\nDB_PASSWORD=\n',
    }),
    // Settings about secrets, and values for the browser.
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            environment:
              SECRET_PROVIDER: bitwarden-manager
              SECRET_FORCED_LANGUAGE: en
              IMAGE_PULL_SECRET: registry-of-acme
              passwordMinLength: "twelve-or-more"
              MYSQL_RANDOM_ROOT_PASSWORD: "1"
              CONFIG_PROVIDERS_SECRET_CLASS: org.acme.EnvVarConfigProvider
              VITE_MAPS_TOKEN: 9fK2vLq8Zt4xWm1B
      `,
    }),
  ],
});
