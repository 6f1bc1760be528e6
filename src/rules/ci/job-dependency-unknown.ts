import { bad, defineRule, good } from '../rule.ts';
import { meant } from '../shared/meant.ts';
import { isDynamic } from '../shared/workflow.ts';
import { workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'job-dependency-unknown',
  area: 'ci',
  severity: 'critical',
  aliases: ['actionlint:check-job-deps'],
  title: 'A job needs a job that does not exist',
  why: 'GitHub refuses the whole workflow file, so none of its jobs run.',
  fix: 'Correct the name, or add the job.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax'],
  on: 'job',
  *check(job, { workflow }) {
    for (const [index, { value, span }] of job.needs.entries()) {
      const isTwice = job.needs.findIndex((one) => one.value.toLowerCase() === value.toLowerCase()) < index;
      if (isTwice) yield { at: span, message: `${job.id} needs job ${value} twice`, severity: 'low' };
      if (workflow.jobs.has(value) || isDynamic(value)) continue;
      yield {
        at: span,
        message: `${job.id} needs job ${value}, which does not exist`,
        ...meant(value, span, workflow.jobs.keys()),
      };
    }
  },
  examples: [
    bad(
      workflow(`
      on: push
      jobs:
        tests:
          runs-on: ubuntu-24.04
          steps:
            - run: make test
        deploy:
          needs: [test]
          runs-on: ubuntu-24.04
          steps:
            - run: make deploy
    `),
      '.github/workflows/ci.yml:8:13',
      workflow(`
      on: push
      jobs:
        tests:
          runs-on: ubuntu-24.04
          steps:
            - run: make test
        deploy:
          needs: [tests]
          runs-on: ubuntu-24.04
          steps:
            - run: make deploy
    `),
    ),
    bad(
      workflow(`
      on: push
      jobs:
        tests:
          runs-on: ubuntu-24.04
          steps:
            - run: make test
        deploy:
          needs: [tests, tests]
          runs-on: ubuntu-24.04
          steps:
            - run: make deploy
    `),
      '.github/workflows/ci.yml:8:20',
    ),
    good(
      workflow(`
      on: push
      jobs:
        tests:
          runs-on: ubuntu-24.04
          steps:
            - run: make test
        deploy:
          needs: [tests]
          runs-on: ubuntu-24.04
          steps:
            - run: make deploy
    `),
    ),
  ],
});
