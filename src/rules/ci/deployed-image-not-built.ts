import { nearest } from '../../base/text.ts';
import { bad, defineRule, good } from '../rule.ts';
import { parseImage } from '../shared/image.ts';
import { isForUsers } from '../shared/stack.ts';
import { pushedImages } from '../shared/workflow-builds.ts';

export default defineRule({
  id: 'deployed-image-not-built',
  area: 'ci',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A compose file runs an image of the project that the pipeline pushes under another name',
  why: 'The pipeline is green, and what runs is an old image, or one that does not exist.',
  fix: 'Use one name in both places.',
  references: ['https://docs.docker.com/build/ci/github-actions/push-multi-registries/'],
  on: 'stack',
  *check(stack, { project, production }) {
    const pushed = pushedImages(project);
    if (pushed === undefined || pushed.size === 0 || !isForUsers(project, stack, production)) return;
    const deployed = new Set(
      [...project.stacks].flatMap(({ services }) =>
        [...services.values()].flatMap(({ image }) =>
          image === undefined ? [] : (parseImage(image.value)?.repository ?? []),
        ),
      ),
    );
    for (const { name, image, build } of stack.services.values()) {
      const repository = image === undefined ? undefined : parseImage(image.value)?.repository;
      if (repository === undefined || image === undefined || build !== undefined || pushed.has(repository))
        continue;
      // Only a pushed image that no stack runs can be the one that is meant.
      const others = [...pushed.keys()].filter(
        (other) => ownerOf(other) === ownerOf(repository) && !deployed.has(other),
      );
      const other = others.length === 1 ? others[0] : nearest(repository, others);
      const place = other === undefined ? undefined : pushed.get(other);
      if (ownerOf(repository) === '' || other === undefined || place === undefined) continue;
      yield {
        at: image.span,
        message: `${name} runs ${repository}, and the pipeline pushes ${other}`,
        object: `services.${name}.image`,
        related: [{ at: place.span, message: 'pushed here' }],
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
                  with: {context: ., push: true, tags: "ghcr.io/acme/shop-api:latest"}
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
    good({
      '.github/workflows/ci.yml': `
        on: push
        jobs:
          image:
            runs-on: ubuntu-24.04
            steps:
              - uses: docker/build-push-action@v6
                with: {context: ., push: true, tags: "ghcr.io/acme/shop-api:latest"}
      `,
      'compose.yaml': `
        services:
          api:
            image: ghcr.io/acme/shop-api:latest
          mail:
            image: ghcr.io/acme/mail-relay:2.1.0
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
                with: {context: ., push: true, tags: "ghcr.io/acme/shop-preview:latest"}
              - uses: acme/actions/build-push@v1
                with: {image: api}
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
  ],
});

/** `ghcr.io/acme` of `ghcr.io/acme/api`; empty for official images. */
function ownerOf(repository: string): string {
  return repository.slice(0, Math.max(0, repository.lastIndexOf('/')));
}
