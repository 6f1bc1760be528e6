import { bad, defineRule, good } from '../rule.ts';
import { isShipped, stageName } from '../shared/installs.ts';

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
    if (!isShipped(dockerfile, stage) || user === undefined || user.span.start < stage.span.start) return;
    if (/^\d+(?::|$)|\$|^root(?::|$)|^$/.test(user.value)) return;
    yield {
      at: user.span,
      message: `the image ends as user ${user.value}, which is a name`,
      object: `${stageName(stage)} user`,
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
