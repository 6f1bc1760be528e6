import { nearest } from '../../base/text.ts';
import { bad, defineRule, good } from '../rule.ts';
import { inputsOfAction } from '../shared/action-inputs-table.ts';
import { usualInputsOf } from '../shared/action-usual-inputs-table.ts';
import { meant } from '../shared/meant.ts';
import { actionName, usedBy } from '../shared/workflow.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'action-input-unknown',
  area: 'ci',
  severity: 'medium',
  aliases: ['actionlint:check-popular-action-inputs'],
  title: 'A step gives an action an input that it does not have',
  why: 'The runner passes over it with a warning, and the action works with its default.',
  fix: 'Correct the name.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax'],
  on: 'step',
  only: ['uses'],
  *check(step) {
    const name = actionName(step);
    const whole = name === undefined ? undefined : inputsOfAction(name);
    const known = whole ?? (name === undefined ? undefined : usualInputsOf(name));
    const used = usedBy(step.uses);
    // The first versions of some actions were different programs.
    if (known === undefined || (used?.kind === 'repository' && /^v?1(?:\.|$)/.test(used.ref))) return;
    for (const { name: input } of step.with) {
      const given = input.value.toLowerCase();
      if (known.includes(given) || (whole === undefined && nearest(given, known) === undefined)) continue;
      yield {
        at: input.span,
        message: `${name} has no input ${input.value}`,
        ...meant(given, input.span, known),
      };
    }
  },
  examples: [
    bad(
      steps(`
      - uses: actions/checkout@v4
        with: {fetch_depth: 0}
    `),
      '.github/workflows/ci.yml:7:16',
      steps(`
      - uses: actions/checkout@v4
        with: {fetch-depth: 0}
    `),
    ),
    bad(
      steps(`
      - uses: actions/stale@v10
        with: {days-before-issues-stale: 30}
    `),
      '.github/workflows/ci.yml:7:16',
      steps(`
      - uses: actions/stale@v10
        with: {days-before-issue-stale: 30}
    `),
    ),
    good(
      steps(`
      - uses: actions/stale@v10
        with: {days-before-issue-stale: 30, only-on-full-moon: true}
      - uses: actions/checkout@v4
        with: {fetch-depth: 0}
    `),
    ),
  ],
});
