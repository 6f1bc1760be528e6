import { groupBy } from '../../base/group.ts';
import type { Located, Span } from '../../base/span.ts';
import type { GitlabBuild } from '../../model/ci.ts';
import type { Project } from '../../model/project.ts';
import type { Step } from '../../model/workflow.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isMissing } from '../shared/path.ts';
import { builderOf, wholeBuilds } from '../shared/workflow-builds.ts';
import { isLeft, leftByJobs } from '../shared/workflow-paths.ts';
import { stepCommands } from '../shared/workflow-run.ts';

export default defineRule({
  id: 'build-file-missing',
  area: 'ci',
  severity: 'critical',
  aliases: [],
  title: 'A pipeline builds an image from files that do not exist',
  why: 'The build fails before its first instruction.',
  fix: 'Correct the path; it counts from the root of the repository, also for `file`.',
  references: ['https://github.com/docker/build-push-action#inputs'],
  on: 'project',
  *check(project) {
    // A matrix builds from many paths in one place.
    for (const [first, ...others] of groupBy(
      missing(project),
      ({ span: { file, start } }) => `${file} ${start}`,
    ).values()) {
      if (first === undefined) continue;
      const count = new Set(others.map(({ path }) => path).filter((path) => path !== first.path)).size;
      const more = count === 0 ? '' : ` and ${count} more`;
      const what = first.isFolder ? `the folder ${first.path}` : first.path;
      yield {
        at: first.span,
        message: `${first.job} builds from ${what}${more}, which ${count === 0 ? 'does' : 'do'} not exist`,
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
              - run: echo "TAG=$(git describe 2>/dev/null)" >> "$GITHUB_ENV"
              - uses: docker/build-push-action@v6
                with: {context: ., file: ops/Dockerfile.prod}
              - run: docker build -t api ./api
      `,
        'ops/Dockerfile': `
        FROM node:22.11-alpine
      `,
      },
      ['.github/workflows/ci.yml:8:34', '.github/workflows/ci.yml:9:34'],
    ),
    bad(
      {
        '.gitlab-ci.yml': `
          variables:
            DOCKERFILE: $CI_PROJECT_DIR/ops/Dockerfile.prod
          build:
            script:
              - cd services/api
              - docker build -t acme/api .
              - /kaniko/executor --context $CI_PROJECT_DIR --dockerfile $DOCKERFILE --destination acme/web
        `,
        'services/web/Dockerfile': `
          FROM node:22.11-alpine
        `,
        'ops/Dockerfile': `
          FROM node:22.11-alpine
        `,
      },
      ['.gitlab-ci.yml:6:32', '.gitlab-ci.yml:7:63'],
    ),
    bad(
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            image:
              runs-on: ubuntu-24.04
              strategy:
                matrix:
                  include:
                    - {name: api, path: services/api}
                    - {name: web, path: services/web}
                    - {name: mail, path: services/mail}
              steps:
                - uses: docker/build-push-action@v6
                  with:
                    context: \${{ matrix.path }}
                    tags: acme/\${{ matrix.name }}:1.0
        `,
        'services/api/Dockerfile': `
          FROM node:22.11-alpine
        `,
      },
      '.github/workflows/ci.yml:14:20',
    ),
    bad(
      {
        '.gitlab-ci.yml': `
          build:
            parallel:
              matrix:
                - SERVICE: [api, web]
            script:
              - docker build -t acme/$SERVICE services/$SERVICE
        `,
        'services/api/Dockerfile': `
          FROM node:22.11-alpine
        `,
      },
      '.gitlab-ci.yml:6:37',
    ),
    good({
      '.gitlab-ci.yml': `
        site:
          script: [make site]
          artifacts: {paths: [site/]}
        build:
          script:
            - docker build -t acme/site site
            - cd api && docker build -t acme/api .
      `,
      'api/Dockerfile': `
        FROM node:22.11-alpine
      `,
    }),
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
    good({
      'platform/operator/.github/workflows/ci.yml': `
        on: push
        jobs:
          image:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v6
                with: {context: platform/operator}
      `,
      'platform/operator/Dockerfile': `
        FROM golang:1.23
      `,
    }),
  ],
});

interface Missing {
  readonly job: string;
  readonly path: string;
  readonly isFolder: boolean;
  readonly span: Span;
}

function* missing(project: Project): Iterable<Missing> {
  for (const build of wholeBuilds(project)) {
    const { context, file } = build;
    if (build.by === 'workflow' && makesFiles(build.job.steps.slice(0, build.step.index))) continue;
    if (build.by === 'gitlab' && makesPaths(project, build)) continue;
    const { job } = builderOf(build);
    const isGone = ({ value, span }: Located<string>) =>
      isMissing(project, value) && isMissing(project, fromTop(span.file, value));
    if (context !== undefined && context.value !== '' && isGone(context))
      yield { job, path: context.value, isFolder: true, span: context.span };
    else if (file !== undefined && isGone(file))
      yield { job, path: file.value, isFolder: false, span: file.span };
  }
}

/** The path as it is written: a workflow further down is run by nobody, and may be written for the repository's root. */
function fromTop(workflow: string, path: string): string {
  const folder = workflow.slice(0, Math.max(workflow.indexOf('.github/'), 0));
  return path.startsWith(folder) ? path.slice(folder.length) : path;
}

/** Other jobs leave files behind, and commands before may fetch or write them. */
function makesPaths({ ci }: Project, { run, command, context, file }: GitlabBuild): boolean {
  const left = leftByJobs(ci);
  const before = run.commands.slice(0, run.commands.indexOf(command));
  return (
    [context, file].some((path) => path !== undefined && isLeft(path.value, left)) ||
    before.some(({ words: [program, verb] }) =>
      program?.text === 'git'
        ? /^(?:clone|checkout|switch|submodule|pull)$/.test(verb?.text ?? '')
        : makers.test(program?.text ?? ''),
    )
  );
}

const makers = /^(?:cp|mv|curl|wget|tar|unzip|cookiecutter|mkdir|tee|sed|envsubst|make)$/;

/** Steps before may bring the files: downloads, generators, checkouts of other branches. */
function makesFiles(steps: readonly Step[]): boolean {
  return steps.some(
    (step) =>
      /download|artifact|restore/.test(step.uses?.value ?? '') ||
      stepCommands(step).some(
        ({ program, words }) =>
          makers.test(program) || (program === 'git' && /^(?:clone|checkout|switch)$/.test(words[1] ?? '')),
      ) ||
      /(?:>|Dockerfile)/.test((step.run?.value ?? '').replace(toNoFile, '')),
  );
}

/** What goes to the runner, or nowhere. */
const toNoFile = /\d?>>?\s*(?:"?\$\{?GITHUB_(?:ENV|OUTPUT|PATH|STEP_SUMMARY)\}?"?|\/dev\/null|&\d)/g;
