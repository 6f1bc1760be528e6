import { bad, defineRule, good } from '../rule.ts';
import { meant } from '../shared/meant.ts';
import { workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'permission-unknown',
  area: 'ci',
  severity: 'critical',
  aliases: ['actionlint:permissions'],
  title: 'A permission of the token does not exist',
  why: 'GitHub refuses the whole workflow file, so none of its jobs run.',
  fix: 'Correct the name; a level is read, write or none.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions',
  ],
  on: 'workflow',
  *check(workflow) {
    const all = [workflow.permissions, ...[...workflow.jobs.values()].map(({ permissions }) => permissions)];
    for (const { name, level } of all.flatMap((permissions) => permissions?.scopes ?? [])) {
      const levels = Object.hasOwn(scopes, name.value) ? scopes[name.value] : undefined;
      if (levels === undefined) {
        yield {
          at: name.span,
          message: `There is no permission ${name.value}`,
          ...meant(name.value, name.span, Object.keys(scopes)),
        };
      } else if (!levels.split(' ').includes(level.value)) {
        yield {
          at: level.span,
          message: `The permission ${name.value} has no level ${level.value === '' ? 'of this form' : level.value}`,
          advice: `Its levels are ${levels.split(' ').join(', ')}.`,
        };
      }
    }
  },
  examples: [
    bad(
      workflow(`
      on: push
      permissions:
        content: read
        packages: yes
        id-token: read
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: make
    `),
      ['.github/workflows/ci.yml:3:3', '.github/workflows/ci.yml:4:13', '.github/workflows/ci.yml:5:13'],
      workflow(`
      on: push
      permissions:
        contents: read
        packages: yes
        id-token: read
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: make
    `),
    ),
    good(
      workflow(`
      on: push
      permissions:
        contents: read
        packages: write
        id-token: write
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: make
    `),
    ),
  ],
});

const any = 'read write none';

/** Scopes and their levels. Source: the first reference. */
const scopes: Readonly<Record<string, string>> = {
  actions: any,
  'artifact-metadata': any,
  attestations: any,
  checks: any,
  'code-quality': any,
  contents: any,
  'copilot-requests': 'write none',
  deployments: any,
  discussions: any,
  drives: any,
  'id-token': 'write none',
  issues: any,
  models: 'read none',
  packages: any,
  pages: any,
  'pull-requests': any,
  'repository-projects': any,
  'security-events': any,
  statuses: any,
  'vulnerability-alerts': 'read none',
};
