import { bad, defineRule, good } from '../rule.ts';
import { workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'id-name-invalid',
  area: 'ci',
  severity: 'critical',
  aliases: ['actionlint:id-naming-convention'],
  title: 'The id of a job or step has characters that it may not have',
  why: 'GitHub refuses the whole workflow file, so none of its jobs run.',
  fix: 'Begin it with a letter or `_`, and use only letters, digits, `-` and `_`.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax'],
  on: 'job',
  *check(job) {
    if (!valid.test(job.id)) yield { at: job.idSpan, message: `${job.id} is no valid id of a job` };
    for (const { id } of job.steps) {
      if (id !== undefined && !valid.test(id.value))
        yield { at: id.span, message: `${id.value} is no valid id of a step` };
    }
  },
  examples: [
    bad(
      workflow(`
      on: push
      jobs:
        build app:
          runs-on: ubuntu-24.04
          steps:
            - id: 1st
              run: make
    `),
      ['.github/workflows/ci.yml:3:3', '.github/workflows/ci.yml:6:13'],
    ),
    good(
      workflow(`
      on: push
      jobs:
        build-app:
          runs-on: ubuntu-24.04
          steps:
            - id: first
              run: make
    `),
    ),
  ],
});

const valid = /^[A-Za-z_][\w-]*$/;
