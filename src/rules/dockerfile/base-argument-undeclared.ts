import { nearest } from '../../base/text.ts';
import type { Dockerfile, DockerInstruction, Stage } from '../../model/dockerfile.ts';
import type { Fix } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import { offer, replace, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { blankBase } from '../shared/base-argument.ts';
import { lineAbove } from '../shared/dockerfile-edits.ts';
import { stageName } from '../shared/installs.ts';
import { writtenAt } from '../shared/source-text.ts';

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
  *check(stage, { project, dockerfile }) {
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
      ...offer(
        blank.names.length > 1 ? undefined : fixOf(project, dockerfile, stage, { name, near, inStage }),
      ),
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
      {
        Dockerfile: `
          ARG NODE_VERSION=22.11
          FROM node:\${NODE_VERSION}-alpine
          CMD ["node", "server.js"]
        `,
        'web/Dockerfile': `
          ARG NGINX=1.27
          FROM node:22.11 AS build
          ARG NGINX=1.27
          FROM nginx:\${NGINX}
        `,
      },
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

interface Undeclared {
  readonly name: string;
  readonly near: string | undefined;
  readonly inStage: DockerInstruction | undefined;
}

/** The name that is declared, or the ARG of a stage once more where it counts for FROM. */
function fixOf(
  project: Project,
  dockerfile: Dockerfile,
  { base }: Stage,
  { name, near, inStage }: Undeclared,
): Fix | undefined {
  if (near !== undefined) {
    if (writtenAt(project, base.span) !== base.value) return undefined;
    const text = base.value.replace(new RegExp(`(\\$\\{?)${name}\\b`, 'g'), `$1${near}`);
    return review(`Write ${near}`, replace(base.span, text));
  }
  const pair = inStage?.pairs.find((one) => one.name.value === name);
  const from = dockerfile.instructions.find(({ keyword }) => keyword === 'FROM');
  if (pair?.value === undefined || /\$/.test(pair.value.value) || from === undefined) return undefined;
  const written = writtenAt(project, { ...pair.name.span, end: pair.value.span.end });
  return review('Declare it above the first FROM', lineAbove(project, from, `ARG ${written}`));
}
