import { bad, defineRule, good } from '../rule.ts';
import { workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'workflow-unnamed',
  area: 'ci',
  severity: 'info',
  aliases: ['zizmor:anonymous-definition'],
  title: 'A workflow has no name',
  why: 'It is listed by its path, and so are its checks.',
  fix: 'Add `name:`.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax'],
  preset: 'strict',
  on: 'workflow',
  *check({ name, keys, span }) {
    if (name === undefined) yield { at: keys.get('on') ?? span, message: 'The workflow has no name' };
  },
  examples: [
    bad(
      workflow(`
      on: push
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: make
    `),
      '.github/workflows/ci.yml:1:1',
    ),
    good(
      workflow(`
      name: CI
      on: push
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: make
    `),
    ),
  ],
});
