// A light reading of shell command strings: which programs are called with which words. Offsets count in the string.

import { readCommands } from './shell/commands.ts';

export type ShellOperator = '' | '&&' | '||' | ';' | '|' | '&' | '\n';

export interface ShellCommand {
  /** The program first; assignments, redirections and keywords left out. Never empty unless only `assignments` stand. */
  readonly words: readonly ShellWord[];
  readonly assignments: readonly ShellWord[];
  readonly start: number;
  readonly end: number;
  readonly operatorBefore: ShellOperator;
  /** How many `$(…)` or backticks the command stands in; 0 for the command line itself. */
  readonly depth: number;
}

export interface ShellWord {
  /** Without quotes and escapes; `$…` expressions as written. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** True when the text holds an expression that only the shell can resolve: `$X`, `$(…)`, backticks, a glob. */
  readonly dynamic: boolean;
  readonly quoted: boolean;
}

/** The commands of a shell text, in order, those of `$(…)` and backticks after the one that holds them. Never throws. */
export function commandsOf(text: string): readonly ShellCommand[] {
  return readCommands(text);
}

export interface SplitWords {
  readonly words: readonly ShellWord[];
  readonly problem?: string;
}

/** Splits a string into arguments as docker compose does with a `command` string: quotes and escapes, no operators. */
export function splitWords(text: string): SplitWords {
  const words: ShellWord[] = [];
  let problem: string | undefined;
  for (let at = 0; at < text.length; ) {
    if (/\s/.test(text.charAt(at))) {
      at += 1;
      continue;
    }
    const { word, open } = readArgument(text, at);
    words.push(word);
    if (open !== '')
      problem = open === '\\' ? 'a backslash stands at the end' : `the quote ${open} is not closed`;
    at = word.end;
  }
  return problem === undefined ? { words } : { words, problem };
}

function readArgument(text: string, start: number): { word: ShellWord; open: string } {
  let out = '';
  let quote = '';
  let quoted = false;
  let dynamic = false;
  let open = '';
  let at = start;
  for (; at < text.length; at++) {
    const char = text.charAt(at);
    const next = text.charAt(at + 1);
    if (quote === '' && /\s/.test(char)) break;
    if (char === '$' && quote !== "'") dynamic = true;
    if (char === '\\' && quote !== "'" && (quote === '' || (next !== '' && '$`"\\\n'.includes(next)))) {
      if (next === '') open = '\\';
      if (next !== '\n') out += next;
      at += 1;
    } else if (quote === '' && (char === '"' || char === "'")) {
      quote = char;
      quoted = true;
    } else if (char === quote) quote = '';
    else out += char;
  }
  const end = Math.min(at, text.length);
  return { word: { text: out, start, end, dynamic, quoted }, open: quote === '' ? open : quote };
}
