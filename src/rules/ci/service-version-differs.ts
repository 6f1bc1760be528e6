import type { Project } from '../../model/project.ts';
import type { Workflow } from '../../model/workflow.ts';
import { replaceScalar } from '../../syntax/yaml-edit.ts';
import { bad, defineRule, good } from '../rule.ts';
import { deployedStores, storeVersion } from '../shared/deployed-stores.ts';
import { isDynamic } from '../shared/workflow.ts';
import { reviewFix, yamlOf } from '../shared/yaml-fix.ts';

export default defineRule({
  id: 'service-version-differs',
  area: 'ci',
  severity: 'medium',
  confidence: 'likely',
  aliases: [],
  title: 'Tests run against another major version of a data store than the deployed one',
  why: 'What the tests prove does not hold for what runs: queries, defaults and migrations differ between major versions.',
  fix: 'Use the image of the deployment in the service container too.',
  references: [
    'https://docs.github.com/en/actions/tutorials/use-containerized-services/about-service-containers',
  ],
  on: 'job',
  *check(job, { project, workflow }) {
    const jobs = [...workflow.jobs.values()];
    const before = jobs.slice(0, jobs.indexOf(job)).flatMap(({ services }) => services);
    // What restores or moves data needs the version that it comes from.
    if (/backup|restore|migrat|sanit|upgrade/i.test(job.id)) return;
    for (const { image, name } of job.services) {
      const tested = image === undefined || isDynamic(image.value) ? undefined : storeVersion(image.value);
      // Jobs of one workflow share their services: it is told once.
      if (
        image === undefined ||
        tested === undefined ||
        before.some((one) => one.image?.value === image.value)
      )
        continue;
      const deployed = deployedStores(project).filter(({ store }) => store.name === tested.store.name);
      const [first] = deployed;
      if (first === undefined || deployed.some(({ major }) => major === tested.major)) continue;
      const texts = new Set(deployed.map((one) => one.image.value));
      yield {
        at: image.span,
        message: `job ${job.id} tests with ${tested.store.name} ${tested.major}, and ${first.name} runs ${first.major}`,
        object: `job ${job.id} service ${name}`,
        ...(texts.size === 1 ? sameEverywhere(project, workflow, image.value, first.image.value) : {}),
        related: [{ at: first.image.span, message: `${first.name} runs this version` }],
      };
    }
  },
  examples: [
    bad(
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            test:
              runs-on: ubuntu-24.04
              services:
                db:
                  image: postgres:13
              steps:
                - run: make test
        `,
        'compose.yaml': `
          services:
            db:
              image: postgres:16.4
        `,
      },
      '.github/workflows/ci.yml:7:16',
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            test:
              runs-on: ubuntu-24.04
              services:
                db:
                  image: postgres:16.4
              steps:
                - run: make test
        `,
      },
    ),
    good({
      '.github/workflows/ci.yml': `
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            services:
              db:
                image: postgres:16-alpine
            steps:
              - run: make test
      `,
      'compose.yaml': `
        services:
          db:
            image: postgres:16.4
      `,
    }),
  ],
});

/** It is told once, and put right for all jobs of the workflow. */
function sameEverywhere(project: Project, { jobs }: Workflow, from: string, to: string) {
  const images = [...jobs.values()].flatMap(({ services }) => services.flatMap(({ image }) => image ?? []));
  const edits = images
    .filter(({ value }) => value === from)
    .map(({ span }) => replaceScalar(yamlOf(project, span.file), span, to));
  return reviewFix(`Write ${to}`, ...edits);
}
