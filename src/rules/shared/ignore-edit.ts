// Lines of .dockerignore put in and taken out.
import type { Edit } from '../../base/edit.ts';
import { literal } from '../../base/text.ts';
import type { Project } from '../../model/project.ts';

/** Lets the path in: without the line that names it, or with an exception below all others. */
export function unignored(project: Project, file: string, path: string): Edit | undefined {
  const text = project.texts.get(file)?.text;
  const line = new RegExp(`^/?${literal(path)}/?[ \\t]*(?:\\r?\\n|$)`, 'm').exec(text ?? '');
  if (line !== null) return { span: { file, start: line.index, end: line.index + line[0].length }, text: '' };
  return withLine(file, text, `!${path}`);
}

/** Keeps the path out. */
export function ignored(project: Project, file: string, path: string): Edit | undefined {
  return withLine(file, project.texts.get(file)?.text, path);
}

function withLine(file: string, text: string | undefined, line: string): Edit | undefined {
  if (text === undefined || /[\s#!*?[\]\\]/.test(line.replace(/^!/, ''))) return undefined;
  const isEnded = text === '' || text.endsWith('\n');
  return {
    span: { file, start: text.length, end: text.length },
    text: `${isEnded ? '' : '\n'}${line}${isEnded ? '\n' : ''}`,
  };
}
