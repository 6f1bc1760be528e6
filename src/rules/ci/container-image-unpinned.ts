import { bad, defineRule, good } from '../rule.ts';
import { textsOf } from '../shared/matrix-values.ts';
import { imagesOf } from '../shared/workflow.ts';
import { workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'container-image-unpinned',
  area: 'ci',
  severity: 'low',
  aliases: ['zizmor:unpinned-images', 'kics:unpinned_actions_full_length_commit_sha'],
  title: 'A container of a job is not pinned by its digest',
  why: 'The tag can be pushed again with something else in it.',
  fix: 'Add the digest: `postgres:17@sha256:…`.',
  references: ['https://docs.github.com/en/actions/reference/security/secure-use'],
  preset: 'strict',
  on: 'job',
  *check(job) {
    for (const { who, image } of imagesOf(job)) {
      for (const { value, span } of textsOf(job, image)) {
        if (value.includes('@sha256:') || value === '') continue;
        yield { at: span, message: `${who} is not pinned by digest (${value})` };
      }
    }
  },
  examples: [
    bad(
      workflow(`
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          container: node:22
          steps:
            - run: make test
            - uses: docker://ghcr.io/acme/lint:1.4.2
    `),
      ['.github/workflows/ci.yml:5:16', '.github/workflows/ci.yml:8:24'],
    ),
    bad(
      workflow(`
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          container: node:\${{ matrix.node }}
          strategy: {matrix: {node: [22, 24]}}
          steps:
            - run: make test
    `),
      ['.github/workflows/ci.yml:6:32', '.github/workflows/ci.yml:6:36'],
    ),
    good(
      workflow(`
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          container: node:22@sha256:9bef0ef1e268f60627da9ba7d7605e8831d5b56ad07487d24d1aa386336d1944
          steps:
            - run: make test
        each:
          runs-on: ubuntu-24.04
          container: ghcr.io/acme/build:\${{ needs.test.outputs.tag }}
          needs: test
          steps:
            - run: make test
    `),
    ),
  ],
});
