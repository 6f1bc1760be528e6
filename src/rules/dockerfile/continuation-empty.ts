import { remove, safe } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { writtenAt } from '../shared/source-text.ts';

export default defineRule({
  id: 'continuation-empty',
  area: 'dockerfile',
  severity: 'low',
  aliases: ['buildkit:NoEmptyContinuation'],
  title: 'An empty line stands inside a continued instruction',
  why: 'Docker warns that it will refuse such lines one day, and readers take the instruction for ended.',
  fix: 'Remove the empty line.',
  references: ['https://docs.docker.com/reference/build-checks/no-empty-continuation/'],
  preset: 'strict',
  on: 'instruction',
  *check(instruction, { project }) {
    const { file, start } = instruction.span;
    const end = instruction.pieces.at(-1)?.offset ?? start;
    let at = start;
    for (const line of writtenAt(project, { file, start, end }).split('\n').slice(0, -1)) {
      const next = at + line.length + 1;
      if (line.trim() === '' && at > start) {
        yield {
          at: { file, start: at, end: at },
          message: `an empty line stands inside ${instruction.keyword}`,
          object: `${instruction.keyword} empty line`,
          fix: safe('Remove the line', remove({ file, start: at, end: next })),
        };
      }
      at = next;
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          FROM alpine:3.22
          RUN echo one && \\

            echo two
        `,
      },
      'Dockerfile:3:1',
      {
        Dockerfile: `
          FROM alpine:3.22
          RUN echo one && \\
            echo two
        `,
      },
    ),
    good({
      Dockerfile: `
        FROM alpine:3.22
        RUN echo one && \\
          # the second
          echo two

        RUN <<EOF
        echo one

        echo two
        EOF
      `,
    }),
  ],
});
