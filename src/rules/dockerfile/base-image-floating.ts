import { offer, replace, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isFloating, parseImage } from '../shared/image.ts';
import { tagElsewhere } from '../shared/pinned-elsewhere.ts';

const any = ['trivy:DS-0001', 'checkov:CKV_DOCKER_7', 'docker-bench:5.28'];
const untagged = ['hadolint:DL3006', 'kics:image_version_not_explicit', 'dockerfilelint:missing_tag'];
const moving = ['hadolint:DL3007', 'kics:image_version_using_latest', 'dockerfilelint:latest_tag'];

export default defineRule({
  id: 'base-image-floating',
  area: 'dockerfile',
  severity: 'medium',
  aliases: [...any, ...untagged, ...moving],
  title: 'A base image has no tag or the tag latest',
  why: 'The next build may stand on another major version and break, and yesterday’s image cannot be made again.',
  fix: 'Pin a version tag, or a digest.',
  references: ['https://docs.docker.com/build/building/best-practices/#pin-base-image-versions'],
  joins: 'file',
  on: 'stage',
  *check(stage, { project }) {
    if (stage.baseStage !== undefined) return;
    const base = stage.baseResolved ?? withoutVariable(stage.base.value);
    const image = base === undefined ? undefined : parseImage(base);
    if (image === undefined || image.repository === 'scratch' || !isFloating(image)) return;
    const tag = stage.base.value === stage.baseResolved ? tagElsewhere(project, image) : undefined;
    const pinned = `${stage.base.value.replace(/:latest$/, '')}:${tag}`;
    yield {
      at: stage.base.span,
      message: `the base image ${stage.baseResolved ?? stage.base.value} ${image.tag === undefined ? 'has no tag' : 'has a tag that moves'}`,
      object: `stage ${stage.name ?? stage.index} base`,
      aliases: [...any, ...(image.tag === undefined ? untagged : moving)],
      ...offer(tag === undefined ? undefined : review(`Write ${pinned}`, replace(stage.base.span, pinned))),
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM golang:latest AS build
          RUN go build ./...
          FROM alpine
          COPY --from=build /app /app
        `,
      },
      ['Dockerfile:1:6', 'Dockerfile:3:6'],
    ),
    bad(
      {
        Dockerfile: `
          FROM --platform=linux/amd64 node:latest AS build
          RUN npm ci
          FROM nginx
          COPY --from=build /dist /usr/share/nginx/html
        `,
        'compose.yaml': `
          services:
            docs:
              image: docker.io/library/nginx:1.27
            jobs:
              image: node:22.11-alpine
            old-jobs:
              image: node:20.18-alpine
            cache:
              image: redis:7.4-alpine
        `,
        'cache/Dockerfile': `
          FROM redis
        `,
      },
      ['Dockerfile:1:29', 'Dockerfile:3:6', 'cache/Dockerfile:1:6'],
      {
        Dockerfile: `
          FROM --platform=linux/amd64 node:latest AS build
          RUN npm ci
          FROM nginx:1.27
          COPY --from=build /dist /usr/share/nginx/html
        `,
      },
    ),
    bad(
      {
        Dockerfile: `
          ARG OWNER
          FROM ghcr.io/\${OWNER}/tools:latest AS tools
          FROM $OWNER/base
        `,
      },
      ['Dockerfile:2:6', 'Dockerfile:3:6'],
    ),
    good({
      Dockerfile: `
        ARG TAG
        ARG BASE
        FROM golang:1.23 AS build
        RUN go build ./...
        FROM build AS test
        FROM ghcr.io/acme/base:\${TAG}
        FROM \${BASE}
        FROM \${BASE:-ghcr.io/acme/base}-\${TAG}
        FROM \${BASE}/tools@sha256:c5b1261d6d3e43071626931fc004f70149baeba2c8ec672bd4f27761f8e1ad6b
        FROM scratch
        COPY --from=build /app /app
      `,
    }),
  ],
});

/** The tag stands behind the last part, whatever registry or owner a variable puts before it. */
function withoutVariable(base: string): string | undefined {
  const name = base.slice(base.lastIndexOf('/') + 1);
  if (/^\$(?:\w+|\{\w+\}):latest$/.test(name)) return 'image:latest';
  return name !== base && /^[\w.-]+(?::[\w.-]+)?$/.test(name) ? name : undefined;
}
