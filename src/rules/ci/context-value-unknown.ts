import { nearest } from '../../base/text.ts';
import { chainsOf } from '../../syntax/expression.ts';
import { bad, defineRule, good } from '../rule.ts';
import { contextFault, namesBeside } from '../shared/context-values.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'context-value-unknown',
  area: 'ci',
  severity: 'medium',
  aliases: ['actionlint:check-type-check-expression', 'actionlint:check-contexts-and-builtin-func'],
  title: 'An expression asks a context for a value that it does not have',
  why: 'The value is empty without a word: a key of a cache or a group is the same for all, a condition never holds.',
  fix: 'Correct the name; what an event brings stands below `github.event`.',
  references: ['https://docs.github.com/en/actions/reference/workflows-and-actions/contexts'],
  on: 'expression',
  only: ['github', 'runner', 'strategy', 'job', 'steps', 'needs'],
  *check(expression) {
    for (const { node, path } of chainsOf(expression.tree)) {
      const fault = contextFault(path);
      if (fault === undefined) continue;
      const names = namesBeside(path);
      const guess = nearest((names.includes('outputs') ? path[2] : path[1]) ?? '', names);
      yield {
        at: expression.within.place(node.start, node.end),
        message: `The expression reads ${path.join('.')}: ${fault}`,
        ...(guess === undefined ? {} : { advice: `Did you mean ${guess}?` }),
      };
    }
  },
  examples: [
    bad(
      steps(`
      - id: tag
        run: echo "\${{ github.pull_request.number }} on \${{ runner.platform }}"
      - run: echo "\${{ steps.tag.output.name }} of \${{ github.repository.owner }}"
    `),
      [
        '.github/workflows/ci.yml:7:24',
        '.github/workflows/ci.yml:7:61',
        '.github/workflows/ci.yml:8:24',
        '.github/workflows/ci.yml:8:56',
      ],
    ),
    good(
      steps(`
      - id: tag
        run: echo "\${{ github.event.pull_request.number }} on \${{ runner.os }} in \${{ runner.workspace }}"
      - run: echo "\${{ steps.tag.outputs.name }} of \${{ github.repository_owner }}"
        if: job.status == 'success' && job.services.db.ports[5432] && steps.tag.outcome == 'success'
    `),
    ),
  ],
});
