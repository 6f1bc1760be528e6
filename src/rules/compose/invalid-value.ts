import { bad, good } from '../rule.ts';
import { holdsUnsetVariable, problemRule } from '../shared/problem-rule.ts';

export default problemRule({
  id: 'invalid-value',
  area: 'compose',
  severity: 'critical',
  aliases: ['compose-go:schema', 'compose-go:healthcheck-test', 'compose-go:ip-address'],
  title: 'A value is not one that compose takes',
  why: 'Compose refuses the file, so nothing starts.',
  fix: 'Use one of the values that the message names.',
  references: ['https://docs.docker.com/reference/compose-file/'],
  takes: ({ code, message, span }, project) =>
    ['invalid-value', 'missing-key', 'service-name'].includes(code) &&
    // Told by image-or-build-missing.
    !message.includes('must have image or build') &&
    !holdsUnsetVariable(project, span),
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              ports: ["127.0.0.1:8080:http"]
        `,
      },
      'compose.yaml:4:13',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            ports: ["127.0.0.1:8080:80"]
      `,
    }),
  ],
});
