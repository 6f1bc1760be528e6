import { replace, safe } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'stage-name-casing',
  area: 'dockerfile',
  severity: 'info',
  aliases: ['buildkit:StageNameCasing'],
  title: 'A stage name has capital letters',
  why: 'Docker takes names in lower case, so what a reader sees is not what messages and caches show.',
  fix: 'Write the name in lower case.',
  references: ['https://docs.docker.com/reference/build-checks/stage-name-casing/'],
  preset: 'strict',
  on: 'stage',
  *check(stage) {
    const name = stage.instructions[0]?.args[2];
    if (stage.name === undefined || name === undefined || name.value === stage.name) return;
    yield {
      at: name.span,
      message: `the stage name ${name.value} has capital letters`,
      fix: safe('Write it in lower case', replace(name.span, stage.name)),
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22 AS BuilderBase
          FROM BuilderBase
        `,
      },
      'Dockerfile:1:21',
      {
        Dockerfile: `
          FROM alpine:3.22 AS builderbase
          FROM BuilderBase
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM alpine:3.22 AS builder-base
      `,
    }),
  ],
});
