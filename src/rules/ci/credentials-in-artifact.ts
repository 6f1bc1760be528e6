import { bad, defineRule, good } from '../rule.ts';
import { actionName, inputOf, stepLabel } from '../shared/workflow.ts';
import { setOnStep, written } from '../shared/workflow-edits.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'credentials-in-artifact',
  area: 'ci',
  severity: 'high',
  aliases: ['zizmor:artipacked'],
  title: 'The token of the job is uploaded with the checkout',
  why: 'Checkout keeps the token in `.git/config`; an artifact of the whole folder can be downloaded by everybody who can read the repository, while the token still works.',
  fix: 'Upload the folder that is meant, or check out with `persist-credentials: false`.',
  references: ['https://github.com/actions/checkout#usage'],
  on: 'step',
  only: ['uses'],
  *check(step, { project, job }) {
    if (actionName(step) !== 'actions/upload-artifact' || job === undefined) return;
    const path = inputOf(step, 'path');
    const paths = path?.value.split('\n').map((line) => line.trim()) ?? [];
    const isWhole = paths.some((line) =>
      /^(?:\.|\.\/|\*|\.\/\*|\*\*|\.\/\*\*|\$\{\{\s*github\.workspace\s*\}\}\/?)$/.test(line),
    );
    const outIgnored = paths.some((line) => /^!.*\.git\b/.test(line));
    // Since version 4.4 files that begin with a dot are left out unless asked for.
    const ref = /@(v?\d[\w.]*|\S+)/.exec(step.uses?.value ?? '')?.[1] ?? '';
    const isOld = /^v?[123](?:\.|$)/.test(ref) || /^v?4\.[0-3](?:\.|$)/.test(ref);
    const hidden = isOld || inputOf(step, 'include-hidden-files')?.value === 'true';
    if (path === undefined || !isWhole || outIgnored || !hidden) return;
    const checkout = job.steps.find(
      (other) =>
        other.index < step.index &&
        actionName(other) === 'actions/checkout' &&
        inputOf(other, 'persist-credentials')?.value !== 'false',
    );
    if (checkout === undefined) return;
    const kept = inputOf(checkout, 'persist-credentials');
    yield {
      at: path.span,
      message: `${stepLabel(step)} uploads the whole checkout with the token in it`,
      ...(kept === undefined
        ? setOnStep(project, checkout, ['with', 'persist-credentials'], false)
        : written(project, kept.span, false)),
      related: [{ at: checkout.uses?.span ?? checkout.span, message: 'checked out with its token here' }],
    };
  },
  examples: [
    bad(
      steps(`
      - uses: actions/checkout@v4
      - uses: actions/upload-artifact@v4
        with: {name: sources, path: ., include-hidden-files: true}
    `),
      '.github/workflows/ci.yml:8:37',
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@v4
                  with:
                    persist-credentials: false
                - uses: actions/upload-artifact@v4
                  with: {name: sources, path: ., include-hidden-files: true}
        `,
      },
    ),
    good(
      steps(`
      - uses: actions/checkout@v4
        with: {persist-credentials: false}
      - uses: actions/upload-artifact@v4
        with: {name: sources, path: ., include-hidden-files: true}
    `),
    ),
  ],
});
