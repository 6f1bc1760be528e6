import { bad, defineRule, good } from '../rule.ts';
import { meant } from '../shared/meant.ts';
import { inputOf } from '../shared/workflow.ts';
import { wholeBuilds } from '../shared/workflow-builds.ts';
import { meantValue } from '../shared/workflow-edits.ts';

export default defineRule({
  id: 'build-target-missing-in-workflow',
  area: 'ci',
  severity: 'critical',
  aliases: [],
  title: 'A pipeline builds a stage that the Dockerfile does not have',
  why: 'The build fails before its first instruction.',
  fix: 'Correct the name of the stage.',
  references: ['https://docs.docker.com/build/building/multi-stage/'],
  on: 'project',
  *check(project) {
    for (const build of wholeBuilds(project)) {
      const { target, dockerfile } = build;
      if (
        target === undefined ||
        dockerfile === undefined ||
        target.value.includes('$') ||
        target.value === ''
      )
        continue;
      const name = target.value.toLowerCase();
      const names = dockerfile.stages.flatMap((stage) => stage.name ?? []);
      if (names.includes(name) || (/^\d+$/.test(name) && dockerfile.stages[Number(name)] !== undefined))
        continue;
      const input = build.by === 'workflow' ? inputOf(build.step, 'target') : undefined;
      yield {
        at: target.span,
        message: `${dockerfile.file} has no stage ${target.value}`,
        // A word of a command is not the whole text that it stands in, and a matrix gives other stages too.
        ...(input?.value === target.value
          ? meantValue(project, name, target.span, names)
          : meant(target.value, target.span, names)),
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
    bad(
      {
        '.gitlab-ci.yml': `
          build:
            script:
              - docker build --target runtme -t acme/api .
        `,
        Dockerfile: `
          FROM node:22.11-alpine AS runtime
        `,
      },
      '.gitlab-ci.yml:3:29',
      {
        '.gitlab-ci.yml': `
          build:
            script:
              - docker build --target runtime -t acme/api .
        `,
      },
    ),
    bad(
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            image:
              runs-on: ubuntu-24.04
              strategy:
                matrix: {target: [api, workers]}
              steps:
                - uses: docker/build-push-action@v6
                  with: {context: ., target: "\${{ matrix.target }}"}
        `,
        Dockerfile: `
          FROM node:22.11-alpine AS api
          FROM api AS worker
        `,
      },
      '.github/workflows/ci.yml:9:36',
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
