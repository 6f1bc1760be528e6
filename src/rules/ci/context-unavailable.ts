import { nodesOf } from '../../syntax/expression.ts';
import { bad, defineRule, good } from '../rule.ts';
import { contexts, placedFunctions as special } from '../shared/expression-names.ts';
import { steps, workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'context-unavailable',
  area: 'ci',
  severity: 'critical',
  aliases: ['actionlint:ctx-spfunc-availability'],
  title: 'An expression uses a context where it does not exist',
  why: 'GitHub refuses the workflow ("Unrecognized named-value"), so nothing of it runs.',
  fix: 'Hand the value over through a key that may use it: an environment variable of the job, an output, an input.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/contexts#context-availability',
  ],
  on: 'expression',
  *check(expression) {
    const { available, tree, path } = expression;
    if (available === undefined) return;
    const key = path.findLast((part) => typeof part === 'string') ?? '';
    for (const node of nodesOf(tree)) {
      if (node.kind !== 'context' && node.kind !== 'call') continue;
      const name = node.name.toLowerCase();
      const isContext = node.kind === 'context';
      const isKnown = isContext ? contexts.has(name) : special.has(name);
      const names = isContext ? available.contexts : available.functions;
      if (!isKnown || names.some((one) => one.toLowerCase() === name)) continue;
      yield {
        at: expression.within.place(node.start, isContext ? node.end : node.nameEnd),
        message: `${node.name} cannot be used in "${key}" here`,
        advice:
          names.length === 0
            ? 'No expression of this kind is evaluated here; write the value out.'
            : `What can be used here: ${names.join(', ')}.`,
      };
    }
  },
  examples: [
    bad(
      workflow(`
      on: push
      env:
        SHELL_OF: \${{ runner.os }}
      jobs:
        build:
          runs-on: ubuntu-24.04
          if: env.DEPLOY == 'yes'
          steps:
            - run: make
              if: secrets.TOKEN != ''
            - uses: actions/checkout@\${{ github.sha }}
    `),
      [
        '.github/workflows/ci.yml:3:17',
        '.github/workflows/ci.yml:7:9',
        '.github/workflows/ci.yml:10:13',
        '.github/workflows/ci.yml:11:36',
      ],
    ),
    good(
      workflow(`
      on: push
      jobs:
        build:
          runs-on: ubuntu-24.04
          if: vars.DEPLOY == 'yes'
          env:
            TOKEN: \${{ secrets.TOKEN }}
          steps:
            - run: make
              if: env.TOKEN != '' && hashFiles('go.sum') != ''
    `),
    ),
    good(
      steps(`
      - parallel:
          - run: npm run lint
            if: \${{ !cancelled() }}
          - run: npm test
    `),
    ),
  ],
});
