import { bad, defineRule, good } from '../rule.ts';
import { keywordAliases, secretKindOf, secretWords } from '../shared/secret-value.ts';

export default defineRule({
  id: 'secret-in-dockerfile',
  area: 'dockerfile',
  severity: 'high',
  confidence: 'likely',
  aliases: [
    'hadolint:DL3064',
    'trivy:DS-0031',
    'buildkit:SecretsUsedInArgOrEnv',
    'docker-bench:4.10',
    ...keywordAliases,
  ],
  title: 'A Dockerfile holds a secret',
  why: 'Everyone who can pull the image or read the repository can use it; later layers do not remove it.',
  fix: 'Mount it into the build with `RUN --mount=type=secret`, or set it when the container starts; change the secret itself.',
  references: ['https://docs.docker.com/build/building/secrets/'],
  on: 'instruction',
  only: ['ENV', 'ARG'],
  *check(instruction) {
    const { keyword, pairs } = instruction.trigger ?? instruction;
    if (keyword !== 'ENV' && keyword !== 'ARG') return;
    for (const { name, value } of pairs) {
      if (value === undefined) continue;
      const kind = secretKindOf(name.value, value.value);
      if (kind === undefined || kind === 'token') continue;
      const isGuess = kind === 'weak' || kind === 'placeholder';
      // A build often needs some value to get through; it is overridden at run time.
      if (isGuess && keyword === 'ARG') continue;
      yield {
        at: value.span,
        message: `${keyword} ${name.value} is ${secretWords[kind]}`,
        object: `${keyword} ${name.value}`,
        severity: isGuess ? 'low' : 'high',
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine
          ENV JWT_SECRET=9fK2vLq8Zt4xWm1B PORT=3000
          CMD ["node", "server.js"]
        `,
      },
      'Dockerfile:2:16',
    ),
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine
          ONBUILD ENV JWT_SECRET=9fK2vLq8Zt4xWm1B
        `,
      },
      'Dockerfile:2:24',
    ),
    good({
      Dockerfile: `
        FROM node:22.11-alpine
        ARG NPM_TOKEN
        ENV JWT_SECRET_FILE=/run/secrets/jwt
        RUN --mount=type=secret,id=npm npm ci
        CMD ["node", "server.js"]
      `,
    }),
  ],
});
