import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'stage-name-duplicate',
  area: 'dockerfile',
  severity: 'high',
  aliases: [
    'hadolint:DL3024',
    'trivy:DS-0012',
    'checkov:CKV_DOCKER_11',
    'kics:same_alias_in_different_froms',
    'buildkit:DuplicateStageName',
  ],
  title: 'Two stages have the same name',
  why: 'Which of the two a `target` or COPY --from means depends on the builder.',
  fix: 'Give each stage a name of its own.',
  references: ['https://docs.docker.com/reference/build-checks/duplicate-stage-name/'],
  on: 'dockerfile',
  *check(dockerfile) {
    for (const stage of dockerfile.stages) {
      const first = dockerfile.stages.find((other) => other.name !== undefined && other.name === stage.name);
      if (first === undefined || first.index === stage.index) continue;
      yield {
        at: stage.base.span,
        message: `a second stage is named ${stage.name}`,
        object: `stage ${stage.index}`,
        related: [{ at: first.base.span, message: `the first stage ${stage.name}` }],
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM node:22.11-alpine AS build
          RUN npm run build
          FROM golang:1.23 AS build
          RUN go build ./...
        `,
      },
      'Dockerfile:3:6',
    ),
    good({
      Dockerfile: `
        FROM node:22.11-alpine AS web
        RUN npm run build
        FROM golang:1.23 AS server
        RUN go build ./...
      `,
    }),
  ],
});
