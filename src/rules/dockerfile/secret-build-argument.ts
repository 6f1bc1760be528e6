import type { Located } from '../../base/span.ts';
import type { DockerInstruction, Stage } from '../../model/dockerfile.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isShipped, stageName } from '../shared/installs.ts';
import { isNameOfSecret } from '../shared/secret-value.ts';

export default defineRule({
  id: 'secret-build-argument',
  area: 'dockerfile',
  severity: 'medium',
  confidence: 'likely',
  aliases: ['hadolint:DL3064', 'trivy:DS-0031', 'buildkit:SecretsUsedInArgOrEnv'],
  title: 'A secret comes into an image as a build argument',
  why: 'The image keeps it: `docker history` shows the arguments of each RUN, and `docker inspect` all of ENV.',
  fix: 'Take it by `RUN --mount=type=secret,id=…,env=NAME`, or give it to the container when it starts.',
  references: [
    'https://docs.docker.com/reference/build-checks/secrets-used-in-arg-or-env/',
    'https://docs.docker.com/build/building/secrets/',
  ],
  on: 'stage',
  *check(stage, { dockerfile }) {
    if (!isShipped(dockerfile, stage)) return;
    const given = stage.instructions.filter(({ keyword }) => keyword === 'ARG').flatMap(argumentsGiven);
    if (given.length === 0) return;
    const kept = stage.instructions.filter(({ keyword }) => keyword === 'ENV').flatMap(copiesIn);
    for (const name of given) {
      const isSecret = isNameOfSecret(name.value);
      const copy = kept.find(
        ({ at, of }) =>
          of === name.value && at.span.start > name.span.start && (isSecret || isNameOfSecret(at.value)),
      );
      if (copy === undefined && !(isSecret && isInHistory(stage, name))) continue;
      yield {
        at: copy?.at.span ?? name.span,
        message:
          copy === undefined
            ? `the history of the image shows ${name.value}`
            : `ENV ${copy.at.value} keeps the build argument ${name.value} in the image`,
        object: `${stageName(stage)} ${name.value}`,
        ...(copy === undefined ? {} : { related: [{ at: name.span, message: 'it is given here' }] }),
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine
          ARG NPM_TOKEN
          ARG SENTRY_AUTH_TOKEN=""
          ENV PORT=3000 SENTRY_AUTH_TOKEN=\${SENTRY_AUTH_TOKEN}
          RUN npm ci
          USER node
        `,
      },
      ['Dockerfile:2:5', 'Dockerfile:4:15'],
    ),
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine
          ARG db
          ARG port
          ENV DB_PASSWORD=$db PORT=$port
          USER node
        `,
      },
      'Dockerfile:4:5',
    ),
    good({
      Dockerfile: `
        FROM node:22.11-alpine AS build
        ARG NPM_TOKEN
        RUN npm ci
        FROM node:22.11-alpine
        ARG NEXT_PUBLIC_API_KEY
        ARG TOKEN_FILE
        ARG JWT_SECRET=build-only-placeholder
        ENV JWT_SECRET=$JWT_SECRET NEXT_PUBLIC_API_KEY=$NEXT_PUBLIC_API_KEY
        RUN --mount=type=secret,id=npm,env=NPM_TOKEN npm ci
        USER node
        ARG API_KEY
      `,
    }),
  ],
});

/** Without a value of their own: someone is to give it. */
/** Those without a default, whose value comes from who builds. */
function argumentsGiven({ pairs }: DockerInstruction): readonly Located<string>[] {
  return pairs.filter(({ value }) => (value?.value ?? '') === '').map(({ name }) => name);
}

function copiesIn({ pairs }: DockerInstruction): readonly { at: Located<string>; of: string | undefined }[] {
  return pairs.map(({ name, value }) => ({
    at: name,
    of: /^\$(?:\{(\w+)(?::?[-+?][^}]*)?\}|(\w+))$/
      .exec(value?.value ?? '')
      ?.slice(1)
      .find(Boolean),
  }));
}

function isInHistory({ instructions }: Stage, { span }: Located<string>): boolean {
  return instructions.some((one) => one.keyword === 'RUN' && one.span.start > span.start);
}
