import { bad, defineRule, good } from '../rule.ts';
import { pinsOf } from '../shared/action-pins.ts';
import { isBefore, limitOf, versionOf } from '../shared/action-versions-table.ts';
import { refSpan, usedBy } from '../shared/workflow.ts';
import { nameWritten } from '../shared/workflow-edits.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'action-outdated',
  area: 'ci',
  severity: 'low',
  aliases: ['actionlint:detect-outdated-popular-actions'],
  title: 'A version of an action is outdated',
  why: 'It runs on a Node.js that GitHub has retired, with warnings in each run, and gets no corrections.',
  fix: 'Use the newest major version.',
  references: [
    'https://github.blog/changelog/2024-04-16-deprecation-notice-v3-of-the-artifact-actions/',
    'https://github.blog/changelog/2024-12-05-notice-of-upcoming-releases-and-breaking-changes-for-github-actions/',
  ],
  on: 'step',
  only: ['uses'],
  *check(step, { project }) {
    const used = usedBy(step.uses);
    if (used?.kind !== 'repository' || step.uses === undefined) return;
    const version = versionOf(used.ref);
    const limit = limitOf(used.path === '' ? used.name : `${used.name}/${used.path}`);
    if (version === undefined || limit === undefined) return;
    const [major, minor] = version;
    const isGone = limit.gone !== undefined && isBefore(major, minor, limit.gone);
    if (!isGone && major >= limit.current) return;
    // Another place of the repository has gone over already.
    const newer = pinsOf(project, step.uses).filter(
      ({ ref, version: other }) => ref === other && (versionOf(ref)?.[0] ?? 0) >= limit.current,
    );
    yield {
      at: refSpan(step.uses),
      message: isGone
        ? `${used.name} ${used.ref} no longer works: GitHub has shut down what it uses`
        : `${used.name} ${used.ref} runs on a Node.js that GitHub has retired`,
      ...(isGone ? { severity: 'critical' as const } : {}),
      ...nameWritten(project, refSpan(step.uses), used.ref, newer.length === 1 ? newer[0]?.ref : undefined),
    };
  },
  examples: [
    bad(
      steps(`
      - uses: actions/checkout@v3
      - uses: actions/upload-artifact@v3
        with: {name: app, path: dist}
      - uses: peter-evans/create-pull-request@v5
    `),
      ['.github/workflows/ci.yml:6:32', '.github/workflows/ci.yml:7:39', '.github/workflows/ci.yml:9:47'],
    ),
    bad(
      {
        '.github/workflows/ci.yml': `
        on: push
        jobs:
          build:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v3 # with history
                with: {fetch-depth: 0}
              - uses: 'actions/setup-go@v3'
      `,
        '.github/workflows/release.yml': `
        on: push
        jobs:
          build:
            runs-on: ubuntu-24.04
            steps: [{uses: actions/checkout@v4}, {uses: actions/setup-go@v5}, {uses: actions/setup-go@v6}]
      `,
      },
      ['.github/workflows/ci.yml:6:32', '.github/workflows/ci.yml:8:33'],
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@v4 # with history
                  with: {fetch-depth: 0}
                - uses: 'actions/setup-go@v3'
        `,
      },
    ),
    good(
      steps(`
      - uses: actions/checkout@v4
      - uses: actions/upload-artifact@v4
        with: {name: app, path: dist}
      - uses: actions/cache@v4
        with: {key: a, path: b}
    `),
    ),
  ],
});
