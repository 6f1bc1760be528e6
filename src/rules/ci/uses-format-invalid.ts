import { bad, defineRule, good } from '../rule.ts';
import { isDynamic, usedBy } from '../shared/workflow.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'uses-format-invalid',
  area: 'ci',
  severity: 'critical',
  aliases: ['actionlint:check-action-format'],
  title: 'A `uses` names nothing that could be run',
  why: 'GitHub refuses the workflow, or the job fails before its first step.',
  fix: 'Write `owner/name@version`, `./path/in/the/repository` or `docker://image`.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsuses',
  ],
  on: 'step',
  only: ['uses'],
  *check(step) {
    const { uses } = step;
    if (uses === undefined || isDynamic(uses.value) || usedBy(uses) !== undefined) return;
    const hasRef = uses.value.includes('@');
    yield {
      at: uses.span,
      message: `${uses.value} is no action${hasRef ? '' : ': it names no version'}`,
      ...(hasRef ? {} : { advice: 'Add `@` and a version, or begin a path of the repository with `./`.' }),
    };
  },
  examples: [
    bad(
      steps(`
      - uses: actions/checkout
      - uses: .github/actions/setup
    `),
      ['.github/workflows/ci.yml:6:15', '.github/workflows/ci.yml:7:15'],
    ),
    good(
      steps(`
      - uses: actions/checkout@v4
      - uses: ./.github/actions/setup
      - uses: docker://alpine:3.20
    `),
    ),
  ],
});
