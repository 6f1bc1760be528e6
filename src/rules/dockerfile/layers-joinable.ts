import type { DockerInstruction } from '../../model/dockerfile.ts';
import type { Fix } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import { insertAfter, offer, review } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { joinedRuns, removedInstruction } from '../shared/dockerfile-edits.ts';
import { isShipped, stageName } from '../shared/installs.ts';
import { writtenAt } from '../shared/source-text.ts';

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
  *check(stage, { project, dockerfile }) {
    if (!isShipped(dockerfile, stage)) return;
    for (const [index, instruction] of stage.instructions.entries()) {
      const before = stage.instructions[index - 1];
      if (before === undefined || !isJoinable(before, instruction)) continue;
      yield {
        at: instruction.keywordSpan,
        message: `this ${instruction.keyword} could be one layer with the one above`,
        object: `${stageName(stage)} ${instruction.keyword} layers`,
        ...offer(fixOf(project, before, instruction)),
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
          RUN chown app \\
                # the user from above
                /data
          # the folder of the program
          RUN mkdir /srv/app \\
           && chmod 755 /srv/app
          RUN cd /srv || exit 1
          RUN pwd
        `,
      },
      ['Dockerfile:3:1', 'Dockerfile:5:1', 'Dockerfile:10:1', 'Dockerfile:12:1', 'Dockerfile:13:1'],
      {
        Dockerfile: `
          FROM debian:12-slim
          RUN useradd app \\
              && mkdir /data
          COPY a.txt b.txt /data/
          RUN chown app \\
                # the user from above
                /data && \\
          # the folder of the program
           mkdir /srv/app \\
           && chmod 755 /srv/app
          RUN cd /srv || exit 1
          RUN pwd
        `,
      },
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

function fixOf(project: Project, first: DockerInstruction, second: DockerInstruction): Fix | undefined {
  if (first.keyword === 'RUN') {
    // What a shell remembers ends with its RUN.
    if (/\b(?:cd|export|set|umask|alias|source|exec|exit)\b|^\s*\.\s|\|\||;/.test(first.raw.value))
      return undefined;
    const edit = joinedRuns(project, first, second);
    return edit && review('Join the two', edit);
  }
  const source = first.args.at(-2);
  const gap = { ...first.span, start: first.span.end, end: second.span.start };
  const removal = removedInstruction(project, second);
  if (source === undefined || removal === undefined || !/^\s*$/.test(writtenAt(project, gap)))
    return undefined;
  const added = second.args.slice(0, -1).map(({ span }) => ` ${writtenAt(project, span)}`);
  return review('Name all sources in one', insertAfter(source.span, added.join('')), removal);
}
