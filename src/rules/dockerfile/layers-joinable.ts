import type { DockerInstruction } from '../../model/dockerfile.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isShipped, stageName } from '../shared/installs.ts';

export default defineRule({
  id: 'layers-joinable',
  area: 'dockerfile',
  severity: 'info',
  confidence: 'possible',
  aliases: ['hadolint:DL3059', 'kics:multiple_run_add_copy_instructions_listed'],
  title: 'Instructions that follow each other could be one layer',
  why: 'What a later RUN removes stays in the layer of the earlier one, and each layer is pulled by itself.',
  fix: 'Join them with `&&`, or name all sources in one COPY.',
  references: ['https://docs.docker.com/build/building/best-practices/#minimize-the-number-of-layers'],
  preset: 'strict',
  on: 'stage',
  *check(stage, { dockerfile }) {
    if (!isShipped(dockerfile, stage)) return;
    for (const [index, instruction] of stage.instructions.entries()) {
      const before = stage.instructions[index - 1];
      if (before === undefined || !isJoinable(before, instruction)) continue;
      yield {
        at: instruction.keywordSpan,
        message: `this ${instruction.keyword} could be one layer with the one above`,
        object: `${stageName(stage)} ${instruction.keyword} layers`,
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN useradd app
          RUN mkdir /data
          COPY a.txt /data/
          COPY b.txt /data/
        `,
      },
      ['Dockerfile:3:1', 'Dockerfile:5:1'],
    ),
    good({
      Dockerfile: `
        FROM debian:12-slim AS build
        RUN make one
        RUN make two
        FROM debian:12-slim
        RUN useradd app && mkdir /data
        COPY a.txt /data/
        COPY b.txt /other/
        COPY --from=build /c /other/
      `,
    }),
  ],
});

/** RUN after RUN with the same flags; COPY after COPY from the same place into the same folder. */
function isJoinable(first: DockerInstruction, second: DockerInstruction): boolean {
  if (first.keyword !== second.keyword || first.form === 'exec' || second.form === 'exec') return false;
  const flags = (one: DockerInstruction) => one.flags.map(({ name, value }) => `${name}=${value}`).join(' ');
  if (flags(first) !== flags(second) || first.heredocs.length + second.heredocs.length > 0) return false;
  if (first.keyword === 'RUN') return true;
  const target = second.args.at(-1)?.value ?? '';
  const isFile = (one: DockerInstruction) => one.args.slice(0, -1).every(({ value }) => /\.\w+$/.test(value));
  return (
    /^(?:COPY|ADD)$/.test(first.keyword) &&
    target.endsWith('/') &&
    first.args.at(-1)?.value === target &&
    isFile(first) &&
    isFile(second)
  );
}
