// One logical line into one instruction.
import { located, type Span } from '../../base/span.ts';
import { nearest } from '../../base/text.ts';
import type { SyntaxProblem } from '../problem.ts';
import { brokenExecForm, execWords } from './exec-form.ts';
import { type Joined, piecesFrom, spanOf } from './joined.ts';
import type { Escape } from './lines.ts';
import { readPairs } from './pairs.ts';
import type { Flag, Instruction, Word } from './tree.ts';
import { type RawWord, rawFlags, rawWords, unquote } from './words.ts';

const keywords: readonly string[] = [
  'ADD',
  'ARG',
  'CMD',
  'COPY',
  'ENTRYPOINT',
  'ENV',
  'EXPOSE',
  'FROM',
  'HEALTHCHECK',
  'LABEL',
  'MAINTAINER',
  'ONBUILD',
  'RUN',
  'SHELL',
  'STOPSIGNAL',
  'USER',
  'VOLUME',
  'WORKDIR',
];
const execForms: ReadonlySet<string> = new Set([
  'ADD',
  'CMD',
  'COPY',
  'ENTRYPOINT',
  'RUN',
  'SHELL',
  'VOLUME',
]);
const pairForms: ReadonlySet<string> = new Set(['ARG', 'ENV', 'LABEL']);
/** The whole text is one argument, blanks included. */
const textForms: ReadonlySet<string> = new Set(['MAINTAINER', 'STOPSIGNAL', 'USER', 'WORKDIR']);
const maxTriggers = 2;

export interface InstructionRead {
  readonly instruction: Instruction;
  /** Where the arguments begin in the joined text, of the innermost instruction. */
  readonly argsAt: number;
  readonly problems: readonly SyntaxProblem[];
}

/** Reads the instruction whose keyword begins at or after `from`. Heredocs are added by the caller. */
export function readInstruction(
  joined: Joined,
  from: number,
  escapeChar: Escape,
  level = 0,
): InstructionRead {
  const text = joined.text.trimEnd();
  const start = from + (/^\s*/.exec(text.slice(from))?.[0].length ?? 0);
  const keywordEnd = start + (/^\S*/.exec(text.slice(start))?.[0].length ?? 0);
  const keyword = text.slice(start, keywordEnd).toUpperCase();
  const keywordSpan = spanOf(joined, start, keywordEnd);
  const trimmed: Joined = { ...joined, text };
  const { flags, rest } = rawFlags(text, keywordEnd, escapeChar);
  const base = {
    keyword,
    keywordSpan,
    span: spanOf(joined, start, Math.max(text.length, start)),
    flags: flags.map((flag) => flagOf(trimmed, flag, escapeChar)),
    raw: located(text.slice(rest), spanOf(trimmed, Math.min(rest, text.length), text.length)),
    pieces: piecesFrom(trimmed, Math.min(rest, text.length)),
    heredocs: [],
  };
  const written = text.slice(start, keywordEnd);
  const problems = complaints(keyword, written, keywordSpan, rest >= text.length);
  const inner = level < maxTriggers ? triggerOf(trimmed, keyword, rest, escapeChar, level) : undefined;
  if (inner !== undefined) {
    const own = keyword === 'HEALTHCHECK' ? wordsOf(trimmed, rest, escapeChar).slice(0, 1) : [];
    const { args, form } = inner.instruction;
    const instruction: Instruction = { ...base, args: [...own, ...args], form, trigger: inner.instruction };
    return { instruction, argsAt: inner.argsAt, problems: [...problems, ...inner.problems] };
  }
  const words = argsOf(trimmed, keyword, rest, escapeChar);
  const pairs = pairForms.has(keyword) ? readPairs(trimmed, rest, keyword, escapeChar) : undefined;
  const { args, form } = words.read;
  const instruction: Instruction = { ...base, args, form };
  return {
    instruction: pairs === undefined ? instruction : { ...instruction, pairs: pairs.pairs },
    argsAt: rest,
    problems: [...problems, ...words.problems, ...(pairs?.problems ?? [])],
  };
}

function triggerOf(
  joined: Joined,
  keyword: string,
  rest: number,
  escapeChar: Escape,
  level: number,
): InstructionRead | undefined {
  const isCheck = keyword === 'HEALTHCHECK' && /^CMD(?:\s|$)/i.test(joined.text.slice(rest));
  if (!isCheck && (keyword !== 'ONBUILD' || rest >= joined.text.length)) return undefined;
  return readInstruction(joined, rest, escapeChar, level + 1);
}

type Args = Pick<Instruction, 'args' | 'form'>;

function argsOf(
  joined: Joined,
  keyword: string,
  rest: number,
  escapeChar: Escape,
): { read: Args; problems: readonly SyntaxProblem[] } {
  const isExec = execForms.has(keyword);
  const strings = isExec ? execWords(joined, rest) : undefined;
  if (strings !== undefined) return { read: { args: strings, form: 'exec' }, problems: [] };
  const broken = isExec ? brokenExecForm(joined, rest, keyword) : undefined;
  return {
    read: { args: shellArgs(joined, keyword, rest, escapeChar), form: 'shell' },
    problems: broken === undefined ? [] : [broken],
  };
}

function shellArgs(joined: Joined, keyword: string, rest: number, escapeChar: Escape): readonly Word[] {
  const { text } = joined;
  if (!textForms.has(keyword)) return wordsOf(joined, rest, escapeChar);
  return rest >= text.length
    ? []
    : [wordOf(joined, { raw: text.slice(rest), start: rest, end: text.length }, escapeChar)];
}

function wordsOf(joined: Joined, start: number, escapeChar: Escape): readonly Word[] {
  return rawWords(joined.text, start, escapeChar).map((word) => wordOf(joined, word, escapeChar));
}

function wordOf(joined: Joined, { raw, start, end }: RawWord, escapeChar: Escape): Word {
  return { text: unquote(raw, escapeChar), raw, span: spanOf(joined, start, end) };
}

function flagOf(joined: Joined, { raw, start, end }: RawWord, escapeChar: Escape): Flag {
  const equals = raw.indexOf('=');
  const where = spanOf(joined, start, end);
  if (equals === -1) return { name: unquote(raw.slice(2), escapeChar), value: undefined, span: where };
  const value = unquote(raw.slice(equals + 1), escapeChar);
  const valueSpan =
    equals + 1 === raw.length ? { ...where, start: where.end } : spanOf(joined, start + equals + 1, end);
  return { name: raw.slice(2, equals), value, span: where, valueSpan };
}

function complaints(keyword: string, written: string, at: Span, isBare: boolean): readonly SyntaxProblem[] {
  if (!keywords.includes(keyword)) {
    const guess = nearest(keyword, keywords);
    const isContinuation = !/^[A-Z]+$/.test(keyword);
    return [
      {
        code: 'dockerfile-instruction-unknown',
        message: `"${written.slice(0, 40)}" is not an instruction`,
        span: at,
        hint:
          guess !== undefined && !isContinuation
            ? `Did you mean ${guess}?`
            : 'End the line before with the escape character if this line continues it.',
        ...(guess === undefined || isContinuation
          ? {}
          : { replacement: written === keyword.toLowerCase() ? guess.toLowerCase() : guess }),
      },
    ];
  }
  if (!isBare) return [];
  return [
    {
      code: 'dockerfile-args-missing',
      message: `${keyword} has no arguments`,
      span: at,
      hint: `Give ${keyword} its arguments, or remove the line.`,
    },
  ];
}
