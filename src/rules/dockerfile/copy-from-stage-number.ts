import { replace, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'copy-from-stage-number',
  area: 'dockerfile',
  severity: 'low',
  aliases: ['kics:using_unnamed_build_stages'],
  title: 'COPY --from names a stage by its number',
  why: 'A stage put in above shifts the numbers, and the files then come from another one.',
  fix: 'Give the stage a name (`FROM … AS build`) and use it.',
  references: ['https://docs.docker.com/build/building/multi-stage/#name-your-build-stages'],
  preset: 'strict',
  on: 'instruction',
  only: ['COPY'],
  *check({ keyword, flags }, { dockerfile }) {
    const flag = flags.find(({ name }) => name === 'from');
    const stage = /^\d+$/.test(flag?.value ?? '') ? dockerfile.stages[Number(flag?.value)] : undefined;
    if (keyword !== 'COPY' || flag === undefined || stage === undefined) return;
    yield {
      at: flag.span,
      message: `COPY takes files from stage ${flag.value} by its number`,
      object: `copy --from=${flag.value}`,
      related: [{ at: stage.base.span, message: `stage ${flag.value} begins here` }],
      ...(stage.name === undefined
        ? {}
        : { fix: review(`Write --from=${stage.name}`, replace(flag.span, `--from=${stage.name}`)) }),
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM golang:1.25 AS build
          RUN go build -o /app ./...
          FROM alpine:3.22
          COPY --from=0 /app /app
        `,
      },
      'Dockerfile:4:6',
      {
        Dockerfile: `
          FROM golang:1.25 AS build
          RUN go build -o /app ./...
          FROM alpine:3.22
          COPY --from=build /app /app
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM golang:1.25 AS build
        FROM alpine:3.22
        COPY --from=build /app /app
      `,
    }),
  ],
});
