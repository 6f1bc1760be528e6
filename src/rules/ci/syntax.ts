import type { ReadProblem } from '../../model/artifact.ts';
import type { Project } from '../../model/project.ts';
import { bad, good } from '../rule.ts';
import { problemRule } from '../shared/problem-rule.ts';
import { writtenAt } from '../shared/source-text.ts';
import { workflow } from '../shared/workflow-example.ts';

export default problemRule({
  id: 'syntax',
  area: 'ci',
  severity: 'critical',
  aliases: ['actionlint:yaml-anchors', 'actionlint:syntax-check'],
  title: 'A pipeline file is not valid YAML',
  why: 'GitHub or GitLab refuses the file: nothing of it runs, and no check reports back.',
  fix: 'Correct the line, or the one above it.',
  references: ['https://yaml.org/spec/1.2.2/'],
  // What is read behind a mistake is off as well.
  joins: 'file',
  takes: ({ code }) =>
    (code.startsWith('yaml-') && code !== 'yaml-duplicate-key') ||
    code === 'encoding' ||
    code === 'unreadable',
  // Most programs take a shallow quote, and a template is filled in before anything runs it.
  severityOf: (problem, project) =>
    problem.code === 'yaml-quote-shallow' || isToFillIn(problem, project) ? 'low' : undefined,
  examples: [
    bad(
      workflow(`
      on: push
      jobs:
        build:
          runs-on: [ubuntu-24.04
          steps:
            - run: make
    `),
      '.github/workflows/ci.yml:5:5',
    ),
    bad(
      {
        'workflow-templates/scan.yml': `
          on: push
          jobs:
            scan:
              runs-on: ubuntu-24.04
              steps:
                - uses: acme/scan@v2
                  with:
                    group: {{ groupId }} # your group
        `,
      },
      'workflow-templates/scan.yml:8:19',
    ),
    good(
      workflow(`
      on: push
      jobs:
        build:
          runs-on: [ubuntu-24.04]
          steps:
            - run: make
    `),
    ),
  ],
});

/** `{{ groupId }}` of a template that GitHub offers. */
function isToFillIn({ code, span }: ReadProblem, project: Project): boolean {
  if (code !== 'yaml-key-not-scalar') return false;
  const isRun = /(?:^|\/)\.github\/workflows\//.test(span.file) && !/(?:^|\/)templates?\//.test(span.file);
  if (isRun) return false;
  return /^\{+\s*[\w.-]+\s*\}/.test(writtenAt(project, span));
}
