import { bad, defineRule, good } from '../rule.ts';
import { parseImage } from '../shared/image.ts';
import { textsOf } from '../shared/matrix-values.ts';
import { unpublished } from '../shared/published-tags.ts';
import { imagesOf } from '../shared/workflow.ts';
import { written } from '../shared/workflow-edits.ts';
import { workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'container-image-not-published',
  area: 'ci',
  severity: 'high',
  aliases: [],
  title: 'A job runs in or beside an image that no registry has',
  why: 'The job fails before its first step, each time.',
  fix: 'Name a tag that is published: docker manifest inspect IMAGE says whether it is.',
  references: [
    'https://github.com/docker-library/official-images',
    'https://github.com/bitnami/containers/issues/83267',
  ],
  joins: 'file',
  on: 'job',
  *check(job, { project }) {
    for (const { who, image } of imagesOf(job)) {
      for (const { value, span } of textsOf(job, image)) {
        const name = parseImage(value);
        const found = name && unpublished(name);
        if (found === undefined) continue;
        yield {
          at: span,
          message: `${who} uses ${value}, which ${found.words}`,
          ...written(project, image.span, value === image.value ? found.instead : undefined),
        };
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
          services:
            cache: {image: "bitnami/redis:7.2"}
            search:
              image: elasticsearch:8
          steps:
            - run: make test
    `),
      ['.github/workflows/ci.yml:6:22', '.github/workflows/ci.yml:8:16'],
      workflow(`
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          services:
            cache: {image: "bitnamilegacy/redis:7.2"}
            search:
              image: elasticsearch:8
          steps:
            - run: make test
    `),
    ),
    bad(
      workflow(`
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          strategy:
            matrix:
              mongo: ["7.0", 7.0-alpine]
          services:
            db:
              image: mongo:\${{ matrix.mongo }}
          steps:
            - run: make test
    `),
      '.github/workflows/ci.yml:7:24',
    ),
    good(
      workflow(`
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          container: node:24-alpine
          services:
            cache: {image: "redis:7.2"}
            search: {image: "docker.elastic.co/elasticsearch/elasticsearch:8.19.4"}
          steps:
            - run: make test
    `),
    ),
  ],
});
