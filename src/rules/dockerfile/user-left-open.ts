import { bad, defineRule, good } from '../rule.ts';
import { parseImage } from '../shared/image.ts';
import { shipsNoHealthcheck } from '../shared/image-families.ts';
import { defaultUserOf } from '../shared/image-users.ts';
import { isUserOpen } from '../shared/open-user.ts';

export default defineRule({
  id: 'user-left-open',
  area: 'dockerfile',
  severity: 'low',
  aliases: ['trivy:DS-0002', 'checkov:CKV_DOCKER_3', 'kics:missing_user_instruction', 'docker-bench:4.1'],
  title: 'An image leaves its user to a base image that may be root',
  why: 'Nobody who reads the file can tell whether the process is root, and the next base image may change it.',
  fix: 'Name the user in USER, even where the base image has it already.',
  references: ['https://docs.docker.com/build/building/best-practices/#user'],
  preset: 'strict',
  on: 'stage',
  *check(stage, { project, dockerfile, links }) {
    const { rootImage } = stage.image;
    const root = rootImage === undefined ? undefined : parseImage(rootImage);
    // Of images that are known, other rules say what there is to say.
    const isKnown =
      root !== undefined &&
      (root.repository === 'scratch' || shipsNoHealthcheck(root) || defaultUserOf(root) !== undefined);
    if (isKnown || /windows|nanoserver|servercore|nonroot|rootless|unprivileged/i.test(rootImage ?? ''))
      return;
    if (!isUserOpen(project, dockerfile, stage, links)) return;
    yield {
      at: stage.base.span,
      message: `nothing here says as which user the image runs: ${rootImage ?? stage.base.value} decides`,
      object: `stage ${stage.name ?? stage.index} user`,
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM registry.example.com/acme/base:1.4
          COPY server /srv/
          CMD ["/srv/server"]
        `,
        'web/Dockerfile': `
          ARG BASE
          FROM \${BASE}
          COPY server /srv/
        `,
      },
      ['Dockerfile:1:6', 'web/Dockerfile:2:6'],
    ),
    good({
      Dockerfile: `
        FROM registry.example.com/acme/base:1.4 AS build
        RUN make
        FROM registry.example.com/acme/base:1.4
        COPY --from=build /srv/server /srv/
        USER 1000
      `,
      'known/Dockerfile': `
        FROM debian:12-slim
        CMD ["/srv/server"]
      `,
      'small/Dockerfile': `
        FROM registry.example.com/acme/base:1.4-nonroot
        CMD ["/srv/server"]
      `,
      'pages/Dockerfile': `
        FROM nginxinc/nginx-unprivileged:1.27-alpine
        COPY dist /usr/share/nginx/html
      `,
    }),
    good({
      'compose.yaml': `
        services:
          api:
            build: .
            user: "1000"
      `,
      Dockerfile: `
        FROM registry.example.com/acme/base:1.4
        CMD ["/srv/server"]
      `,
    }),
  ],
});
