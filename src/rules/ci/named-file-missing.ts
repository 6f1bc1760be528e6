import type { Project } from '../../model/project.ts';
import { bad, defineRule, good } from '../rule.ts';
import { looksMade } from '../shared/build.ts';
import { isMissing } from '../shared/path.ts';
import { filesNamedIn, namedFiles } from '../shared/workflow-paths.ts';

export default defineRule({
  id: 'named-file-missing',
  area: 'ci',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A step or job names a file of the repository that does not exist',
  why: 'The step fails, and with it the pipeline.',
  fix: 'Correct the path; it counts from the working directory of the step.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsworking-directory',
  ],
  on: 'project',
  *check(project) {
    for (const { path, at, what } of allNamed(project)) {
      if (isMissing(project, path) && !looksMade(path))
        yield { at, message: `The ${what} ${path} does not exist` };
    }
  },
  examples: [
    bad(
      {
        '.github/workflows/ci.yml': `
        on: push
        jobs:
          deploy:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v4
              - run: ./scripts/deploy.sh
              - run: docker compose -f compose.prod.yaml config
      `,
        'scripts/release.sh': `
        echo ready
      `,
      },
      ['.github/workflows/ci.yml:7:14', '.github/workflows/ci.yml:8:32'],
    ),
    bad(
      {
        '.gitlab-ci.yml': `
          build:
            script: [make dist, ./dist/check.sh]
            artifacts: {paths: [ops/kit/]}
          deploy:
            before_script: [cd ops]
            script:
              - bash kit/prepare.sh
              - ./deploy.sh production
        `,
        'ops/release.sh': `
          echo ready
        `,
      },
      '.gitlab-ci.yml:8:7',
    ),
    bad(
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            deploy:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@v4
                - run: helm upgrade --install shop ./k8s/helm --namespace shop --values ./deploy/values-live.yaml
                - run: helm upgrade --install cache oci://charts.example.com/redis --values deploy/cache.yaml --wait
                - run: helm upgrade --install --wait front ./deploy/chart
        `,
        'deploy/chart/Chart.yaml': `
          apiVersion: v2
          name: front
          version: 1.0.0
        `,
        'deploy/cache.yaml': `
          replicas: 2
        `,
      },
      ['.github/workflows/ci.yml:7:42', '.github/workflows/ci.yml:7:79'],
    ),
    good({
      '.github/workflows/ci.yml': `
        on: push
        jobs:
          deploy:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v4
              - uses: ./.github/actions/sample
              - run: ./build.sh
      `,
      '.github/actions/sample/action.yml': `
        name: Sample
        description: Brings the sample to the root
        runs:
          using: composite
          steps:
            - run: mv samples/one/* .
              shell: bash
      `,
      'samples/one/Makefile': 'all: ;\n',
    }),
    good({
      '.github/workflows/ci.yml': `
        on: push
        jobs:
          deploy:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v4
              - run: ./scripts/deploy.sh
      `,
      'scripts/deploy.sh': `
        echo ready
      `,
    }),
  ],
});

function* allNamed(project: Project) {
  for (const workflow of [...project.ci.workflows.values(), ...project.ci.templates]) {
    if (!workflow.whole) continue;
    for (const job of workflow.jobs.values())
      for (const step of job.steps) yield* namedFiles(project, workflow, job, step);
  }
  const told = new Set<number>();
  for (const run of project.ci.gitlabRuns) {
    for (const named of filesNamedIn(project, run)) {
      // Jobs that extend one template share its lines.
      if (told.has(named.at.start)) continue;
      told.add(named.at.start);
      yield named;
    }
  }
}
