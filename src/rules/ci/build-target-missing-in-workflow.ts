import { bad, defineRule, good } from '../rule.ts';
import { inputOf, isDynamic } from '../shared/workflow.ts';
import { buildsIn } from '../shared/workflow-builds.ts';
import { meantValue } from '../shared/workflow-edits.ts';

export default defineRule({
  id: 'build-target-missing-in-workflow',
  area: 'ci',
  severity: 'critical',
  aliases: [],
  title: 'A workflow builds a stage that the Dockerfile does not have',
  why: 'The build fails before its first instruction.',
  fix: 'Correct the name of the stage.',
  references: ['https://docs.docker.com/build/building/multi-stage/'],
  on: 'workflow',
  *check(workflow, { project }) {
    for (const { step, dockerfile } of buildsIn(project, workflow)) {
      const target = inputOf(step, 'target');
      if (target === undefined || dockerfile === undefined || isDynamic(target.value) || target.value === '')
        continue;
      const name = target.value.toLowerCase();
      const names = dockerfile.stages.flatMap((stage) => stage.name ?? []);
      if (names.includes(name) || (/^\d+$/.test(name) && dockerfile.stages[Number(name)] !== undefined))
        continue;
      yield {
        at: target.span,
        message: `${dockerfile.file} has no stage ${target.value}`,
        ...meantValue(project, name, target.span, names),
      };
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
                with: {context: ., target: "runtme"}
      `,
        Dockerfile: `
        FROM node:22.11-alpine AS build
        FROM node:22.11-alpine AS runtime
      `,
      },
      '.github/workflows/ci.yml:7:36',
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            image:
              runs-on: ubuntu-24.04
              steps:
                - uses: docker/build-push-action@v6
                  with: {context: ., target: "runtime"}
        `,
      },
    ),
    good({
      '.github/workflows/ci.yml': `
        on: push
        jobs:
          image:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v6
                with: {context: ., target: runtime}
      `,
      Dockerfile: `
        FROM node:22.11-alpine AS build
        FROM node:22.11-alpine AS runtime
      `,
    }),
  ],
});
