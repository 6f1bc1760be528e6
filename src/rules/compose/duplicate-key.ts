import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';

export default problemRule({
  id: 'duplicate-key',
  area: 'compose',
  severity: 'critical',
  aliases: [
    'dclint:invalid-yaml',
    'dclint:invalid-schema',
    'compose-go:parse',
    'compose-go:target-already-mounted',
  ],
  title: 'A key stands twice in one mapping',
  why: 'Compose refuses the file; tools that do not refuse it keep one of the two values without a word.',
  fix: 'Keep one of the keys, or merge their values.',
  references: ['https://yaml.org/spec/1.2.2/#3213-node-comparison'],
  takes: ({ code }) => code === 'yaml-duplicate-key' || code === 'duplicate-key',
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              environment:
                LOG_LEVEL: debug
              environment:
                PORT: "8080"
        `,
      },
      'compose.yaml:6:5',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            environment:
              LOG_LEVEL: debug
              PORT: "8080"
      `,
    }),
  ],
});
