// Names and values of ENV, ARG and LABEL.
import { located } from '../../base/span.ts';
import type { SyntaxProblem } from '../problem.ts';
import { type Joined, spanOf } from './joined.ts';
import type { Escape } from './lines.ts';
import type { Pair } from './tree.ts';
import { type RawWord, rawWords, unquote } from './words.ts';

export interface PairsRead {
  readonly pairs: readonly Pair[];
  readonly problems: readonly SyntaxProblem[];
}

export function readPairs(joined: Joined, start: number, keyword: string, escapeChar: Escape): PairsRead {
  const words = rawWords(joined.text, start, escapeChar);
  const [first] = words;
  if (first === undefined) return { pairs: [], problems: [] };
  if (keyword !== 'ARG' && !first.raw.includes('=')) return readOldPair(joined, first, keyword, escapeChar);
  const pairs: Pair[] = [];
  const problems: SyntaxProblem[] = [];
  for (const word of words) {
    const equals = word.raw.indexOf('=');
    if (equals !== -1 || keyword === 'ARG') pairs.push(pairOf(joined, word, equals, escapeChar));
    else problems.push(broken(joined, word, keyword, `"${word.raw}" has no "=" after ${keyword}`));
  }
  return { pairs, problems };
}

function pairOf(joined: Joined, word: RawWord, equals: number, escapeChar: Escape): Pair {
  const nameEnd = equals === -1 ? word.end : word.start + equals;
  const name = located(
    unquote(joined.text.slice(word.start, nameEnd), escapeChar),
    spanOf(joined, word.start, nameEnd),
  );
  if (equals === -1) return { name, value: undefined };
  const rawValue = joined.text.slice(nameEnd + 1, word.end);
  // An empty value stands right after its `=`, also at the end of a line.
  const whole = spanOf(joined, word.start, nameEnd + 1);
  const where = rawValue === '' ? { ...whole, start: whole.end } : spanOf(joined, nameEnd + 1, word.end);
  return { name, value: located(unquote(rawValue, escapeChar), where), rawValue };
}

/** `ENV name value with blanks`: everything after the name is the value. */
function readOldPair(joined: Joined, first: RawWord, keyword: string, escapeChar: Escape): PairsRead {
  const end = joined.text.trimEnd().length;
  const start = first.end + (/^\s*/.exec(joined.text.slice(first.end, end))?.[0].length ?? 0);
  if (start >= end)
    return { pairs: [], problems: [broken(joined, first, keyword, `${keyword} ${first.raw} has no value`)] };
  const rawValue = joined.text.slice(start, end);
  const name = located(unquote(first.raw, escapeChar), spanOf(joined, first.start, first.end));
  return {
    pairs: [{ name, value: located(unquote(rawValue, escapeChar), spanOf(joined, start, end)), rawValue }],
    problems: [],
  };
}

function broken(joined: Joined, word: RawWord, keyword: string, message: string): SyntaxProblem {
  return {
    code: 'dockerfile-pair-broken',
    message,
    span: spanOf(joined, word.start, word.end),
    hint: `Write \`${keyword} name=value\`, with quotes around a value that holds blanks.`,
  };
}
