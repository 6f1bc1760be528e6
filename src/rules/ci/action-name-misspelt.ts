import { nearest } from '../../base/text.ts';
import { replace, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isBefore, limitOf, versionOf } from '../shared/action-versions-table.ts';
import { isOfficial, isOwn } from '../shared/official-actions.ts';
import { usedBy } from '../shared/workflow.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'action-name-misspelt',
  area: 'ci',
  severity: 'high',
  confidence: 'likely',
  aliases: ['zizmor:typosquat-uses'],
  title: 'The name of an action looks like a slip of a well-known one',
  why: 'Whoever owns the misspelt name runs code in your jobs, with your secrets.',
  fix: 'Correct the name.',
  references: ['https://orca.security/resources/blog/typosquatting-in-github-actions/'],
  on: 'step',
  only: ['uses'],
  *check(step, { project }) {
    const used = usedBy(step.uses);
    if (
      used?.kind !== 'repository' ||
      step.uses === undefined ||
      wellKnown.has(used.name) ||
      isOfficial(used.owner) ||
      isOwn(project, used.owner)
    )
      return;
    const [owner = '', name = ''] = used.name.split('/');
    const guess = [...wellKnown].find((one) => {
      const [otherOwner = '', otherName = ''] = one.split('/');
      return (
        (name === otherName && isSlip(owner, otherOwner)) || (owner === otherOwner && isSlip(name, otherName))
      );
    });
    if (guess !== undefined)
      yield {
        at: step.uses.span,
        message: `${used.name} differs by one letter from ${guess}`,
        ...(isGone(guess, used.ref)
          ? {}
          : { fix: review(`Write ${guess}`, replace(step.uses.place(0, used.name.length), guess)) }),
      };
  },
  examples: [
    bad(
      steps(`
      - uses: action/checkout@v4
    `),
      '.github/workflows/ci.yml:6:15',
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@v4
        `,
      },
    ),
    bad(
      steps(`
      - uses: action/upload-artifact@v3
        with: {name: app, path: dist}
    `),
      '.github/workflows/ci.yml:6:15',
    ),
    good(
      steps(`
      - uses: actions/checkout@v4
      - uses: acme/checkout@v4
    `),
    ),
  ],
});

const wellKnown: ReadonlySet<string> = new Set([
  'actions/checkout',
  'actions/setup-node',
  'actions/setup-python',
  'actions/setup-go',
  'actions/setup-java',
  'actions/cache',
  'actions/upload-artifact',
  'actions/download-artifact',
  'actions/github-script',
  'docker/build-push-action',
  'docker/login-action',
  'docker/metadata-action',
  'docker/setup-buildx-action',
  'docker/setup-qemu-action',
  'codecov/codecov-action',
  'softprops/action-gh-release',
  'golangci/golangci-lint-action',
  'aws-actions/configure-aws-credentials',
  'peter-evans/create-pull-request',
  'peaceiris/actions-gh-pages',
  'azure/login',
]);

/** One letter more, less or other, or two changed about. */
/** What does not work under its own name is no better than the slip, and its version is for a person to choose. */
function isGone(action: string, ref: string): boolean {
  const [version, limit] = [versionOf(ref), limitOf(action)];
  return version !== undefined && limit?.gone !== undefined && isBefore(...version, limit.gone);
}

function isSlip(word: string, other: string): boolean {
  if (word === other || other.length < 5) return false;
  const short = word.slice(0, 5);
  return (
    Math.abs(word.length - other.length) <= 1 &&
    short !== '' &&
    nearest(word.slice(0, 5), [other.slice(0, 5)]) !== undefined &&
    oneEdit(word, other)
  );
}

function oneEdit(a: string, b: string): boolean {
  let start = 0;
  while (start < a.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [left, right] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (left.length <= 1 && right.length <= 1) return true;
  return left.length === 2 && right.length === 2 && left[0] === right[1] && left[1] === right[0];
}
