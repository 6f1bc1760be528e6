import { nearest } from '../../base/text.ts';
import type { Step } from '../../model/workflow.ts';
import { bad, defineRule, good } from '../rule.ts';
import { nameWritten } from '../shared/workflow-edits.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'awaited-step-unknown',
  area: 'ci',
  severity: 'high',
  aliases: [],
  title: 'A step waits for, or cancels, a step that does not run in the background',
  why: 'GitHub refuses the workflow, or the wait is over at once and what follows runs too early.',
  fix: 'Name the `id` of a step above that has `background: true`.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepswait',
  ],
  on: 'job',
  *check(job, { project }) {
    for (const step of job.steps) {
      for (const { value: name, span: at } of step.awaited) {
        const before = job.steps.slice(0, step.index);
        const meant = before.find(({ id }) => id?.value === name);
        if (name.includes('${{') || (meant !== undefined && mayRunOn(meant))) continue;
        const ids = before.filter(mayRunOn).flatMap(({ id }) => id?.value ?? []);
        const guess = nearest(name, ids);
        yield {
          at,
          message:
            meant === undefined
              ? `${verbOf(step)} names step ${name}, and no step above has this id`
              : `${verbOf(step)} names step ${name}, which does not run in the background`,
          ...(guess === undefined || meant !== undefined
            ? {}
            : { advice: `Did you mean ${guess}?`, ...nameWritten(project, at, name, guess) }),
        };
      }
    }
  },
  examples: [
    bad(
      steps(`
      - id: server
        run: npm start
        background: true
      - run: npm test
      - cancel: servers
    `),
      '.github/workflows/ci.yml:10:17',
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - id: server
                  run: npm start
                  background: true
                - run: npm test
                - cancel: server
        `,
      },
    ),
    bad(
      steps(`
      - id: build
        run: npm run build
      - wait: [build]
    `),
      '.github/workflows/ci.yml:8:16',
    ),
    good(
      steps(`
      - id: server
        run: npm start
        background: true
      - id: lint
        run: npm run lint
        background: true
      - wait: [lint]
      - run: npm test
      - cancel: server
      - wait-all:
    `),
    ),
  ],
});

function mayRunOn({ keys, background }: Step): boolean {
  // An expression may say so.
  return background !== undefined || keys.has('background');
}

function verbOf({ keys }: Step): string {
  return keys.has('wait') ? 'wait' : 'cancel';
}
