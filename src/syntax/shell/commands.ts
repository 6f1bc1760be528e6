// Simple commands of a shell text. Not a shell: enough to say which programs are called with which words.
import type { ShellCommand, ShellOperator, ShellWord } from '../shell.ts';
import { readWord, type WordRead } from './words.ts';

/** Words after which a command begins anew. */
const openers: ReadonlySet<string> = new Set([
  'if',
  'then',
  'elif',
  'else',
  'while',
  'until',
  'do',
  '!',
  '{',
  'time',
]);
/** Words that end a compound; a redirection or an operator follows. */
const closers: ReadonlySet<string> = new Set(['fi', 'done', 'esac', '}']);
const maxDepth = 20;

interface Reading {
  readonly text: string;
  readonly base: number;
  readonly depth: number;
  at: number;
  readonly commands: ShellCommand[];
  operator: ShellOperator;
  words: ShellWord[];
  assignments: ShellWord[];
  nested: WordRead['nested'][number][];
  heredocs: { name: string; strip: boolean }[];
}

export function readCommands(text: string, base = 0, depth = 0): ShellCommand[] {
  if (depth > maxDepth) return [];
  const reading: Reading = {
    text,
    base,
    depth,
    at: 0,
    commands: [],
    operator: '',
    words: [],
    assignments: [],
    nested: [],
    heredocs: [],
  };
  while (reading.at < text.length) {
    const before = reading.at;
    step(reading);
    // Whatever stands here, the reading moves on.
    if (reading.at === before) reading.at += 1;
  }
  finish(reading, '');
  return reading.commands;
}

function step(reading: Reading): void {
  const { text, at } = reading;
  const char = text.charAt(at);
  if (char === ' ' || char === '\t' || char === '\r') reading.at += 1;
  else if (text.startsWith('\\\n', at)) reading.at += 2;
  else if (char === '#') reading.at = lineEnd(text, at);
  else if (char === '\n') readNewline(reading);
  else if (char === '(' && text[at - 1] === '=' && isAssigning(reading)) skipArray(reading);
  else if (char === '(' || char === ')') readParenthesis(reading);
  else if (isRedirection(text, at, char)) skipRedirection(reading);
  else if (';&|'.includes(char)) readOperator(reading);
  else readCommandWord(reading);
}

