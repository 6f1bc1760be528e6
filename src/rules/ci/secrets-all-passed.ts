import { nodesOf } from '../../syntax/expression.ts';
import { bad, defineRule, good } from '../rule.ts';
import { steps } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'secrets-all-passed',
  area: 'ci',
  severity: 'high',
  aliases: ['zizmor:overprovisioned-secrets'],
  title: 'All secrets are handed over at once',
  why: 'Whatever runs there (an action, a script, a test) gets every secret of the repository and the organisation, also those added later.',
  fix: 'Name the secrets that are needed.',
  references: [
    'https://docs.github.com/en/actions/reference/security/secure-use#use-secrets-for-sensitive-information',
  ],
  on: 'expression',
  only: ['secrets'],
  *check(expression) {
    for (const node of nodesOf(expression.tree)) {
      const isAll =
        node.kind === 'call' &&
        node.name.toLowerCase() === 'tojson' &&
        node.args[0]?.kind === 'context' &&
        node.args[0].name.toLowerCase() === 'secrets';
      const isAny =
        node.kind === 'index' &&
        node.of.kind === 'context' &&
        node.of.name.toLowerCase() === 'secrets' &&
        node.index.kind !== 'literal';
      if (!isAll && !isAny) continue;
      yield {
        at: expression.within.place(node.start, node.end),
        message: isAll
          ? 'All secrets are handed over at once'
          : 'A secret is chosen by an expression, for which the job is given all secrets',
        ...(isAny ? { severity: 'low' as const } : {}),
      };
    }
  },
  examples: [
    bad(
      steps(`
      - run: make deploy
        env:
          ALL: \${{ toJSON(secrets) }}
          ONE: \${{ secrets[format('TOKEN_{0}', github.ref_name)] }}
    `),
      ['.github/workflows/ci.yml:8:20', '.github/workflows/ci.yml:9:20'],
    ),
    good(
      steps(`
      - run: make deploy
        env:
          TOKEN: \${{ secrets.DEPLOY_TOKEN }}
    `),
    ),
  ],
});
