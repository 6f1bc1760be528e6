// Words of scripts and documents written anew.
import type { Edit } from '../../base/edit.ts';
import type { Span } from '../../base/span.ts';
import type { Problem } from '../../model/finding.ts';
import type { Project } from '../../model/project.ts';
import { writtenAt } from './source-text.ts';
import { reviewFix } from './yaml-fix.ts';

/** Another word in the place of each of these; none where one is not written as it reads, or no word is known. */
export function reworded(
  project: Project,
  words: readonly { readonly text: string; readonly span: Span }[],
  to: string | undefined,
): Pick<Problem, 'fix'> {
  if (to === undefined) return {};
  return reviewFix(`Write ${to}`, ...words.map((word) => rewordedAt(project, word, to)));
}

function rewordedAt(
  project: Project,
  { text, span }: { readonly text: string; readonly span: Span },
  to: string,
): Edit | undefined {
  const written = writtenAt(project, span);
  const start = written === text ? 0 : /^(["']).*\1$/.test(written) && written.slice(1, -1) === text ? 1 : -1;
  if (start === -1) return undefined;
  const from = span.start + start;
  return { span: { ...span, start: from, end: from + text.length }, text: to };
}

/** Takes a word and the blanks before it out of its line. */
export function withoutWord(project: Project, { span }: { readonly span: Span }): Edit | undefined {
  const text = project.texts.get(span.file)?.text;
  if (text === undefined) return undefined;
  // A word that has a line of its own goes with the line and the mark that continues the one before.
  const isAlone = /^[ \t]*(?:\r?\n|$)/.test(text.slice(span.end));
  const before = isAlone ? /(?:[ \t]*\\\r?\n)?[ \t]*$/ : /[ \t]*$/;
  const blanks = before.exec(text.slice(0, span.start))?.[0].length ?? 0;
  return { span: { ...span, start: span.start - blanks }, text: '' };
}
