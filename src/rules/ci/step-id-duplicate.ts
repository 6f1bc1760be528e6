import { bad, defineRule, good } from '../rule.ts';
import { stepLabel } from '../shared/workflow.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'step-id-duplicate',
  area: 'ci',
  severity: 'critical',
  aliases: ['actionlint:check-job-step-ids'],
  title: 'Two steps of a job have the same id',
  why: 'GitHub refuses the whole workflow file, so none of its jobs run.',
  fix: 'Give each step an id of its own.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax'],
  on: 'step',
  *check(step, { job, action }) {
    const { id } = step;
    if (id === undefined) return;
    const steps = job?.steps ?? action?.steps ?? [];
    const first = steps.find((other) => other.id?.value.toLowerCase() === id.value.toLowerCase());
    if (first === undefined || first.index >= step.index || first.id === undefined) return;
    yield {
      at: id.span,
      message: `The id ${id.value} is already that of ${stepLabel(first)}`,
      related: [{ at: first.id.span, message: 'the first one' }],
    };
  },
  examples: [
    bad(
      steps(`
      - id: build
        run: make
      - id: build
        run: make docs
    `),
      '.github/workflows/ci.yml:8:13',
    ),
    good(
      steps(`
      - id: build
        run: make
      - id: docs
        run: make docs
    `),
    ),
  ],
});
