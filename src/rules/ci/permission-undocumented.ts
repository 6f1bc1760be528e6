import { bad, defineRule, good } from '../rule.ts';
import { workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'permission-undocumented',
  area: 'ci',
  severity: 'info',
  aliases: ['zizmor:undocumented-permissions'],
  title: 'A permission is given without a word why',
  why: 'Nobody dares to take it away later.',
  fix: 'Put a comment beside it.',
  references: ['https://docs.github.com/en/actions/reference/security/secure-use'],
  preset: 'strict',
  on: 'workflow',
  *check(workflow, { project }) {
    const all = [workflow.permissions, ...[...workflow.jobs.values()].map(({ permissions }) => permissions)];
    const scopes = all
      .flatMap((permissions) => permissions?.scopes ?? [])
      .filter(
        ({ name, level }) => level.value === 'write' || (level.value === 'read' && name.value !== 'contents'),
      );
    if (scopes.length === 0) return;
    const { text } = project.texts.get(workflow.file) ?? { text: '' };
    for (const { name, level } of scopes) {
      const end = text.indexOf('\n', level.span.end);
      const rest = text.slice(level.span.end, end === -1 ? text.length : end);
      const lineStart = text.lastIndexOf('\n', name.span.start) + 1;
      const above = text.slice(text.lastIndexOf('\n', lineStart - 2) + 1, lineStart);
      if (rest.includes('#') || above.trim().startsWith('#')) continue;
      yield { at: name.span, message: `${name.value}: ${level.value} is given without a comment` };
    }
  },
  examples: [
    bad(
      workflow(`
      on: push
      permissions:
        contents: read
        packages: write
        pull-requests: read
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: make
    `),
      ['.github/workflows/ci.yml:4:3', '.github/workflows/ci.yml:5:3'],
    ),
    good(
      workflow(`
      on: push
      permissions:
        packages: write # pushes the image
      jobs:
        build:
          runs-on: ubuntu-24.04
          steps:
            - run: make
    `),
    ),
  ],
});
