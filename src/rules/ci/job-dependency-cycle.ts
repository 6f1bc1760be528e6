import { bad, defineRule, good } from '../rule.ts';
import { jobsBefore } from '../shared/workflow.ts';
import { workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'job-dependency-cycle',
  area: 'ci',
  severity: 'critical',
  aliases: ['actionlint:check-job-deps'],
  title: 'Jobs need each other in a circle',
  why: 'GitHub refuses the whole workflow file, so none of its jobs run.',
  fix: 'Take one of the needs out.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax'],
  on: 'job',
  *check(job, { workflow }) {
    const before = jobsBefore(workflow, job);
    if (!before.includes(job)) return;
    const circle = before.filter((other) => jobsBefore(workflow, other).includes(job)).map(({ id }) => id);
    // Once for each circle, at its first job.
    const first = [...workflow.jobs.keys()].find((id) => circle.includes(id));
    if (first !== job.id) return;
    yield { at: job.idSpan, message: `${circle.toSorted().join(', ')} need each other in a circle` };
  },
  examples: [
    bad(
      workflow(`
      on: push
      jobs:
        build:
          needs: test
          runs-on: ubuntu-24.04
          steps:
            - run: make
        test:
          needs: build
          runs-on: ubuntu-24.04
          steps:
            - run: make test
    `),
      '.github/workflows/ci.yml:3:3',
    ),
    good(
      workflow(`
      on: push
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: make
        test:
          needs: build
          runs-on: ubuntu-24.04
          steps:
            - run: make test
    `),
    ),
  ],
});
