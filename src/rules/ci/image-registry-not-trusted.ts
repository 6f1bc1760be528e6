import { bad, defineRule, good } from '../rule.ts';
import { mistrust, mistrusted } from '../shared/registry.ts';
import { imagesOf } from '../shared/workflow.ts';
import { workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'image-registry-not-trusted',
  area: 'ci',
  severity: 'medium',
  aliases: [],
  title: 'A container of a job comes from a registry that the policy does not trust',
  why: 'It runs with the code and the secrets of the job; the team has said where its images come from.',
  fix: 'Take the image from a registry of the policy, mirror it there, or add the registry to `policy.trusted_registries`.',
  references: [
    'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idcontainerimage',
  ],
  on: 'job',
  *check(job, { project: { policy } }) {
    if (policy.registries.length === 0) return;
    for (const { who, image } of imagesOf(job)) {
      const registry = mistrusted(policy.registries, image.value);
      if (registry === undefined) continue;
      yield { at: image.span, message: `${who} uses ${image.value}, which ${mistrust(registry)}` };
    }
  },
  examples: [
    bad(
      {
        ...workflow(`
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            container: quay.io/other/node:24
            services:
              db: {image: "postgres:18.1"}
              queue: {image: "\${{ vars.REGISTRY }}/queue:2"}
            steps:
              - run: make test
              - uses: docker://gcr.io/other/tool:1
      `),
        'seaworthy.yaml': `
          policy:
            trusted_registries: [docker.io]
        `,
      },
      ['.github/workflows/ci.yml:5:16', '.github/workflows/ci.yml:11:24'],
    ),
    good(
      workflow(`
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          container: quay.io/other/node:24
          steps:
            - run: make test
    `),
    ),
  ],
});
