// Edits on whole instructions of a Dockerfile: lines added and taken out, commands added to a RUN, two RUNs joined.
import type { Edit } from '../../base/edit.ts';
import type { Span } from '../../base/span.ts';
import type { DockerInstruction, Stage } from '../../model/dockerfile.ts';
import type { Project } from '../../model/project.ts';
import { writtenAt } from './source-text.ts';

/** Takes the instruction's lines out; undefined where a comment between them would go as well. */
export function removedInstruction(project: Project, { span }: DockerInstruction): Edit | undefined {
  const { file } = span;
  const text = project.texts.get(file)?.text;
  if (text === undefined || hasComments(project, span)) return undefined;
  const start = text.lastIndexOf('\n', span.start - 1) + 1;
  const end = text.indexOf('\n', span.end - 1);
  const rest = text.slice(span.end, end === -1 ? text.length : end);
  if (text.slice(start, span.start).trim() !== '' || rest.trim() !== '') return undefined;
  return { span: { file, start, end: end === -1 ? text.length : end + 1 }, text: '' };
}

function hasComments(project: Project, { file, start, end }: Span): boolean {
  return project.comments(file).some((comment) => comment.span.start >= start && comment.span.end <= end);
}

/** A line of its own above the instruction, and above the comment that belongs to it. */
export function lineAbove(project: Project, { span }: DockerInstruction, line: string): Edit {
  const { file } = span;
  const text = project.texts.get(file)?.text ?? '';
  const own = text.lastIndexOf('\n', span.start - 1) + 1;
  let start = own;
  while (start > 0) {
    const before = text.lastIndexOf('\n', start - 2) + 1;
    if (!/^[ \t]*#/.test(text.slice(before, start))) break;
    start = before;
  }
  // What heads the file may be directives, which hold only there.
  const at = start === 0 ? own : start;
  return { span: { file, start: at, end: at }, text: `${text.slice(own, span.start)}${line}\n` };
}

/** How the lines of a RUN hang together: `\` and `&&` on the next line, `&& \`, or all in one line. */
interface Style {
  readonly join: string;
}

function styleOf(project: Project, { raw }: DockerInstruction): Style | undefined {
  const text = writtenAt(project, raw.span).replace(/\r/g, '');
  const leading = /[ \t]*\\\n([ \t]*)&&([ \t]+)(?![\s\S]*\\\n[ \t]*&&)/.exec(text);
  if (leading !== null) return { join: ` \\\n${leading[1]}&&${leading[2]}` };
  const trailing = /&&[ \t]*\\\n([ \t]*)(?=\S)(?![\s\S]*&&[ \t]*\\\n)/.exec(text);
  if (trailing !== null) return { join: ` && \\\n${trailing[1]}` };
  const semicolon = /;[ \t]*\\\n([ \t]*)(?=\S)(?![\s\S]*;[ \t]*\\\n)/.exec(text);
  return semicolon !== null && /^set -\w*e/.test(text) ? { join: `; \\\n${semicolon[1]}` } : undefined;
}

/** True when the RUN's text is one script, which another command can be joined to at its end. */
function goesOn({ keyword, form, heredocs, raw }: DockerInstruction): boolean {
  const text = raw.value.trim();
  const isOpen = /(?:^|\s)#|[&|;\\]$|<<|\b(?:exit|exec)\b/.test(text);
  return keyword === 'RUN' && form === 'shell' && heredocs.length === 0 && text !== '' && !isOpen;
}

/** Adds a command that runs when all of the RUN's own have not failed; undefined where its text has no such end. */
export function appendedCommand(
  project: Project,
  instruction: DockerInstruction,
  command: string,
): Edit | undefined {
  if (!goesOn(instruction)) return undefined;
  const at = endOf(project, instruction);
  const { join } = styleOf(project, instruction) ?? { join: ' && ' };
  return { span: { file: instruction.span.file, start: at, end: at }, text: `${join}${command}` };
}

/** Where the text of the instruction ends, blanks left out. */
function endOf(project: Project, { raw }: DockerInstruction): number {
  return raw.span.start + writtenAt(project, raw.span).trimEnd().length;
}

/** One RUN of two that follow each other; the comments between them are kept. Undefined where they are no such two. */
export function joinedRuns(
  project: Project,
  first: DockerInstruction,
  second: DockerInstruction,
): Edit | undefined {
  if (!goesOn(first) || !goesOn(second) || first.flags.length + second.flags.length > 0) return undefined;
  // After `a && ` they would no more stand for what they stand for now.
  if (/\|\||;|&(?!&)(?<!&&)|^\s*(?:if|case|for|while|!|\()/.test(second.raw.value)) return undefined;
  const file = first.span.file;
  const start = endOf(project, first);
  const end = second.raw.span.start;
  // A comment may stand between the keyword and its text.
  if (!/^\S+[ \t]+$/.test(writtenAt(project, { file, start: second.span.start, end }))) return undefined;
  const gap = writtenAt(project, { file, start, end: second.span.start }).replace(/\r/g, '');
  if (gap.split('\n').length < 2) return undefined;
  const comments = gap.split('\n').filter((line) => line.trim() !== '');
  if (comments.some((line) => !line.trim().startsWith('#'))) return undefined;
  const style = styleOf(project, second) ?? styleOf(project, first) ?? { join: ' \\\n    && ' };
  const indent = /[ \t]*$/.exec(style.join.replace(/&&[ \t]*$/, ''))?.[0] ?? '';
  const text =
    comments.length === 0 ? style.join : [' && \\', ...comments, indent === '' ? '    ' : indent].join('\n');
  return { span: { file, start, end }, text };
}

/** The instruction above which USER can stand: the stage's CMD or ENTRYPOINT, when nothing is built below it. */
export function startOf(stage: Stage): DockerInstruction | undefined {
  const built = stage.instructions.findLastIndex(({ keyword }) =>
    /^(?:RUN|COPY|ADD|WORKDIR|VOLUME|USER)$/.test(keyword),
  );
  return stage.instructions.slice(built + 1).find(({ keyword }) => /^(?:CMD|ENTRYPOINT)$/.test(keyword));
}
