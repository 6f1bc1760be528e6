import { bad, defineRule, good } from '../rule.ts';
import { advisories, compare, exactVersion } from '../shared/action-advisories-table.ts';
import { refSpan, usedBy } from '../shared/workflow.ts';
import { nameWritten } from '../shared/workflow-edits.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'action-vulnerable',
  area: 'ci',
  severity: 'high',
  aliases: ['zizmor:known-vulnerable-actions'],
  title: 'A version of an action has a known vulnerability',
  why: 'The flaw is public: whoever can reach it (by a pull request, an issue, a file name) may run code in the job.',
  fix: 'Use the version that the advisory names, or a later one.',
  references: ['https://github.com/advisories?query=type%3Areviewed+ecosystem%3Aactions'],
  on: 'step',
  only: ['uses'],
  *check(step, { project }) {
    const used = usedBy(step.uses);
    if (used?.kind !== 'repository' || step.uses === undefined) return;
    const version = exactVersion(used.ref);
    if (version === undefined) return;
    for (const { action, from, fixed, advisory } of advisories) {
      if (
        action !== used.name ||
        compare(version, fixed) >= 0 ||
        (from !== undefined && compare(version, from) < 0)
      )
        continue;
      yield {
        at: refSpan(step.uses),
        message: `${used.name} ${used.ref} has a known vulnerability (${advisory})`,
        ...(fixed[0] === version[0]
          ? nameWritten(
              project,
              refSpan(step.uses),
              used.ref,
              `${used.ref.startsWith('v') ? 'v' : ''}${fixed.join('.')}`,
            )
          : {}),
        advice: `Use ${fixed.join('.')} or later; see https://github.com/advisories/${advisory}.`,
      };
    }
  },
  examples: [
    bad(
      steps(`
      - uses: tj-actions/changed-files@v40
    `),
      '.github/workflows/ci.yml:6:40',
    ),
    bad(
      steps(`
      - name: Files
        uses: 'actions/download-artifact@v4.1.2' # as tested
    `),
      '.github/workflows/ci.yml:7:42',
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - name: Files
                  uses: 'actions/download-artifact@v4.1.3' # as tested
        `,
      },
    ),
    good(
      steps(`
      - uses: tj-actions/changed-files@v46.0.5
    `),
    ),
  ],
});
