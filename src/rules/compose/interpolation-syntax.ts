import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';

export default problemRule({
  id: 'interpolation-syntax',
  area: 'compose',
  severity: 'critical',
  aliases: ['compose-go:interpolation'],
  title: 'A variable expression is malformed',
  why: 'Compose stops with "invalid interpolation format", so nothing starts.',
  fix: 'Close the braces and name one variable in them; write `$$` where a dollar sign is meant.',
  references: ['https://docs.docker.com/reference/compose-file/interpolation/'],
  takes: ({ code }) => code === 'interpolation-syntax',
  examples: [
    bad(
      {
        'compose.yaml': `
          services:
            api:
              image: ghcr.io/acme/api:\${TAG
        `,
      },
      'compose.yaml:3:29',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:\${TAG:-1.4.2}
            labels:
              price: "$$5"
      `,
    }),
  ],
});
