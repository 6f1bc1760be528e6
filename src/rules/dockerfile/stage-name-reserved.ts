import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'stage-name-reserved',
  area: 'dockerfile',
  severity: 'medium',
  aliases: ['hadolint:DL3063', 'buildkit:ReservedStageName'],
  title: 'A stage has a name that docker uses itself',
  why: 'FROM and COPY --from mean docker’s own thing by that name, so the stage cannot be referred to.',
  fix: 'Give the stage another name.',
  references: ['https://docs.docker.com/reference/build-checks/reserved-stage-name/'],
  on: 'stage',
  *check(stage) {
    if (stage.name !== 'scratch' && stage.name !== 'context') return;
    yield {
      at: stage.instructions[0]?.args[2]?.span ?? stage.base.span,
      message: `a stage is named ${stage.name}, which docker uses itself`,
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22 AS scratch
          FROM scratch
        `,
      },
      'Dockerfile:1:21',
    ),
    good({
      Dockerfile: `
        FROM alpine:3.22 AS base
        FROM scratch
      `,
    }),
  ],
});
