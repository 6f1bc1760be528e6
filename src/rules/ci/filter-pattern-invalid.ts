import { bad, defineRule, good } from '../rule.ts';
import { written } from '../shared/workflow-edits.ts';
import { workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'filter-pattern-invalid',
  area: 'ci',
  severity: 'high',
  aliases: ['actionlint:check-glob-pattern'],
  title: 'A filter of an event can never fit',
  why: 'The workflow does not start for the branches, tags or files that are meant.',
  fix: 'Correct the pattern: branches are written without `refs/heads/`, paths from the root without `./` or a leading slash.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#filter-pattern-cheat-sheet',
  ],
  on: 'workflow',
  *check({ triggers }, { project }) {
    for (const { filters } of triggers) {
      for (const name of ['branches', 'branches-ignore', 'tags', 'tags-ignore', 'paths', 'paths-ignore']) {
        const values = filters.get(name)?.values ?? [];
        for (const pattern of values) {
          const fault = faultOf(name, pattern.value);
          if (fault !== undefined)
            yield {
              at: pattern.span,
              message: `The pattern ${pattern.value} of ${name} ${fault}`,
              ...written(project, pattern.span, rightPattern(name, pattern.value)),
            };
        }
        const isOnlyOut =
          values.length > 0 &&
          !name.endsWith('-ignore') &&
          values.every(({ value }) => value.startsWith('!'));
        const at = filters.get(name)?.span;
        if (isOnlyOut && at !== undefined)
          yield { at, message: `${name} only takes out and never in, so that nothing fits` };
      }
    }
  },
  examples: [
    bad(
      workflow(`
      on:
        push:
          branches: [refs/heads/main, "rel[ease"]
          paths: ["./api/**"]
          tags: ["!v0.*"]
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: make
    `),
      [
        '.github/workflows/ci.yml:3:16',
        '.github/workflows/ci.yml:3:33',
        '.github/workflows/ci.yml:4:13',
        '.github/workflows/ci.yml:5:5',
      ],
      {
        '.github/workflows/ci.yml': `
          on:
            push:
              branches: [main, "rel[ease"]
              paths: ["api/**"]
              tags: ["!v0.*"]
          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - run: make
        `,
      },
    ),
    good(
      workflow(`
      on:
        push:
          branches: [main, "release/**"]
          paths: ["api/**", "!api/docs/**"]
          tags: ["v[0-9]+.*"]
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: make
    `),
    ),
  ],
});

function faultOf(name: string, pattern: string): string | undefined {
  const bare = pattern.replace(/^!/, '');
  if (bare === '') return 'is empty';
  if (bare.startsWith('refs/')) return 'begins with refs/, which the names of branches and tags do not';
  if (name.startsWith('paths') && /^\.{0,2}\//.test(bare))
    return 'does not begin at the root of the repository as paths do';
  const open = bare.replace(/\\./g, '').lastIndexOf('[');
  return open !== -1 && !bare.includes(']', open) ? 'has a bracket that is not closed' : undefined;
}

/** Without what stands before the name or the path. */
function rightPattern(name: string, pattern: string): string | undefined {
  const start = name.startsWith('paths')
    ? /^(!?)\.?\/(.+)$/s
    : name.startsWith('tags')
      ? /^(!?)refs\/tags\/(.+)$/s
      : /^(!?)refs\/heads\/(.+)$/s;
  const [, not = '', rest] = start.exec(pattern) ?? [];
  return rest === undefined ? undefined : `${not}${rest}`;
}
