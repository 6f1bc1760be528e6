import { nodesOf, pathOf } from '../../syntax/expression.ts';
import { bad, defineRule, good } from '../rule.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'secret-unredacted',
  area: 'ci',
  severity: 'medium',
  aliases: ['zizmor:unredacted-secrets'],
  title: 'A part of a secret is used that the log does not hide',
  why: 'GitHub hides a secret only as a whole: what is taken out of it with fromJSON is printed as it is.',
  fix: 'Keep each value as a secret of its own.',
  references: [
    'https://docs.github.com/en/actions/reference/security/secure-use#use-secrets-for-sensitive-information',
  ],
  on: 'expression',
  only: ['fromjson()'],
  *check(expression) {
    for (const node of nodesOf(expression.tree)) {
      if (node.kind !== 'property' && node.kind !== 'index') continue;
      const call = node.of;
      if (call.kind !== 'call' || call.name.toLowerCase() !== 'fromjson') continue;
      const path = call.args[0] === undefined ? undefined : pathOf(call.args[0]);
      if (path?.[0] !== 'secrets') continue;
      yield {
        at: expression.within.place(node.start, node.end),
        message: `A part of secret ${path[1]?.toUpperCase() ?? ''} is used, which the log does not hide`,
      };
    }
  },
  examples: [
    bad(
      steps(`
      - run: make deploy
        env:
          PASSWORD: \${{ fromJSON(secrets.DATABASE).password }}
    `),
      '.github/workflows/ci.yml:8:25',
    ),
    good(
      steps(`
      - run: make deploy
        env:
          PASSWORD: \${{ secrets.DATABASE_PASSWORD }}
    `),
    ),
  ],
});
