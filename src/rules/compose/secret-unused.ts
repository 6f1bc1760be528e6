import type { Stack } from '../../model/service.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'secret-unused',
  area: 'compose',
  severity: 'low',
  aliases: [],
  title: 'A secret is defined, but no service is given it',
  why: 'Whoever put the secret there believes that a service reads it; the service goes on with what it had before.',
  fix: 'List the secret under `secrets` of the service that needs it, or remove it.',
  references: ['https://docs.docker.com/reference/compose-file/secrets/'],
  on: 'stack',
  *check(stack, { project }) {
    for (const secret of stack.secrets.values()) {
      // The same file may be part of another stack that uses it.
      const stacks = project.stacks.filter(
        (other) => other === stack || other.secrets.get(secret.name)?.span.file === secret.span.file,
      );
      if (stacks.some((other) => uses(other, secret.name))) continue;
      yield {
        at: secret.span,
        message: `secret ${secret.name} is given to no service`,
        object: `secrets.${secret.name}`,
        related: [...stack.services.values()].flatMap(({ keys, name }) => {
          const at = keys.get('secrets');
          return at === undefined ? [] : [{ at, message: `${name} is given other secrets` }];
        }),
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
          secrets:
            api_token:
              environment: API_TOKEN
        `,
      },
      'compose.yaml:5:3',
    ),
    good({
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:1.4.2
            secrets: [api_token]
          web:
            build: {context: ., secrets: [npm_token]}
        secrets:
          api_token: {environment: API_TOKEN}
          npm_token: {environment: NPM_TOKEN}
      `,
      Dockerfile: 'FROM node:22.11-alpine\n',
    }),
  ],
});

function uses(stack: Stack, name: string): boolean {
  return [...stack.services.values()].some(({ secrets, build }) =>
    [...secrets, ...(build?.secrets ?? [])].some((secret) => secret.name === name),
  );
}
