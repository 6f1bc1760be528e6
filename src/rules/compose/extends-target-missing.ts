import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';

export default problemRule({
  id: 'extends-target-missing',
  area: 'compose',
  severity: 'critical',
  aliases: ['compose-go:extends-not-found', 'compose-go:include-cycle'],
  title: 'A file or service that is extended or included does not exist',
  why: 'Compose refuses the whole project, so no service starts.',
  fix: 'Correct the path or the service name.',
  references: ['https://docs.docker.com/reference/compose-file/services/#extends'],
  takes: ({ code }) => /^(?:extends|include)-/.test(code),
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              extends:
                file: common.yaml
                service: base
              image: ghcr.io/acme/api:1.4.2
        `,
      },
      'compose.yaml:4:13',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            extends:
              file: common.yaml
              service: base
            image: ghcr.io/acme/api:1.4.2
      `,
      'common.yaml': `
        services:
          base:
            environment: {TZ: UTC}
      `,
    }),
  ],
});
