import { bad, defineRule, good } from '../rule.ts';
import { workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'secrets-inherited',
  area: 'ci',
  severity: 'low',
  aliases: ['zizmor:secrets-inherit'],
  title: 'A called workflow gets all secrets',
  why: 'It gets every secret of the repository and the organisation, also those added later, whatever it needs.',
  fix: 'Name the secrets that it needs.',
  references: ['https://docs.github.com/en/actions/reference/security/secure-use'],
  preset: 'strict',
  on: 'job',
  *check(job) {
    if (job.secretsInherit !== undefined)
      yield { at: job.secretsInherit, message: `${job.id} hands all secrets to the workflow that it calls` };
  },
  examples: [
    bad(
      workflow(`
      on: push
      jobs:
        image:
          uses: acme/ci/.github/workflows/image.yml@v2
          secrets: inherit
    `),
      '.github/workflows/ci.yml:5:14',
    ),
    good(
      workflow(`
      on: push
      jobs:
        image:
          uses: acme/ci/.github/workflows/image.yml@v2
          secrets: {TOKEN: "\${{ secrets.REGISTRY_TOKEN }}"}
    `),
    ),
  ],
});
