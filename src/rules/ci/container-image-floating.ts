import { bad, defineRule, good } from '../rule.ts';
import { isFloating, parseImage } from '../shared/image.ts';
import { textsOf } from '../shared/matrix-values.ts';
import { tagElsewhere } from '../shared/pinned-elsewhere.ts';
import { imagesOf } from '../shared/workflow.ts';
import { written } from '../shared/workflow-edits.ts';
import { workflow } from '../shared/workflow-example.ts';

export default defineRule({
  id: 'container-image-floating',
  area: 'ci',
  severity: 'low',
  aliases: ['zizmor:unpinned-images'],
  title: 'A container of a job uses an image that changes by itself',
  why: 'A run fails or passes by what the tag names today, and nobody changed anything.',
  fix: 'Name a version.',
  references: ['https://docs.github.com/en/actions/reference/security/secure-use'],
  on: 'job',
  *check(job, { project }) {
    for (const { who, image } of imagesOf(job)) {
      for (const { value, span } of textsOf(job, image)) {
        const parsed = parseImage(value);
        if (parsed === undefined || !isFloating(parsed)) continue;
        const tag = value === image.value ? tagElsewhere(project, parsed) : undefined;
        yield {
          at: span,
          message: `${who} uses ${value}, which has no fixed version`,
          ...written(project, image.span, tag && `${value.replace(/:latest$/, '')}:${tag}`),
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
            db: {image: postgres}
          steps:
            - run: make test
            - uses: docker://alpine
    `),
      ['.github/workflows/ci.yml:6:19', '.github/workflows/ci.yml:9:24'],
    ),
    bad(
      {
        '.github/workflows/ci.yml': `
        on: push
        jobs:
          test:
            runs-on: ubuntu-24.04
            container: node
            services:
              db: {image: "postgres:latest"} # any
            steps: [{run: npm test}]
      `,
        'compose.yaml':
          'services: {db: {image: postgres:17.2}, web: {image: node:22.11}, old: {image: node:20.18}}\n',
      },
      ['.github/workflows/ci.yml:5:16', '.github/workflows/ci.yml:7:19'],
      {
        '.github/workflows/ci.yml': `
          on: push
          jobs:
            test:
              runs-on: ubuntu-24.04
              container: node
              services:
                db: {image: "postgres:17.2"} # any
              steps: [{run: npm test}]
        `,
      },
    ),
    bad(
      workflow(`
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          container: {image: "\${{ matrix.image }}"}
          strategy:
            matrix:
              image: ["fedora:latest", "fedora:42"]
          steps:
            - run: make test
    `),
      ['.github/workflows/ci.yml:8:17'],
    ),
    good(
      workflow(`
      on: push
      jobs:
        test:
          runs-on: ubuntu-24.04
          services:
            db: {image: "postgres:17"}
          steps:
            - run: make test
    `),
    ),
  ],
});
