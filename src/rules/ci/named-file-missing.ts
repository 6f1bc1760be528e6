import { bad, defineRule, good } from '../rule.ts';
import { looksMade } from '../shared/build.ts';
import { isMissing } from '../shared/path.ts';
import { namedFiles } from '../shared/workflow-paths.ts';

export default defineRule({
  id: 'named-file-missing',
  area: 'ci',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A step names a file of the repository that does not exist',
  why: 'The step fails, and with it the pipeline.',
  fix: 'Correct the path; it counts from the working directory of the step.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsworking-directory',
  ],
  on: 'step',
  *check(step, { workflow, job, project }) {
    if (workflow === undefined || job === undefined) return;
    for (const { path, at, what } of namedFiles(workflow, job, step)) {
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
