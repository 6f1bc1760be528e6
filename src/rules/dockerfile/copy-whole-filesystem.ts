import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'copy-whole-filesystem',
  area: 'dockerfile',
  severity: 'low',
  aliases: ['hadolint:DL3067'],
  title: 'COPY --from takes the whole file system of another image',
  why: 'Build tools, caches and whatever secrets that image holds land in this one.',
  fix: 'Copy the folders that are needed, or begin the stage with FROM that image.',
  references: ['https://docs.docker.com/build/building/multi-stage/'],
  preset: 'strict',
  on: 'instruction',
  only: ['COPY'],
  *check({ keyword, flags, args }, { stage }) {
    const from = flags.find(({ name }) => name === 'from');
    const [source, target] = args;
    if (keyword !== 'COPY' || from?.value === undefined || source?.value !== '/' || target === undefined)
      return;
    // From scratch it is the way to squash layers.
    if (args.length !== 2 || stage?.baseResolved === 'scratch' || target.value !== '/') return;
    yield {
      at: source.span,
      message: `COPY takes the whole file system of ${from.value}`,
      object: `copy --from=${from.value} /`,
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM golang:1.25 AS build
          RUN go build -o /app ./...
          FROM alpine:3.22
          COPY --from=build / /
        `,
      },
      'Dockerfile:4:19',
    ),
    good({
      Dockerfile: `
        FROM alpine:3.22 AS rootfs
        FROM scratch
        COPY --from=rootfs / /
      `,
    }),
  ],
});
