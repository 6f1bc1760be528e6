import { quoteScalar } from '../../syntax/yaml-edit.ts';
import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';
import { reviewFix, yamlOf } from '../shared/yaml-fix.ts';

export default problemRule({
  id: 'scalar-rewritten',
  area: 'compose',
  severity: 'medium',
  aliases: [],
  title: 'YAML changes a value before the container sees it',
  why: 'A value without quotes is read as a number or a date and written out anew: 1.10 arrives as 1.1, 010 as 8.',
  fix: 'Put the value in quotes.',
  references: ['https://yaml.org/spec/1.2.2/#103-core-schema'],
  takes: ({ code }) => code === 'scalar-rewritten',
  fixOf: ({ span }, project) => reviewFix('Add quotes', quoteScalar(yamlOf(project, span.file), span)),
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              environment:
                POSTGRES_VERSION: 9.10
        `,
      },
      'compose.yaml:5:25',
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              environment:
                POSTGRES_VERSION: "9.10"
        `,
      },
    ),
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              environment:
                UMASK: 022
        `,
      },
      'compose.yaml:5:14',
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:1.4.2
              environment:
                UMASK: "022"
        `,
      },
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            environment:
              POSTGRES_VERSION: "9.10"
              UMASK: "022"
      `,
    }),
  ],
});
