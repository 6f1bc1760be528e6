import { groupBy } from '../../base/group.ts';
import { count } from '../../base/text.ts';
import type { ImageBuild } from '../../model/ci.ts';
import type { Dockerfile } from '../../model/dockerfile.ts';
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
  joins: 'file',
  on: 'project',
  *check(project) {
    const builds = wholeBuilds(project).filter(({ args }) => args.length > 0);
    // One step gives its arguments to all images that a matrix makes of it.
    for (const group of groupBy(builds, stepOf).values()) {
      const files = [...new Set(group.map(({ dockerfile }) => dockerfile))];
      const [dockerfile] = files;
      if (dockerfile === undefined || files.includes(undefined)) continue;
      const declared = new Set(files.flatMap((file) => (file === undefined ? [] : argsOf(file))));
      for (const { value: name, span: at } of group[0]?.args ?? []) {
        if (declared.has(name) || predefined.test(name)) continue;
        const more = files.length === 1 ? '' : ` (nor ${count(files.length - 1, 'other Dockerfile')})`;
        yield {
          at,
          message: `${dockerfile.file} declares no ARG ${name}${more}`,
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
    bad(
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            image:
              runs-on: ubuntu-24.04
              strategy:
                matrix: {service: [api, web]}
              steps:
                - uses: docker/build-push-action@v6
                  with:
                    context: services/\${{ matrix.service }}
                    build-args: |
                      API_VERSION=1.2.0
                      WEB_VERSION=1.2.0
                      SHOP=acme
        `,
        'services/api/Dockerfile': `
          FROM node:22.11-alpine
          ARG API_VERSION
        `,
        'services/web/Dockerfile': `
          FROM node:22.11-alpine
          ARG WEB_VERSION
        `,
      },
      '.github/workflows/ci.yml:14:13',
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

const predefined = /^(?:BUILDKIT_|SOURCE_DATE_EPOCH$|(?:HTTPS?|NO|ALL|FTP)_PROXY$)/i;

function argsOf({ instructions }: Dockerfile): readonly string[] {
  return instructions
    .filter(({ keyword }) => keyword === 'ARG')
    .flatMap(({ pairs }) => pairs.map(({ name }) => name.value));
}

function stepOf(build: ImageBuild): string {
  const { span } = build.by === 'workflow' ? build.step : build.command;
  return `${span.file}:${span.start}:${build.args.map(({ value }) => value).join()}`;
}