/** `>`, `2>`, `&>`; most words begin with a letter and are asked nothing more. */
function isRedirection(text: string, at: number, char: string): boolean {
  if (char === '<' || char === '>') return true;
  if (char === '&') return text[at + 1] === '>';
  return char >= '0' && char <= '9' && /^\d*(?:[<>]|&>)/.test(text.slice(at, at + 12));
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

function readOperator(reading: Reading): void {
  const two = reading.text.slice(reading.at, reading.at + 2);
  const isTwo = two === '&&' || two === '||' || two === ';;' || two === '|&' || two === ';&';
  reading.at += isTwo ? 2 : 1;
  const operator =
    two === '&&' || two === '||' ? two : two.startsWith('|') ? '|' : two.startsWith('&') ? '&' : ';';
  finish(reading, operator);
  if (two === ';;' || two === ';&') skipPattern(reading);
}

function readNewline(reading: Reading): void {
  reading.at += 1;
  finish(reading, '\n');
  for (const { name, strip } of reading.heredocs.splice(0)) {
    while (reading.at < reading.text.length) {
      const end = lineEnd(reading.text, reading.at);
      const line = reading.text.slice(reading.at, end).replace(/\r$/, '');
      reading.at = end + 1;
      if ((strip ? line.replace(/^\t+/, '') : line) === name) break;
    }
  }
}

/** A subshell's parentheses separate commands; those of `name()` make a function, whose name is no command. */
function readParenthesis(reading: Reading): void {
  const isFunction = /^\(\s*\)/.exec(reading.text.slice(reading.at, reading.at + 40));
  if (isFunction !== null && reading.words.length === 1) {
    reading.words = [];
    reading.at += isFunction[0].length;
    return;
  }
  reading.at += 1;
  finish(reading, reading.words.length > 0 ? ';' : reading.operator);
}

/** `A=(` of bash: what follows are the elements of an array. */
function isAssigning({ text, at, words, assignments }: Reading): boolean {
  const last = words.at(-1) ?? assignments.at(-1);
  return last?.end === at && /^\w+\+?=$/.test(text.slice(last.start, last.end));
}

function skipArray(reading: Reading): void {
  reading.at += 1;
  while (reading.at < reading.text.length) {
    const char = reading.text.charAt(reading.at);
    if (char === ')') {
      reading.at += 1;
      return;
    }
    const before = reading.at;
    if (!/[\s;&|<>(]/.test(char)) readWordInto(reading);
    if (reading.at === before) reading.at += 1;
  }
}

function skipRedirection(reading: Reading): void {
  const match = /^\d*(?:&>>?|<<-|<<<|<<|>>|<>|>\||[<>]&|[<>])[ \t]*/.exec(
    reading.text.slice(reading.at, reading.at + 60),
  );
  if (match === null) return;
  reading.at += match[0].length;
  if (reading.text[reading.at] === '(') {
    // Process substitution: its commands are read as a subshell's.
    return;
  }
  const read = readWord(reading.text, reading.at);
  reading.at = Math.max(read.word.end, reading.at);
  reading.nested.push(...read.nested);
  const isHeredoc = /^\d*<<-?[ \t]*$/.test(match[0]);
  if (isHeredoc && read.word.text !== '')
    reading.heredocs.push({ name: read.word.text, strip: match[0].includes('<<-') });
}

function readCommandWord(reading: Reading): void {
  const read = readWord(reading.text, reading.at);
  const { word } = read;
  if (word.end <= reading.at) return;
  reading.at = word.end;
  reading.nested.push(...read.nested);
  if (reading.words.length > 0) {
    reading.words.push(word);
    return;
  }
  const isPlain = !word.quoted && !word.dynamic;
  if (isPlain && openers.has(word.text) && reading.assignments.length === 0) return;
  if (isPlain && closers.has(word.text)) return;
  if (isPlain && (word.text === 'for' || word.text === 'select')) skipHeader(reading);
  else if (isPlain && word.text === 'case') skipCase(reading);
  else if (isPlain && word.text === 'function') readWordInto(reading);
  else if (/^[A-Za-z_][A-Za-z0-9_]*\+?=/.test(reading.text.slice(word.start, word.end)))
    reading.assignments.push(word);
  else reading.words.push(word);
}

function readWordInto(reading: Reading): void {
  while (reading.text[reading.at] === ' ') reading.at += 1;
  const read = readWord(reading.text, reading.at);
  reading.at = read.word.end;
  reading.nested.push(...read.nested);
}

/** `for x in a b;`: no commands up to the `;` or line end, only substitutions. */
function skipHeader(reading: Reading): void {
  while (reading.at < reading.text.length && !';\n&|'.includes(reading.text.charAt(reading.at))) {
    const before = reading.at;
    readWordInto(reading);
    if (reading.at === before) reading.at += 1;
  }
}

/** `case word in pattern)`. */
function skipCase(reading: Reading): void {
  readWordInto(reading);
  const rest = /^\s+in\b\s*/.exec(reading.text.slice(reading.at, reading.at + 200));
  if (rest === null) return;
  reading.at += rest[0].length;
  skipPattern(reading);
}

function skipPattern(reading: Reading): void {
  const match = /^[\s(]*([^()\n;]*)\)/.exec(reading.text.slice(reading.at, reading.at + 500));
  if (match === null || /^esac\b/.test(match[1] ?? '')) return;
  reading.at += match[0].length;
}

function finish(reading: Reading, next: ShellOperator): void {
  const { base, depth, words, assignments } = reading;
  const all = assignments.length === 0 ? words : inOrder([...assignments, ...words]);
  const [first] = all;
  const last = all.at(-1);
  if (first !== undefined && last !== undefined) {
    reading.commands.push({
      words: words.map((word) => shifted(word, base)),
      assignments: assignments.map((word) => shifted(word, base)),
      start: first.start + base,
      end: last.end + base,
      operatorBefore: reading.operator,
      depth,
    });
    reading.operator = next;
  } else if (reading.commands.length > 0 && (reading.operator === '' || !';\n'.includes(next))) {
    // After `fi` the operator is the one that counts; a line end after `&&` is none.
    reading.operator = next;
  }
  for (const { text, start } of reading.nested) {
    for (const command of readCommands(text, base + start, depth + 1)) reading.commands.push(command);
  }
  reading.words = [];
  reading.assignments = [];
  reading.nested = [];
}

function inOrder(words: ShellWord[]): ShellWord[] {
  return words.sort((a, b) => a.start - b.start);
}

function shifted(word: ShellWord, base: number): ShellWord {
  return base === 0 ? word : { ...word, start: word.start + base, end: word.end + base };
}
