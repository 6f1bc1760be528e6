import { bad, defineRule, good } from '../rule.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'workflow-command-removed',
  area: 'ci',
  severity: 'medium',
  aliases: ['actionlint:check-deprecated-workflow-commands'],
  title: 'A step uses a workflow command that is gone or going',
  why: '`set-env` and `add-path` fail since 2020; `set-output` and `save-state` warn today and will fail.',
  fix: 'Write to the files `$GITHUB_OUTPUT`, `$GITHUB_STATE`, `$GITHUB_ENV` and `$GITHUB_PATH`.',
  references: [
    'https://github.blog/changelog/2022-10-11-github-actions-deprecating-save-state-and-set-output-commands/',
  ],
  on: 'step',
  *check({ run }) {
    if (run === undefined) return;
    for (const match of run.value.matchAll(/::(set-output|save-state|set-env|add-path)(?=[ :])/g)) {
      const name = match[1] ?? '';
      const isGone = name === 'set-env' || name === 'add-path';
      yield {
        at: run.place(match.index, match.index + match[0].length),
        message: `${name} ${isGone ? 'no longer works' : 'is deprecated'} as a workflow command`,
        severity: isGone ? 'high' : 'medium',
      };
    }
  },
  examples: [
    bad(
      steps(`
      - run: |
          echo "::set-output name=tag::1.2.0"
          echo "::set-env name=LEVEL::debug"
    `),
      ['.github/workflows/ci.yml:7:17', '.github/workflows/ci.yml:8:17'],
    ),
    good(
      steps(`
      - run: |
          echo "tag=1.2.0" >> "$GITHUB_OUTPUT"
          echo "::notice::built"
    `),
    ),
  ],
});
