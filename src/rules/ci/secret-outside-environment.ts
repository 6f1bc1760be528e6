import { chainsOf } from '../../syntax/expression.ts';
import { bad, defineRule, good } from '../rule.ts';
import { steps, workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'secret-outside-environment',
  area: 'ci',
  severity: 'low',
  aliases: ['zizmor:secrets-outside-env'],
  title: 'A secret is used by a job without an environment',
  why: 'Without an environment, each branch that somebody can push can use the secret; an environment can ask for a review first.',
  fix: 'Put the secret into an environment, and name it at the job.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments',
  ],
  preset: 'strict',
  on: 'job',
  *check(job, { workflow }) {
    if (job.environment !== undefined || job.uses !== undefined) return;
    const used = workflow.expressions.find(
      ({ path, tree }) =>
        path[0] === 'jobs' &&
        path[1] === job.id &&
        chainsOf(tree).some((chain) => chain.path[0] === 'secrets' && chain.path[1] !== 'github_token'),
    );
    if (used !== undefined)
      yield { at: used.span, message: `${job.id} uses a secret outside of any environment` };
  },
  examples: [
    bad(
      steps(`
      - run: make deploy
        env:
          TOKEN: \${{ secrets.DEPLOY_TOKEN }}
    `),
      '.github/workflows/ci.yml:8:18',
    ),
    good(
      workflow(`
      on: push
      jobs:
        deploy:
          runs-on: ubuntu-24.04
          environment: production
          steps:
            - run: make deploy
              env:
                TOKEN: \${{ secrets.DEPLOY_TOKEN }}
    `),
    ),
  ],
});
