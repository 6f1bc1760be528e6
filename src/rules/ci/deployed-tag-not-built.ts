import { bad, defineRule, good } from '../rule.ts';
import { parseImage } from '../shared/image.ts';
import { pushedTags } from '../shared/workflow-builds.ts';

export default defineRule({
  id: 'deployed-tag-not-built',
  area: 'ci',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A compose file runs a tag of an image that the pipeline never pushes',
  why: 'What is deployed is an old image, or none: the pipeline is green, and the change does not arrive.',
  fix: 'Push the tag that is deployed, or deploy the tag that is pushed.',
  references: ['https://docs.docker.com/build/ci/github-actions/manage-tags-labels/'],
  on: 'stack',
  *check(stack, { project }) {
    for (const service of stack.services.values()) {
      const image = service.image === undefined ? undefined : parseImage(service.image.value);
      if (
        image === undefined ||
        service.image === undefined ||
        image.digest !== undefined ||
        service.build !== undefined ||
        // Whoever deploys gives the value.
        service.image.trail?.some(({ how }) => how === 'interpolation') === true
      )
        continue;
      const pushed = pushedTags(project, image.repository);
      const tag = image.tag ?? 'latest';
      const [first] = pushed ?? [];
      if (pushed === undefined || first === undefined || pushed.some(({ value }) => value === tag)) continue;
      yield {
        at: service.image.span,
        message: `${service.name} runs ${image.repository}:${tag}, and the pipeline pushes only ${pushed.map(({ value }) => value).join(', ')}`,
        object: `services.${service.name}.image`,
        related: [{ at: first.span, message: 'pushed here' }],
      };
    }
  },
  examples: [
    bad(
      {
        '.github/workflows/ci.yml': `
        on: push
        jobs:
          image:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v6
                with: {context: ., push: true, tags: "ghcr.io/acme/api:\${{ github.sha }}"}
      `,
        'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:latest
      `,
        Dockerfile: `
        FROM node:22.11-alpine
      `,
      },
      'compose.yaml:3:12',
    ),
    bad(
      {
        '.gitlab-ci.yml': `
          variables:
            REPOSITORY: registry.acme.example/shop/api
          build:
            script:
              - docker build -t $REPOSITORY:$CI_COMMIT_SHORT_SHA .
              - docker push $REPOSITORY:$CI_COMMIT_SHORT_SHA
        `,
        'compose.yaml': `
          services:
            api:
              image: registry.acme.example/shop/api:latest
        `,
        Dockerfile: `
          FROM node:22.11-alpine
        `,
      },
      'compose.yaml:3:12',
    ),
    good({
      '.github/workflows/ci.yml': `
        on: push
        jobs:
          image:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v6
                with:
                  context: .
                  push: true
                  tags: |
                    ghcr.io/acme/api:\${{ github.sha }}
                    ghcr.io/acme/api:latest
      `,
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:latest
      `,
      Dockerfile: `
        FROM node:22.11-alpine
      `,
    }),
    good({
      '.github/workflows/ci.yml': `
        on: push
        jobs:
          image:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v6
                with: {context: ., push: true, tags: "ghcr.io/acme/api:nightly"}
      `,
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/api:\${IMAGE_TAG:-latest}
      `,
      Dockerfile: `
        FROM node:22.11-alpine
      `,
    }),
  ],
});
