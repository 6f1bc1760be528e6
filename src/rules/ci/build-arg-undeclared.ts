import { bad, defineRule, good } from '../rule.ts';
import { meant } from '../shared/meant.ts';
import { wholeBuilds } from '../shared/workflow-builds.ts';

export default defineRule({
  id: 'build-arg-undeclared',
  area: 'ci',
  severity: 'medium',
  aliases: [],
  title: 'A pipeline gives the build an argument that the Dockerfile does not have',
  why: 'Docker warns and goes on: the image is built with the default, or without the value.',
  fix: 'Add `ARG` to the stage that needs it, or correct the name.',
  references: ['https://docs.docker.com/build/building/variables/'],
  on: 'project',
  *check(project) {
    for (const { args, dockerfile } of wholeBuilds(project)) {
      if (args.length === 0 || dockerfile === undefined) continue;
      const declared = new Set(
        dockerfile.instructions
          .filter(({ keyword }) => keyword === 'ARG')
          .flatMap(({ pairs }) => pairs.map(({ name }) => name.value)),
      );
      for (const { value: name, span: at } of args) {
        if (
          declared.has(name) ||
          /^(?:BUILDKIT_|SOURCE_DATE_EPOCH$|(?:HTTPS?|NO|ALL|FTP)_PROXY$)/i.test(name)
        )
          continue;
        yield {
          at,
          message: `${dockerfile.file} declares no ARG ${name}`,
          ...meant(name, at, declared),
        };
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
                with:
                  context: .
                  build-args: |
                    APP_VERSON=1.2.0
      `,
        Dockerfile: `
        FROM node:22.11-alpine
        ARG APP_VERSION
      `,
      },
      '.github/workflows/ci.yml:10:13',
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            image:
              runs-on: ubuntu-24.04
              steps:
                - uses: docker/build-push-action@v6
                  with:
                    context: .
                    build-args: |
                      APP_VERSION=1.2.0
        `,
      },
    ),
    bad(
      {
        '.gitlab-ci.yml': `
          build:
            script:
              - docker build --build-arg APP_VERSON=$CI_COMMIT_TAG -t acme/api .
        `,
        Dockerfile: `
          FROM node:22.11-alpine
          ARG APP_VERSION
        `,
      },
      '.gitlab-ci.yml:3:32',
      {
        '.gitlab-ci.yml': `
          build:
            script:
              - docker build --build-arg APP_VERSION=$CI_COMMIT_TAG -t acme/api .
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
                with:
                  context: .
                  build-args: |
                    APP_VERSION=1.2.0
      `,
      Dockerfile: `
        FROM node:22.11-alpine
        ARG APP_VERSION
      `,
    }),
  ],
});
