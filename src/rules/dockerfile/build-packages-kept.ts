import { bad, defineRule, good } from '../rule.ts';
import { isShipped, stageName } from '../shared/installs.ts';
import { hasFlag, packageCalls } from '../shared/packages.ts';

/** Packages of Alpine that only compile: https://pkgs.alpinelinux.org/package/edge/main/x86_64/build-base */
const compilers = /^(?:build-base|gcc|g\+\+|make|cmake|musl-dev|linux-headers|libc-dev|alpine-sdk)$/;

export default defineRule({
  id: 'build-packages-kept',
  area: 'dockerfile',
  severity: 'info',
  aliases: ['dockerfilelint:apkadd-missing-virtual'],
  title: 'Compilers stay in an image on Alpine',
  why: 'The image carries a hundred megabytes and a tool chain that an intruder can use.',
  fix: 'Add them with `--virtual .build` and `apk del .build` in the same RUN, or compile in a stage of its own.',
  references: ['https://docs.docker.com/build/building/multi-stage/'],
  preset: 'strict',
  on: 'instruction',
  only: ['RUN'],
  *check(instruction, { dockerfile, stage }) {
    if (!isShipped(dockerfile, stage)) return;
    const calls = packageCalls(dockerfile, instruction);
    if (calls.some(({ manager, action }) => manager === 'apk' && action === 'remove')) return;
    for (const call of calls) {
      if (call.manager !== 'apk' || call.action !== 'install' || hasFlag(call, '-t', '--virtual')) continue;
      const found = call.packages.filter(({ text }) => compilers.test(text));
      if (found[0] === undefined) continue;
      yield {
        at: found[0].span,
        message: `${found.map(({ text }) => text).join(', ')} ${found.length === 1 ? 'stays' : 'stay'} in the image`,
        object: `${stageName(stage)} build packages`,
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM python:3.13-alpine
          RUN apk add --no-cache libpq gcc musl-dev && pip install --no-cache-dir psycopg2==2.9.10
        `,
      },
      'Dockerfile:2:30',
    ),
    good({
      Dockerfile: `
        FROM python:3.13-alpine AS build
        RUN apk add --no-cache gcc
        FROM python:3.13-alpine
        RUN apk add --no-cache --virtual .build gcc && pip install psycopg2==2.9.10 && apk del .build
      `,
    }),
  ],
});
