import { offer, replace, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { fromStage } from '../shared/build.ts';
import { isFloating, parseImage } from '../shared/image.ts';
import { stageName } from '../shared/installs.ts';
import { tagElsewhere } from '../shared/pinned-elsewhere.ts';
import { writtenAt } from '../shared/source-text.ts';

/** Images of Docker Hub that people copy from without a word for the registry. */
const official =
  /^(?:alpine|busybox|composer|debian|docker|golang|gradle|maven|nginx|node|php|python|ruby|rust|traefik|ubuntu)$/;

export default defineRule({
  id: 'copied-image-floating',
  area: 'dockerfile',
  severity: 'low',
  aliases: ['hadolint:DL3022'],
  title: 'Files are copied from an image that has no tag or the tag latest',
  why: 'The next build copies another version of the program, without a change that anyone could look up.',
  fix: 'Write the version: `COPY --from=composer:2.8 …`.',
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  on: 'instruction',
  only: ['COPY'],
  *check({ keyword, flags }, { project, dockerfile, stage }) {
    const from = keyword === 'COPY' ? flags.find(({ name }) => name === 'from') : undefined;
    if (from?.value === undefined || fromStage(dockerfile, from.value) !== undefined) return;
    const image = parseImage(from.value);
    // Another bare word is rather a stage or a context of the build.
    if (image === undefined || !(/[/:]/.test(from.value) || official.test(image.repository))) return;
    if (!isFloating(image)) return;
    const tag = tagElsewhere(project, image);
    const pinned = `--from=${from.value.replace(/:latest$/, '')}:${tag}`;
    const isPlain = writtenAt(project, from.span) === `--from=${from.value}`;
    yield {
      at: from.span,
      message: `COPY takes files from ${from.value}, which ${image.tag === undefined ? 'has no tag' : 'has a tag that moves'}`,
      object: `${stageName(stage)} copy from ${from.value}`,
      ...offer(
        tag === undefined || !isPlain ? undefined : review(`Write ${pinned}`, replace(from.span, pinned)),
      ),
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM php:8.4-cli
          COPY --from=composer /usr/bin/composer /usr/bin/composer
          COPY --link --from=ghcr.io/acme/tool:latest /tool /bin/
        `,
      },
      ['Dockerfile:2:6', 'Dockerfile:3:13'],
    ),
    bad(
      {
        Dockerfile: `
          FROM composer:2.8 AS vendor
          RUN composer install
        `,
        'api/Dockerfile': `
          FROM php:8.4-cli
          COPY --from=composer:latest /usr/bin/composer /usr/bin/composer
        `,
      },
      'api/Dockerfile:2:6',
      {
        'api/Dockerfile': `
          FROM php:8.4-cli
          COPY --from=composer:2.8 /usr/bin/composer /usr/bin/composer
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM php:8.4-cli AS node
        FROM php:8.4-cli
        COPY --from=composer:2.8 /usr/bin/composer /usr/bin/composer
        COPY --from=node /a /a
        COPY --from=packages /b /b
        COPY --from=ghcr.io/acme/tool@sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d /tool /bin/
      `,
    }),
  ],
});
