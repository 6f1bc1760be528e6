import { bad, defineRule, good } from '../rule.ts';
import { buildsIn } from '../shared/workflow-builds.ts';

export default defineRule({
  id: 'image-unsigned',
  area: 'ci',
  severity: 'low',
  aliases: ['checkov:CKV_GHA_5'],
  title: 'A pushed image is not signed',
  why: 'Whoever pulls it cannot tell it from one that somebody else pushed.',
  fix: 'Sign it with cosign, or attest its provenance.',
  references: ['https://docs.github.com/en/actions/concepts/security/artifact-attestations'],
  preset: 'strict',
  on: 'job',
  *check(job, { workflow, project }) {
    const build = buildsIn(project, workflow).find((one) => one.job === job && one.pushes);
    if (build === undefined) return;
    const text = project.texts.get(workflow.file)?.text ?? '';
    if (
      !/\bcosign\s+(?:sign|attest)\b|cosign-installer|attest-build-provenance|actions\/attest\b|provenance:\s*(?:true|mode)|slsa-framework\/slsa-github-generator|notation\s+sign/.test(
        text,
      )
    )
      yield {
        at: build.step.uses?.span ?? build.step.span,
        message: `${job.id} pushes an image and signs nothing`,
      };
  },
  examples: [
    bad(
      {
        '.github/workflows/ci.yml': `
        on: push
        jobs:
          build:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v6
                with: {context: ., push: true, tags: "ghcr.io/acme/api:1.2.0"}
      `,
      },
      '.github/workflows/ci.yml:6:15',
    ),
    good({
      '.github/workflows/ci.yml': `
        on: push
        jobs:
          build:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v6
                with: {context: ., push: true, tags: "ghcr.io/acme/api:1.2.0"}
              - run: cosign sign --yes "$IMAGE"
      `,
    }),
  ],
});
