// What bash alone understands in the text of a RUN, where /bin/sh is another shell.
import type { Span } from '../../base/span.ts';
import type { Severity } from '../../model/finding.ts';
import { isPlaced, type RunCommand, type RunWord } from './run.ts';

interface BashWord {
  readonly at: Span;
  /** What stands there, as written. */
  readonly text: string;
  readonly what: string;
  /** The word itself, where it is one. */
  readonly word?: RunWord;
  readonly severity?: Severity;
}

/** busybox knows `source`, `[[`, `==`, `&>` and some of the expansions. */
export type OtherShell = 'dash' | 'ash';

const keywords: Readonly<Record<OtherShell, RegExp>> = {
  dash: /^(?:source|\[\[|pushd|popd|shopt|mapfile|declare)$/,
  ash: /^(?:pushd|popd|shopt|mapfile|declare)$/,
};

/** The first of it in a command; `text` is the script that the command stands in. */
export function bashWordIn(command: RunCommand, text: string, sh: OtherShell): BashWord | undefined {
  const [first] = command.words;
  if (first !== undefined && !first.quoted && keywords[sh].test(first.text))
    return ofWord(first, `${first.text} is a word of bash`);
  const inDash = sh === 'dash' ? (comparison(command) ?? redirection(command, text)) : undefined;
  return inDash ?? expansion(command, sh) ?? braces(command) ?? (sh === 'dash' ? echo(command) : undefined);
}

function ofWord(word: RunWord, what: string): BashWord {
  return { at: word.span, text: word.text, what, word };
}

/** `[ a == b ]`: dash takes it for a mistake, and the answer for no. */
function comparison({ words, args }: RunCommand): BashWord | undefined {
  if (words[0]?.text !== '[' && words[0]?.text !== 'test') return undefined;
  const word = args.find(({ raw }) => raw === '==');
  return word && ofWord(word, 'only bash compares with ==');
}

/** `x &> file`: dash starts x in the background, empties the file, and goes on at once. */
function redirection({ words }: RunCommand, text: string): BashWord | undefined {
  const last = words.at(-1);
  if (last === undefined) return undefined;
  const end = last.at + last.raw.length;
  const [all, blanks = '', sign = ''] = /^([ \t]*)(&>>?|<<<)/.exec(text.slice(end, end + 100)) ?? [];
  if (all === undefined || text.slice(last.at, end) !== last.raw) return undefined;
  const start = last.span.end + blanks.length;
  const at = isPlaced(last) ? { ...last.span, start, end: start + sign.length } : last.span;
  return { at, text: sign, what: `only bash redirects with ${sign}` };
}

/** Of variables: replacing, cutting out, changing case, by another's name, elements of arrays. */
const expansions: Readonly<Record<OtherShell, RegExp>> = {
  dash: /(?<!\\)\$\{(?:![A-Za-z_]\w*\}|[A-Za-z_]\w*(?:\/|:\d|\^|,|\[))/,
  ash: /(?<!\\)\$\{(?:![A-Za-z_]\w*\}|[A-Za-z_]\w*(?:\^|,|\[))/,
};

function expansion({ words, assignments }: RunCommand, sh: OtherShell): BashWord | undefined {
  const word = [...assignments, ...words].find(
    ({ raw }) => !raw.includes("'") && !/\$\(|`/.test(raw) && expansions[sh].test(raw),
  );
  const [, text] = /(\$\{[^}]*\}?)/.exec(word?.raw ?? '') ?? [];
  return word === undefined || text === undefined
    ? undefined
    : { at: word.span, text, what: `only bash knows ${text}` };
}

function braces({ words, program }: RunCommand): BashWord | undefined {
  if (!/^(?:mkdir|touch|rm|cp|mv|chmod|chown|ls|install|ln)$/.test(program)) return undefined;
  const word = words.find(({ raw }) => /^[^'"`\\]*(?<!\$)\{[\w./-]*(?:,[\w./-]*)+\}[^'"`\\]*$/.test(raw));
  return word && ofWord(word, `only bash takes ${word.text} apart`);
}

/** dash works escapes out without being told, and prints the flag. */
function echo({ words, args }: RunCommand): BashWord | undefined {
  const [flag] = args;
  if (words[0]?.text !== 'echo' || flag === undefined || !/^-[nE]*e[neE]*$/.test(flag.raw)) return undefined;
  return { ...ofWord(flag, `echo of sh prints ${flag.text}`), severity: 'medium' };
}
