import { replace, safe } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { stageName } from '../shared/installs.ts';
import { writtenAt } from '../shared/source-text.ts';

export default defineRule({
  id: 'as-casing',
  area: 'dockerfile',
  severity: 'info',
  aliases: ['buildkit:FromAsCasing'],
  title: 'FROM and AS are written in different cases',
  why: 'Mixed spelling makes a file harder to read and to search.',
  fix: 'Write both in capitals.',
  references: ['https://docs.docker.com/reference/build-checks/from-as-casing/'],
  preset: 'strict',
  on: 'stage',
  *check(stage, { project }) {
    const from = stage.instructions[0];
    const as = from?.args[1];
    if (from === undefined || as === undefined || stage.name === undefined) return;
    const keyword = writtenAt(project, from.keywordSpan);
    const wanted = keyword === 'FROM' ? 'AS' : keyword === 'from' ? 'as' : undefined;
    if (wanted === undefined || as.value === wanted) return;
    yield {
      at: as.span,
      message: `${as.value} stands after ${keyword}`,
      object: `${stageName(stage)} as`,
      fix: safe(`Write ${wanted}`, replace(as.span, wanted)),
    };
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22 as build
        `,
      },
      'Dockerfile:1:18',
      {
        Dockerfile: `
          FROM alpine:3.22 AS build
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM alpine:3.22 AS build
      `,
      'old/Dockerfile': `
        from alpine:3.22 as build
      `,
    }),
  ],
});
