import type { Fix } from '../../model/finding.ts';
import type { Step } from '../../model/workflow.ts';
import { offer, replace, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { steps } from '../shared/workflow-example.ts';
import { stepCommands } from '../shared/workflow-run.ts';

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
  only: ['run'],
  *check(step) {
    const { run } = step;
    if (run === undefined) return;
    for (const match of run.value.matchAll(/::(set-output|save-state|set-env|add-path)(?=[ :])/g)) {
      const name = match[1] ?? '';
      const isGone = name === 'set-env' || name === 'add-path';
      yield {
        at: run.place(match.index, match.index + match[0].length),
        message: `${name} ${isGone ? 'no longer works' : 'is deprecated'} as a workflow command`,
        severity: isGone ? 'high' : 'medium',
        ...offer(fixOf(step, match.index)),
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
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - run: |
                    echo "tag=1.2.0" >> "$GITHUB_OUTPUT"
                    echo "LEVEL=debug" >> "$GITHUB_ENV"
        `,
      },
    ),
    bad(
      steps(`
      - run: |
          set -eu
          if [ -n "$TAG" ]; then echo ::set-output name=tag::$TAG; fi # for the next
          echo '::add-path::/opt/bin' && echo "::save-state name=pid::\${PID}"
          echo "::set-output name=all::\${ALL//$'\\n'/'%0A'}"
          printf '::set-output name=x::%s' "$X"
      - run: Write-Output "::set-output name=tag::1.2.0"
        shell: pwsh
    `),
      [
        '.github/workflows/ci.yml:8:39',
        '.github/workflows/ci.yml:9:17',
        '.github/workflows/ci.yml:9:48',
        '.github/workflows/ci.yml:10:17',
        '.github/workflows/ci.yml:11:19',
        '.github/workflows/ci.yml:12:28',
      ],
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - run: |
                    set -eu
                    if [ -n "$TAG" ]; then echo ::set-output name=tag::$TAG; fi # for the next
                    echo '/opt/bin' >> "$GITHUB_PATH" && echo "pid=\${PID}" >> "$GITHUB_STATE"
                    echo "::set-output name=all::\${ALL//$'\\n'/'%0A'}"
                    printf '::set-output name=x::%s' "$X"
                - run: Write-Output "::set-output name=tag::1.2.0"
                  shell: pwsh
        `,
      },
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

const files: Readonly<Record<string, string>> = {
  'set-output': 'GITHUB_OUTPUT',
  'save-state': 'GITHUB_STATE',
  'set-env': 'GITHUB_ENV',
  'add-path': 'GITHUB_PATH',
};

/** The line that writes to the file instead, where it is an `echo` of nothing else. */
function fixOf(step: Step, at: number): Fix | undefined {
  const { run } = step;
  const command = stepCommands(step).find(({ start, end }) => start <= at && at < end);
  const [, word, other] = command?.parts ?? [];
  if (run === undefined || command?.program !== 'echo' || word === undefined || other !== undefined)
    return undefined;
  const written = run.value.slice(word.start, word.end);
  const [, open = '', name = '', key, value = ''] =
    /^(["']?)::(set-output|save-state|set-env|add-path)(?: name=([^:,]+))?::(.*?)\1$/s.exec(written) ?? [];
  const file = Object.hasOwn(files, name) ? files[name] : undefined;
  const place = run.place(word.start, word.end);
  const after = run.value.slice(word.end).split('\n')[0] ?? '';
  // Lines of a value would each be taken for one of the file.
  if (file === undefined || /%0A|\n|\\$/.test(value) || !/^\s*(?:$|[;&)|])/.test(after)) return undefined;
  if (
    (key === undefined) !== (name === 'add-path') ||
    /^\s*\|/.test(after) ||
    place.end - place.start !== written.length
  )
    return undefined;
  const text = `${open}${key === undefined ? '' : `${key}=`}${value}${open} >> "$${file}"`;
  return review(`Write to $${file}`, replace(place, text));
}
