import { nearest } from '../../base/text.ts';
import { bad, defineRule, good } from '../rule.ts';
import { blankBase } from '../shared/base-argument.ts';
import { stageName } from '../shared/installs.ts';

export default defineRule({
  id: 'base-argument-undeclared',
  area: 'dockerfile',
  severity: 'critical',
  aliases: ['buildkit:UndefinedArgInFrom'],
  title: 'FROM uses an argument that no ARG above the first FROM declares',
  why: 'The variable is empty whatever `--build-arg` says: the build stops, or takes another image than the one meant.',
  fix: 'Declare it with ARG above the first FROM.',
  references: ['https://docs.docker.com/reference/build-checks/undefined-arg-in-from/'],
  on: 'stage',
  *check(stage, { dockerfile }) {
    const blank = blankBase(dockerfile, stage, 'undeclared');
    if (blank === undefined) return;
    const [name = ''] = blank.names;
    const near = nearest(name, dockerfile.args.keys());
    const inStage = dockerfile.stages
      .flatMap((one) => one.instructions)
      .find(({ keyword, pairs }) => keyword === 'ARG' && pairs.some((pair) => pair.name.value === name));
    const like = near === undefined ? '' : ` (${near} is)`;
    yield {
      at: stage.base.span,
      message: `FROM uses ${name}, which is not declared above the first FROM${like}`,
      object: `${stageName(stage)} ${name}`,
      ...(inStage === undefined
        ? {}
        : { related: [{ at: inStage.span, message: 'this ARG holds for its own stage only' }] }),
      ...(blank.isReference ? { severity: 'high' } : {}),
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          ARG NODE_VERSION=22.11
          FROM node:\${NODE_VERSON}-alpine
          CMD ["node", "server.js"]
        `,
        'web/Dockerfile': `
          FROM node:22.11 AS build
          ARG NGINX=1.27
          FROM nginx:\${NGINX}
        `,
      },
      ['Dockerfile:2:6', 'web/Dockerfile:3:6'],
    ),
    good({
      Dockerfile: `
        ARG NODE_VERSION=22.11
        FROM node:\${NODE_VERSION}-alpine AS build-amd64
        FROM build-\${TARGETARCH} AS next
        FROM node:\${OTHER:-22.11}
      `,
    }),
  ],
});
