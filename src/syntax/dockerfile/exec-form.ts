// The exec form: a JSON array of strings. What looks like one and is not is run by a shell, rarely as meant.
import type { SyntaxProblem } from '../problem.ts';
import { type Joined, spanOf } from './joined.ts';
import type { Word } from './tree.ts';

/** The strings of the array at `start`, or `undefined` when the text there is none. */
export function execWords(joined: Joined, start: number): readonly Word[] | undefined {
  const text = joined.text.slice(start).trimEnd();
  const strings = stringsOf(text);
  if (strings === undefined) return undefined;
  const tokens = [...text.matchAll(/"(?:[^"\\]|\\.)*"/g)];
  return strings.map((value, index) => {
    const token = tokens[index];
    const from = start + (token?.index ?? 0);
    const raw = token?.[0] ?? '';
    return { text: value, raw, span: spanOf(joined, from, from + raw.length) };
  });
}

function stringsOf(text: string): readonly string[] | undefined {
  if (!text.startsWith('[')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
  } catch {
    return undefined;
  }
}

/**
 * A problem when the text at `start`, known not to be the exec form, was meant to be it. `[ -f x ]` after RUN is a
 * shell's test, and `[ab]*` after COPY a pattern.
 */
export function brokenExecForm(joined: Joined, start: number, keyword: string): SyntaxProblem | undefined {
  const text = joined.text.slice(start).trimEnd();
  // What else follows SHELL is told where its arguments are looked at.
  if (keyword === 'SHELL') return undefined;
  const isMeant = /^(?:CMD|ENTRYPOINT)$/.test(keyword) ? /^\[(?!\[|\s*-)/ : /^\[["'\u201c\u201d]/;
  if (!isMeant.test(text) || isShellTest(text)) return undefined;
  return {
    code: 'dockerfile-exec-form-broken',
    message: `The arguments of ${keyword} begin like a JSON array but are not one, so a shell runs them as text`,
    span: spanOf(joined, start, start + text.length),
    hint: arrayHint(text),
  };
}

/** `[ "$X" = y ] || exit 1`, `[ ! -f x ] && …`. */
function isShellTest(text: string): boolean {
  return /^\[\s+!\s/.test(text) || /^\[\s.*\s\]\s*(?:&&|\|\||;)/s.test(text);
}

/** What to do about a text that begins like an array and is none. */
export function arrayHint(text: string): string {
  if (/[\u201c\u201d\u2018\u2019]/.test(text))
    return 'Replace the typographic quotes by straight double quotes.';
  if (/^\[\s*'/.test(text)) return 'JSON knows only double quotes: replace the single quotes.';
  if (/,\s*\]$/.test(text)) return 'Remove the comma before the closing bracket.';
  if (!text.endsWith(']')) return 'Close the array with `]`, and write nothing after it.';
  if (/\\[^"\\/bfnrtu]/.test(text)) return 'Double each backslash inside the strings.';
  return 'Write a JSON array of strings: double quotes around each, commas between them.';
}
