import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';

export default problemRule({
  id: 'services-missing',
  area: 'compose',
  severity: 'critical',
  aliases: ['compose-go:empty-compose-file', 'compose-go:schema', 'dclint:invalid-schema'],
  title: 'A file with the name of a compose file holds no services',
  why: 'Compose refuses the file, so nothing starts.',
  fix: 'Begin the file with `services:`, or leave it out.',
  references: ['https://docs.docker.com/reference/compose-file/services/'],
  takes: ({ code }) => code === 'not-compose',
  // Among others after `-f`, an empty one changes nothing.
  severityOf: ({ message, span }) =>
    /found nothing$/.test(message) && !/(?:^|\/)(?:docker-)?compose\.ya?ml$/.test(span.file)
      ? 'low'
      : undefined,
  examples: [
    bad(
      {
        'compose.yaml': `
          - name: api
            image: ghcr.io/acme/api:1.4.2
        `,
      },
      'compose.yaml:1:1',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
      `,
    }),
  ],
});
