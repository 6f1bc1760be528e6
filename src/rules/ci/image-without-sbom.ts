import { bad, defineRule, good } from '../rule.ts';
import { actionName } from '../shared/workflow.ts';
import { buildsIn } from '../shared/workflow-builds.ts';
import { setOnStep } from '../shared/workflow-edits.ts';

export default defineRule({
  id: 'image-without-sbom',
  area: 'ci',
  severity: 'low',
  aliases: ['checkov:CKV_GHA_6'],
  title: 'A pushed image has no list of what is in it',
  why: 'When the next library turns out to be vulnerable, nobody knows which images hold it.',
  fix: 'Let the build attach one (`sbom: true`), or attest one.',
  references: ['https://docs.github.com/en/actions/concepts/security/artifact-attestations'],
  preset: 'strict',
  on: 'job',
  *check(job, { workflow, project }) {
    const build = buildsIn(project, workflow).find((one) => one.job === job && one.pushes);
    if (build === undefined) return;
    const text = project.texts.get(workflow.file)?.text ?? '';
    if (!/\bsbom\b|\bsyft\b|cyclonedx|spdx/i.test(text))
      yield {
        at: build.step.uses?.span ?? build.step.span,
        message: `${job.id} pushes an image without an SBOM`,
        ...(actionName(build.step) === 'docker/build-push-action'
          ? setOnStep(project, build.step, ['with', 'sbom'], true)
          : {}),
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
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            build:
              runs-on: ubuntu-24.04
              steps:
                - uses: docker/build-push-action@v6
                  with: {context: ., push: true, tags: "ghcr.io/acme/api:1.2.0", sbom: true}
        `,
      },
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
              - uses: anchore/sbom-action@v0
      `,
    }),
  ],
});
