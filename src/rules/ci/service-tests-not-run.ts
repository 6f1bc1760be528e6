import type { PackageFile } from '../../model/package-file.ts';
import type { Project } from '../../model/project.ts';
import { bad, defineRule, good } from '../rule.ts';
import { gateOf } from '../shared/workflow-gates.ts';
import { stepCommands } from '../shared/workflow-run.ts';

export default defineRule({
  id: 'service-tests-not-run',
  area: 'ci',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'The pipeline runs the tests of some services and not of another',
  why: 'A change that breaks this service is merged and deployed with a green pipeline.',
  fix: 'Add a step, or a matrix over the services, that runs its tests too.',
  references: [
    'https://docs.github.com/en/actions/how-tos/write-workflows/choose-what-workflows-do/run-job-variations',
  ],
  on: 'project',
  *check(project) {
    const tested = testedFolders(project);
    if (tested === undefined || tested.size === 0) return;
    const services = servicePackages(project);
    if (!services.some(({ folder }) => tested.has(folder))) return;
    for (const { file, folder, commands } of services) {
      const test = commands.get('test');
      if (test === undefined || tested.has(folder)) continue;
      const [first] = [...tested.values()];
      yield {
        at: test.span,
        message: `no workflow runs the tests of ${folder}`,
        object: file,
        related: first === undefined ? [] : [{ at: first, message: 'those of another service are run here' }],
      };
    }
  },
  examples: [
    bad(
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            test:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@v4
                - run: npm ci && npm test
                  working-directory: orders
        `,
        'compose.yaml': `
          services:
            orders:
              build: orders
            payments:
              build: payments
        `,
        'orders/Dockerfile': 'FROM node:22.11-alpine\n',
        'orders/package.json': '{"name": "orders", "scripts": {"test": "vitest run"}}\n',
        'payments/Dockerfile': 'FROM node:22.11-alpine\n',
        'payments/package.json': '{"name": "payments", "scripts": {"test": "vitest run"}}\n',
      },
      'payments/package.json:1:42',
    ),
    good({
      '.github/workflows/ci.yml': `
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v4
              - run: npm ci && npm test
                working-directory: orders
              - run: npm ci && npm test
                working-directory: payments
      `,
      'compose.yaml': `
        services:
          orders:
            build: orders
          payments:
            build: payments
      `,
      'orders/Dockerfile': 'FROM node:22.11-alpine\n',
      'orders/package.json': '{"name": "orders", "scripts": {"test": "vitest run"}}\n',
      'payments/Dockerfile': 'FROM node:22.11-alpine\n',
      'payments/package.json': '{"name": "payments", "scripts": {"test": "vitest run"}}\n',
    }),
  ],
});

/** Packages of services that are built from folders of their own and have tests. */
function servicePackages(project: Project): readonly PackageFile[] {
  const folders = new Set(
    project.builds.map(({ context }) => context).filter((context) => context !== '' && context !== '.'),
  );
  return project.packages.filter(({ kind, folder, commands }) => {
    const test = commands.get('test')?.value;
    return (
      kind === 'npm' &&
      folders.has(folder) &&
      test !== undefined &&
      !/no test specified|^echo|^true|^exit/.test(test)
    );
  });
}

/** Folders in which tests are run, each with the place; undefined when a tool or an expression chooses them. */
function testedFolders({ ci }: Project) {
  const folders = new Map<string, { readonly file: string; readonly start: number; readonly end: number }>();
  for (const workflow of ci.workflows.values()) {
    for (const job of workflow.jobs.values()) {
      for (const step of job.steps) {
        const text = step.run?.value ?? '';
        if (
          /\b(?:turbo|nx|lerna|rush|make|just|task)\b|--workspaces?\b|(?:^|\s)-(?:w|ws|r)\b|--filter|\.sh\b|docker(?:-| )compose|for \w+ in/.test(
            text,
          )
        )
          return undefined;
        const tests = stepCommands(step).filter((command) => gateOf(command) === 'test');
        if (tests.length === 0) continue;
        const folder =
          step.workingDirectory ?? job.defaults.workingDirectory ?? workflow.defaults.workingDirectory;
        const moved = stepCommands(step).find(({ program }) => program === 'cd')?.words[1];
        const prefix = /--prefix[= ](\S+)/.exec(text)?.[1];
        const path = moved ?? prefix ?? folder?.value ?? '';
        const [first] = tests;
        // From the root a test program may find the tests of all.
        if (path === '' || /[$*{}]|\.\./.test(path) || first === undefined) return undefined;
        folders.set(path.replace(/^\.\//, '').replace(/\/+$/, ''), first.span);
      }
    }
  }
  return folders;
}
