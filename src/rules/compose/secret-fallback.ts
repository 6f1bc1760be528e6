import { bad, defineRule, good } from '../rule.ts';
import { isForDevelopers } from '../shared/development.ts';
import { keywordAliases, secretKindOf, secretWords } from '../shared/secret-value.ts';
import { isForUsers } from '../shared/stack.ts';

export default defineRule({
  id: 'secret-fallback',
  area: 'compose',
  severity: 'medium',
  confidence: 'likely',
  preset: 'strict',
  aliases: keywordAliases,
  title: 'A secret falls back to one that stands in the file',
  why: 'Where the variable is forgotten, the service starts all the same, with a secret that everyone can read who has the repository.',
  fix: 'Demand it with `:?` in place of `:-`: where it is forgotten the start stops, with the words that follow.',
  references: [
    'https://docs.docker.com/reference/compose-file/interpolation/',
    'https://docs.docker.com/compose/how-tos/use-secrets/',
  ],
  inParts: true,
  joins: 'file',
  on: 'service',
  *check(service, { production, project, stack }) {
    for (const { name, value, from } of service.environment.values()) {
      if (value === undefined || from !== 'environment') continue;
      const { file, start, end } = value.span;
      const fallback = fallbackIn(project.texts.get(file)?.text.slice(start, end));
      const kind = fallback === undefined ? undefined : secretKindOf(name, fallback);
      // A placeholder opens nothing, and says what is to be done.
      if (kind === undefined || kind === 'placeholder' || project.files.isGitIgnored(file)) continue;
      if (!isForUsers(project, stack, production)) continue;
      yield {
        at: value.span,
        message: `${name} of ${service.name} falls back to ${secretWords[kind]}`,
        object: `services.${service.name}.environment.${name}`,
        severity: kind === 'weak' || isForDevelopers(project, stack) ? 'low' : 'medium',
      };
    }
  },
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            db:
              image: postgres:17.4
              environment:
                POSTGRES_PASSWORD: \${POSTGRES_PASSWORD:-9fK2vLq8Zt4xWm1B}
            api:
              image: ghcr.io/acme/api:1.4.2
              environment:
                - "SECRET_KEY=\${SECRET_KEY-pV7cQm2xRt8sLw4N}"
                - ADMIN_PASSWORD=\${ADMIN_PASSWORD:-admin}
        `,
      },
      ['compose.yaml:5:26', 'compose.yaml:9:21', 'compose.yaml:10:24'],
    ),
    good({
      'compose.yaml': `
        services:
          db:
            image: postgres:17.4
            environment:
              POSTGRES_PASSWORD: \${POSTGRES_PASSWORD:?set it in .env}
              POSTGRES_USER: \${POSTGRES_USER:-shop}
              ADMIN_PASSWORD: \${ADMIN_PASSWORD:-}
              SECRET_KEY: \${SECRET_KEY:-change-me}
              SECRET_FILE: \${SECRET_FILE:-/run/secrets/key}
              SENTRY_DSN: \${SENTRY_DSN:-0}
      `,
    }),
  ],
});

/** `value` of an entry that is `${NAME:-value}` or `${NAME-value}` as a whole. */
function fallbackIn(text: string | undefined): string | undefined {
  const fallback = /(?:^|["'=\s])\$\{\w+:?-([^${}]+)\}["']?$/.exec(text ?? '')?.[1];
  // `SENTRY_DSN: ${SENTRY_DSN:-0}` is off.
  return /^(?:\d|true|false|none|null|off|no)$/i.test(fallback ?? '') ? undefined : fallback;
}
