import type { Project } from '../../model/project.ts';
import { bad, defineRule, good } from '../rule.ts';
import { meantValue } from '../shared/workflow-edits.ts';

export default defineRule({
  id: 'workflow-run-unknown',
  area: 'ci',
  severity: 'high',
  aliases: [],
  title: 'A workflow waits for a workflow that does not exist',
  why: 'It never starts: a deployment or check that everybody takes for granted does not happen.',
  fix: 'Write the name of the other workflow as its `name:` has it.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#workflow_run',
  ],
  joins: 'file',
  on: 'workflow',
  *check({ triggers, file }, { project }) {
    for (const { event, filters } of triggers) {
      if (event !== 'workflow_run') continue;
      const names = namesIn(project);
      for (const { value, span } of filters.get('workflows')?.values ?? []) {
        // Some workflows are made by GitHub itself (Dependabot, pages, CodeQL default set-up).
        const plain = value.replace(/\\(.)/g, '$1');
        if (
          names.some((name) => name === value || name === plain || name.endsWith(`/${value}`)) ||
          /[*?]|^(?:pages|CodeQL|Dependabot|pages-build-deployment)/i.test(value)
        )
          continue;
        yield {
          at: span,
          message: `${file} waits for the workflow ${value}, which does not exist`,
          ...meantValue(
            project,
            value,
            span,
            names.filter((name) => name !== ''),
          ),
        };
      }
    }
  },
  examples: [
    bad(
      {
        '.github/workflows/deploy.yml': `
        on:
          workflow_run:
            workflows: [Tests]
        jobs:
          deploy:
            runs-on: ubuntu-24.04
            steps:
              - run: make deploy
      `,
        '.github/workflows/test.yml': `
        name: Test
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps:
              - run: make test
      `,
      },
      '.github/workflows/deploy.yml:3:17',
      {
        '.github/workflows/deploy.yml': `
          on:
            workflow_run:
              workflows: [Test]
          jobs:
            deploy:
              runs-on: ubuntu-24.04
              steps:
                - run: make deploy
        `,
      },
    ),
    good({
      '.github/workflows/deploy.yml': `
        on:
          workflow_run:
            workflows: ['Test C\\+\\+']
        jobs:
          deploy:
            runs-on: ubuntu-24.04
            steps:
              - run: make deploy
      `,
      '.github/workflows/test.yml': `
        name: Test C++
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps:
              - run: make test
      `,
    }),
    good({
      '.github/workflows/deploy.yml': `
        on:
          workflow_run:
            workflows: [Test]
        jobs:
          deploy:
            runs-on: ubuntu-24.04
            steps:
              - run: make deploy
      `,
      '.github/workflows/test.yml': `
        name: Test
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps:
              - run: make test
      `,
    }),
  ],
});

const cache = new WeakMap<Project, readonly string[]>();

/** Names of all workflows; one without a name is known by its path. */
function namesIn(project: Project): readonly string[] {
  const known =
    cache.get(project) ?? [...project.ci.workflows.values()].map(({ name, file }) => name?.value ?? file);
  cache.set(project, known);
  return known;
}
