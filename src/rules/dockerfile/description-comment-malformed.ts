import type { DockerInstruction } from '../../model/dockerfile.ts';
import type { Project } from '../../model/project.ts';
import { insertAfter, safe } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';
import { writtenAt } from '../shared/source-text.ts';

export default defineRule({
  id: 'description-comment-malformed',
  area: 'dockerfile',
  severity: 'info',
  aliases: ['buildkit:InvalidDefinitionDescription'],
  title: 'The comment above a stage or argument does not begin with its name',
  why: 'The listing of `docker build --call=outline` leaves the description out, while others of the file are in it.',
  fix: 'Begin the comment with the name, or put an empty line below it.',
  references: ['https://docs.docker.com/reference/build-checks/invalid-definition-description/'],
  preset: 'strict',
  on: 'dockerfile',
  *check(dockerfile, { project }) {
    if (!dockerfile.instructions.some((instruction) => mayBeWell(project, instruction))) return;
    const described = dockerfile.instructions.flatMap((instruction) => {
      const name = nameOf(instruction);
      const comment = name === undefined ? undefined : commentAbove(project, instruction);
      return name === undefined || comment === undefined ? [] : [{ name, comment }];
    });
    const isWell = ({ name, comment }: (typeof described)[number]) =>
      comment.text.toLowerCase().startsWith(`${name.toLowerCase()} `);
    // Only a file that mostly describes things this way means its other comments so.
    if (described.filter(isWell).length * 2 <= described.length) return;
    for (const one of described) {
      if (isWell(one)) continue;
      yield {
        at: one.comment.span,
        message: `the description of ${one.name} does not begin with its name`,
        object: `description ${one.name}`,
        fix: safe('Put an empty line below it', insertAfter(one.comment.span, '\n')),
      };
    }
  },
  examples: [
    bad(
      {
        Dockerfile: `
          # version is the release that is built
          ARG version=1
          # mirror is where modules come from
          ARG mirror
          # compiles everything
          FROM golang:1.25 AS build
        `,
      },
      'Dockerfile:5:1',
      {
        Dockerfile: `
          # version is the release that is built
          ARG version=1
          # mirror is where modules come from
          ARG mirror
          # compiles everything

          FROM golang:1.25 AS build
        `,
      },
    ),
    good({
      Dockerfile: `
        # the release that is built
        ARG version=1
        # compiles everything
        FROM golang:1.25 AS build
      `,
    }),
  ],
});

/** What `--call=outline` lists: named stages and arguments. */
function nameOf({ keyword, args, pairs }: DockerInstruction): string | undefined {
  if (keyword === 'FROM') return args[2]?.value;
  return keyword === 'ARG' && pairs.length === 1 ? pairs[0]?.name.value : undefined;
}

/** The line above, without blanks at its start. */
function lineAbove(project: Project, { span }: DockerInstruction): string {
  const text = project.texts.get(span.file)?.text ?? '';
  const start = text.lastIndexOf('\n', span.start - 1);
  return text.slice(text.lastIndexOf('\n', start - 1) + 1, Math.max(start, 0)).trimStart();
}

/** By the line alone: comments are read only where one begins with a name. */
function mayBeWell(project: Project, instruction: DockerInstruction): boolean {
  const name = nameOf(instruction)?.toLowerCase();
  const above = name === undefined ? '' : lineAbove(project, instruction);
  return above.startsWith('#') && above.replace(/^#\s*/, '').toLowerCase().startsWith(`${name} `);
}

function commentAbove(project: Project, instruction: DockerInstruction) {
  const { span } = instruction;
  if (!lineAbove(project, instruction).startsWith('#')) return undefined;
  return project.comments(span.file).find((comment) => {
    const gap = writtenAt(project, { file: span.file, start: comment.span.end, end: span.start });
    return (
      comment.span.end < span.start && /^\r?\n[ \t]*$/.test(gap) && !comment.text.startsWith('seaworthy:')
    );
  });
}
