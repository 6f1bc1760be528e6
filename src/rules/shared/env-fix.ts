// Edits of env files: lines that go, keys that come.
import type { Edit } from '../../base/edit.ts';
import type { EnvFile } from '../../model/env-file.ts';
import type { Project } from '../../model/project.ts';
import type { EnvFileEntry } from './env-entry-rule.ts';

/** Takes the line of an entry out; undefined where something else stands on it, a comment too. */
export function withoutEntry(project: Project, { span }: EnvFileEntry): Edit | undefined {
  const text = project.texts.get(span.file)?.text ?? '';
  const start = text.lastIndexOf('\n', span.start - 1) + 1;
  const rest = /^[ \t]*(?:\r?\n|$)/.exec(text.slice(span.end))?.[0];
  if (rest === undefined || !/^\uFEFF?[ \t]*(?:export[ \t]+)?$/.test(text.slice(start, span.start)))
    return undefined;
  return { span: { file: span.file, start, end: span.end + rest.length }, text: '' };
}

/** Names without values at the end of the file. */
export function withKeys(project: Project, { file }: EnvFile, names: readonly string[]): Edit | undefined {
  const text = project.texts.get(file)?.text;
  if (text === undefined || names.length === 0) return undefined;
  const gap = text === '' || text.endsWith('\n') ? '' : '\n';
  const lines = names.map((name) => `${name}=`).join('\n');
  // A last line without an end stays one.
  return {
    span: { file, start: text.length, end: text.length },
    text: gap + lines + (gap === '' ? '\n' : ''),
  };
}
