import type { Step } from '../../model/workflow.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isMissing } from '../shared/path.ts';
import { buildsIn } from '../shared/workflow-builds.ts';
import { stepCommands } from '../shared/workflow-run.ts';

export default defineRule({
  id: 'build-file-missing',
  area: 'ci',
  severity: 'critical',
  aliases: [],
  title: 'A workflow builds an image from files that do not exist',
  why: 'The build fails before its first instruction.',
  fix: 'Correct the path; it counts from the root of the repository, also for `file`.',
  references: ['https://github.com/docker/build-push-action#inputs'],
  on: 'workflow',
  *check(workflow, { project }) {
    for (const { job, step, context, file } of buildsIn(project, workflow)) {
      if (makesFiles(job.steps.slice(0, step.index))) continue;
      if (context !== undefined && context.value !== '' && isMissing(project, context.value)) {
        yield {
          at: context.span,
          message: `${job.id} builds from the folder ${context.value}, which does not exist`,
        };
      } else if (file !== undefined && isMissing(project, file.value)) {
        yield { at: file.span, message: `${job.id} builds from ${file.value}, which does not exist` };
      }
    }
  },
  examples: [
    bad(
      {
        '.github/workflows/ci.yml': `
        on: push
        jobs:
          image:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v6
                with: {context: ., file: ops/Dockerfile.prod}
              - run: docker build -t api ./api
      `,
        'ops/Dockerfile': `
        FROM node:22.11-alpine
      `,
      },
      ['.github/workflows/ci.yml:7:34', '.github/workflows/ci.yml:8:34'],
    ),
    good({
      '.github/workflows/ci.yml': `
        on: push
        jobs:
          image:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v6
                with: {context: ., file: ops/Dockerfile}
      `,
      'ops/Dockerfile': `
        FROM node:22.11-alpine
      `,
    }),
  ],
});

/** Steps before may bring the files: downloads, generators, checkouts of other branches. */
function makesFiles(steps: readonly Step[]): boolean {
  return steps.some(
    (step) =>
      /download|artifact|restore/.test(step.uses?.value ?? '') ||
      stepCommands(step).some(
        ({ program, words }) =>
          /^(?:cp|mv|curl|wget|tar|unzip|cookiecutter|mkdir|tee|sed|envsubst|make)$/.test(program) ||
          (program === 'git' && /^(?:clone|checkout|switch)$/.test(words[1] ?? '')),
      ) ||
      /(?:>|Dockerfile)/.test(step.run?.value ?? ''),
  );
}
