import { bad, defineRule, good } from '../rule.ts';
import { blankBase } from '../shared/base-argument.ts';
import { stageName } from '../shared/installs.ts';

export default defineRule({
  id: 'base-argument-empty',
  area: 'dockerfile',
  severity: 'low',
  aliases: ['buildkit:InvalidDefaultArgInFrom'],
  title: 'FROM is no image reference unless an argument is given',
  why: 'A plain `docker build` stops at the first line, and tools cannot tell what the image stands on.',
  fix: 'Give the ARG a default.',
  references: ['https://docs.docker.com/reference/build-checks/invalid-default-arg-in-from/'],
  preset: 'strict',
  on: 'stage',
  *check(stage, { dockerfile }) {
    const blank = blankBase(dockerfile, stage, 'declared');
    if (blank === undefined || blank.isReference) return;
    const declared = dockerfile.args.get(blank.names[0] ?? '');
    yield {
      at: stage.base.span,
      message: `FROM is "${blank.text}" unless ${blank.names.join(', ')} is given`,
      object: `${stageName(stage)} ${blank.names.join(' ')}`,
      ...(declared === undefined
        ? {}
        : { related: [{ at: declared.span, message: 'declared without a default' }] }),
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          ARG TAG
          FROM busybox:\${TAG}
        `,
      },
      'Dockerfile:2:6',
    ),
    good({
      Dockerfile: `
        ARG TAG=1.37
        ARG SUFFIX
        FROM busybox:\${TAG}\${SUFFIX}
      `,
    }),
  ],
});
