import type { Edit } from '../../base/edit.ts';
import type { DockerInstruction } from '../../model/dockerfile.ts';
import type { Project } from '../../model/project.ts';
import { offer, remove, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { removedInstruction } from '../shared/dockerfile-edits.ts';
import { writtenAt } from '../shared/source-text.ts';

export default defineRule({
  id: 'label-empty',
  area: 'dockerfile',
  severity: 'low',
  aliases: ['hadolint:DL3051'],
  title: 'A label is empty',
  why: 'Whoever asks the image for it gets an answer that says nothing.',
  fix: 'Give it a value, or remove it.',
  references: ['https://docs.docker.com/reference/dockerfile/#label'],
  preset: 'strict',
  on: 'instruction',
  only: ['LABEL'],
  *check(instruction, { project }) {
    if (instruction.keyword !== 'LABEL') return;
    for (const [index, { name, value }] of instruction.pairs.entries()) {
      if (value === undefined || value.value.trim() !== '') continue;
      const edit = removal(project, instruction, index);
      yield {
        at: name.span,
        message: `the label ${name.value} is empty`,
        object: `label ${name.value}`,
        ...offer(edit && review('Remove the label', edit)),
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
          LABEL title="" version=1.0.0
          LABEL vendor=acme \\
                # to be filled in
                url="" \\
                docs=
          # nothing yet
          LABEL maintainer=""
        `,
      },
      ['Dockerfile:2:7', 'Dockerfile:5:7', 'Dockerfile:6:7', 'Dockerfile:8:7'],
      {
        Dockerfile: `
          FROM alpine:3.22
          LABEL version=1.0.0
          LABEL vendor=acme \\
                # to be filled in
                url=""
          # nothing yet
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM alpine:3.22
        LABEL title="An example" version=$VERSION
      `,
    }),
  ],
});

/** The pair with what divides it from its neighbour; undefined where a comment stands there. */
function removal(project: Project, instruction: DockerInstruction, index: number): Edit | undefined {
  const { pairs } = instruction;
  const [pair, before, after] = [pairs[index], pairs[index - 1], pairs[index + 1]];
  if (pairs.length === 1) return removedInstruction(project, instruction);
  if (pair === undefined) return undefined;
  const { file } = pair.name.span;
  const end = (pair.value ?? pair.name).span.end;
  const span =
    before === undefined
      ? { file, start: pair.name.span.start, end: after?.name.span.start ?? end }
      : { file, start: (before.value ?? before.name).span.end, end };
  return /#/.test(writtenAt(project, span)) ? undefined : remove(span);
}
