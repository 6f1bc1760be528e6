import { bad, defineRule, good } from '../rule.ts';
import { isMissing } from '../shared/path.ts';

export default defineRule({
  id: 'path-filter-unmatched',
  area: 'ci',
  severity: 'low',
  aliases: [],
  title: 'A filter names a path that does not exist',
  why: 'Changes of what was meant do not start the workflow.',
  fix: 'Correct the path.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onpushpull_requestpull_request_targetpathspaths-ignore',
  ],
  on: 'workflow',
  *check({ triggers, folder }, { project }) {
    if (folder === undefined) return;
    for (const { filters } of triggers) {
      for (const name of ['paths', 'paths-ignore']) {
        for (const { value, span } of filters.get(name)?.values ?? []) {
          const parts = value.replace(/^!/, '').split('/');
          const wild = parts.findIndex((part) => /[*?[\]+!]/.test(part));
          // A folder alone fits no file, and a pattern with a star in its first part may fit anything.
          const fixed = (wild === -1 ? parts : parts.slice(0, wild)).filter((part) => part !== '');
          const path = [folder, ...fixed].filter((part) => part !== '').join('/');
          if (fixed.length === 0 || /^!?\.{0,2}\//.test(value) || !isMissing(project, path)) continue;
          yield { at: span, message: `${value} of ${name} fits nothing: ${path} does not exist` };
        }
      }
    }
  },
  examples: [
    bad(
      {
        '.github/workflows/ci.yml': `
        on:
          push:
            paths: ["backend/**", "api/**"]
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps:
              - run: make test
      `,
        'api/main.py': `
        print('ready')
      `,
      },
      '.github/workflows/ci.yml:3:13',
    ),
    good({
      '.github/workflows/ci.yml': `
        on:
          push:
            paths: ["api/**", "**.md"]
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps:
              - run: make test
      `,
      'api/main.py': `
        print('ready')
      `,
    }),
  ],
});
