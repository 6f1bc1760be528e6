import { nearest } from '../../base/text.ts';
import type { Job, Step, Workflow } from '../../model/workflow.ts';
import { bad, defineRule, good } from '../rule.ts';
import { commandsNamed, missingIn, nearTo, wordsFor } from '../shared/package-commands.ts';
import { actionName, pathFromRoot } from '../shared/workflow.ts';
import { plainFolder } from '../shared/workflow-checkouts.ts';
import { nameWritten } from '../shared/workflow-edits.ts';
import { stepCommands } from '../shared/workflow-run.ts';

export default defineRule({
  id: 'package-command-missing',
  area: 'ci',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A step runs an npm script or make target that does not exist',
  why: 'The step fails each time: the gate is red for ever, and people stop looking at it.',
  fix: 'Name the command that exists, or add it.',
  references: ['https://docs.npmjs.com/cli/v11/commands/npm-run'],
  on: 'step',
  only: ['run'],
  *check(step, { project, workflow, job }) {
    if (workflow === undefined || job === undefined || !isPlainCheckout(job)) return;
    let folder = folderOf(workflow, job, step);
    const commands = stepCommands(step);
    for (const [index, { parts, depth }] of commands.entries()) {
      if (parts[0]?.text === 'cd' && depth === 0) {
        folder = movedTo(folder, parts);
        if (folder === undefined) return;
        continue;
      }
      for (const named of commandsNamed(parts)) {
        const word = parts[named.index];
        const files = missingIn(project, named, named.folder === undefined ? folder : undefined);
        if (files === undefined || word === undefined || step.run === undefined) continue;
        const near = nearTo(files, named.name);
        const at = step.run.place(word.start, word.end);
        const guess = nearest(
          named.name,
          files.flatMap((file) => [...file.commands.keys()]),
        );
        yield {
          at,
          ...nameWritten(project, at, named.name, guess),
          message: `job ${job.id} runs the ${wordsFor(named)}, which does not exist`,
          object: `job ${job.id} ${wordsFor(named)}`,
          // A step or command whose failure does not count breaks nothing.
          severity:
            step.continueOnError === undefined && commands[index + 1]?.operatorBefore !== '||'
              ? 'high'
              : 'medium',
          related: near === undefined ? [] : [near],
        };
      }
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
                - run: npm ci && npm run tests # all
        `,
        'package.json': `
          {"name": "shop", "scripts": {"build": "tsc", "test": "vitest run"}}
        `,
      },
      '.github/workflows/ci.yml:7:32',
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            test:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@v4
                - run: npm ci && npm run test # all
        `,
      },
    ),
    bad(
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            test:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@v4
                - run: |
                    cd web
                    npm run tests
        `,
        'web/package.json': `
          {"name": "web", "scripts": {"build": "tsc", "test": "vitest run"}}
        `,
      },
      '.github/workflows/ci.yml:9:19',
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            test:
              runs-on: ubuntu-24.04
              steps:
                - uses: actions/checkout@v4
                - run: |
                    cd web
                    npm run test
        `,
      },
    ),
    good({
      '.github/workflows/ci.yml': `
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            steps:
              - uses: actions/checkout@v4
              - run: npm ci && npm run test && npm run lint --if-present
      `,
      'package.json': `
        {"name": "shop", "scripts": {"build": "tsc", "test": "vitest run"}}
      `,
    }),
  ],
});

/** The repository itself lies in the working folder. */
function isPlainCheckout({ steps }: Job): boolean {
  const checkouts = steps.filter((step) => actionName(step) === 'actions/checkout');
  const isMoved = ({ name }: { readonly name: { readonly value: string } }) =>
    ['path', 'repository', 'ref', 'sparse-checkout'].includes(name.value);
  return checkouts.length > 0 && !checkouts.some((step) => step.with.some(isMoved));
}

/** The folder in which the step runs; undefined where only the run knows it. */
function folderOf(workflow: Workflow, job: Job, step: Step): string | undefined {
  const folder = step.workingDirectory ?? job.defaults.workingDirectory ?? workflow.defaults.workingDirectory;
  if (folder === undefined) return pathFromRoot(workflow, '');
  const path = folder.value.replace(/^\.\/|\/+$/g, '').replace(/^\.$/, '');
  return /[$*{}]|^\/|\.\./.test(path) ? undefined : pathFromRoot(workflow, path);
}

/** After `cd web`; undefined where only the run knows. */
function movedTo(
  folder: string | undefined,
  [, word, other]: readonly { readonly text: string; readonly dynamic: boolean }[],
): string | undefined {
  const path =
    word === undefined || word.dynamic || other !== undefined || word.text === '-'
      ? undefined
      : plainFolder(word.text);
  if (folder === undefined || path === undefined) return undefined;
  return [folder, path].filter((part) => part !== '').join('/');
}
