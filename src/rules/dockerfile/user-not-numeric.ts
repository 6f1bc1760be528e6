import { offer, replace, safe } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { userNumber } from '../shared/image-users.ts';
import { isLast, stageName } from '../shared/installs.ts';

export default defineRule({
  id: 'user-not-numeric',
  area: 'dockerfile',
  severity: 'low',
  aliases: ['hadolint:DL3066'],
  title: 'The last USER of an image is a name',
  why: 'Kubernetes cannot tell whether a name is root: with `runAsNonRoot` the pod does not start.',
  fix: 'Write the number (`USER 1000:1000`).',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  preset: 'strict',
  on: 'stage',
  *check(stage, { dockerfile }) {
    const { user } = stage.image;
    if (!isLast(dockerfile, stage) || user === undefined || user.span.start < stage.span.start) return;
    if (/^\d+(?::|$)|\$|^root(?::|$)|^$/.test(user.value)) return;
    const number = userNumber(dockerfile, stage, user.value);
    yield {
      at: user.span,
      message: `the image ends as user ${user.value}, which is a name`,
      object: `${stageName(stage)} user`,
      ...offer(number === undefined ? undefined : safe(`Write ${number}`, replace(user.span, number))),
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine
          USER node
        `,
      },
      'Dockerfile:2:6',
      {
        Dockerfile: `
          FROM node:22.11-alpine
          USER 1000
        `,
      },
    ),
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim AS base
          RUN set -e; \\
              groupadd -g 2000 app; \\
              useradd --uid 1001 -g app --no-create-home app
          FROM base
          # never root
          USER app
        `,
        'other/Dockerfile': `
          FROM alpine:3.22
          RUN adduser -D web
          USER web
        `,
      },
      ['Dockerfile:7:6', 'other/Dockerfile:3:6'],
      {
        Dockerfile: `
          FROM debian:12-slim AS base
          RUN set -e; \\
              groupadd -g 2000 app; \\
              useradd --uid 1001 -g app --no-create-home app
          FROM base
          # never root
          USER 1001
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM node:22.11-alpine
        USER node
        RUN id
        USER 1000:1000
      `,
    }),
  ],
});
