// The text that a container gives to a shell: `command: [sh, -c, "…"]`, or the text under `args`.
import type { Located, Span } from '../../../base/span.ts';
import type { Container } from '../../../model/kubernetes.ts';
import { posixShell } from '../run-shell.ts';

export interface ShellText {
  readonly text: Located<string>;
  readonly pipefail: boolean;
}

export function shellTextOf({ command, args }: Container): ShellText | undefined {
  const words = [...command, ...args];
  const name = words[0]?.value.replace(/^.*\//, '');
  if (name === undefined || !posixShell.test(name)) return undefined;
  const at = words.findIndex(({ value }, index) => index > 0 && /^-[a-z]*c[a-z]*$/.test(value));
  const text = at === -1 ? undefined : words[at + 1];
  if (text === undefined) return undefined;
  return { text, pipefail: words.slice(0, at + 2).some(({ value }) => value.includes('pipefail')) };
}

/** Where words of the text stand in the file, when they do there as they are read; else all of it. */
export function placeIn(source: string | undefined, { span }: Located<string>, words: string): Span {
  const index = source?.slice(span.start, span.end).indexOf(words) ?? -1;
  if (index === -1) return span;
  const start = span.start + index;
  return { file: span.file, start, end: start + words.length };
}
