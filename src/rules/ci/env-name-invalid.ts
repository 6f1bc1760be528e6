import { bad, defineRule, good } from '../rule.ts';
import { steps, workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'env-name-invalid',
  area: 'ci',
  severity: 'high',
  aliases: ['actionlint:check-env-var-names'],
  title: 'An environment variable has a name that it cannot have',
  why: 'Shells cannot read it: the value is never seen.',
  fix: 'Use letters, digits and `_`, and do not begin with a digit.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#env'],
  on: 'workflow',
  *check(workflow) {
    const jobs = [...workflow.jobs.values()];
    const pairs = [
      ...workflow.env,
      ...jobs.flatMap((job) => [
        ...job.env,
        ...(job.container?.env ?? []),
        ...job.services.flatMap((service) => service.env),
        ...job.steps.flatMap((step) => step.env),
      ]),
    ];
    for (const { name } of pairs) {
      if (/^[^=&\s]*$/.test(name.value) && name.value !== '') continue;
      if (name.value.includes('${{')) continue;
      yield { at: name.span, message: `"${name.value}" is no name of an environment variable` };
    }
  },
  examples: [
    bad(
      steps(`
      - run: make
        env:
          LOG LEVEL: debug
    `),
      '.github/workflows/ci.yml:8:11',
    ),
    bad(
      workflow(`
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          services:
            db: {image: "postgres:17.2", env: {"POSTGRES_USER=app": ""}}
          steps:
            - run: make test
    `),
      '.github/workflows/ci.yml:6:42',
    ),
    good(
      steps(`
      - run: make
        env:
          LOG_LEVEL: debug
    `),
    ),
  ],
});
