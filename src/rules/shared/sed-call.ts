// Calls of sed that change files in place: what each looks for, and where.
import type { ScriptWord } from '../../model/script.ts';

export interface SedCall {
  /** `s/what/with/`, as far as it is one substitution of that form. */
  readonly expressions: readonly Substitution[];
  readonly files: readonly ScriptWord[];
}

export interface Substitution {
  readonly pattern: string;
  readonly replacement: string;
  readonly extended: boolean;
  readonly at: ScriptWord;
}

/** Undefined for other programs, and for a sed that only prints. */
export function sedCallOf(words: readonly ScriptWord[]): SedCall | undefined {
  const [program, ...args] = words;
  if (program?.text !== 'sed' || !args.some(({ text }) => /^(?:-[nrsEz]*i|--in-place)/.test(text)))
    return undefined;
  const extended = args.some(({ text }) => /^(?:-[a-zA-Z]*[rE]|--regexp-extended)/.test(text));
  const scripts: ScriptWord[] = [];
  const plain: ScriptWord[] = [];
  for (let at = 0; at < args.length; at++) {
    const word = args[at];
    if (word === undefined) break;
    const next = args[at + 1];
    if (/^(?:-[nrsEzi]*e|--expression)$/.test(word.text) && next !== undefined) {
      scripts.push(next);
      at += 1;
    } else if (/^(?:-f|--file)/.test(word.text)) return undefined;
    else if (!word.text.startsWith('-') && word.text !== '') plain.push(word);
  }
  const [first, ...others] = plain;
  if (first === undefined) return undefined;
  const [given, files] = scripts.length > 0 ? [scripts, plain] : [[first], others];
  const expressions = given.flatMap((at) => {
    const parts = partsOf(at.text);
    return parts === undefined ? [] : [{ ...parts, extended, at }];
  });
  return { expressions, files };
}

function partsOf(text: string): { readonly pattern: string; readonly replacement: string } | undefined {
  const mark = text[1];
  if (text[0] !== 's' || mark === undefined || /[\w\s\\]/.test(mark)) return undefined;
  const parts: string[] = [''];
  for (let at = 2; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '\\') {
      const next = text[++at] ?? '';
      parts.push((parts.pop() ?? '') + (next === mark ? next : char + next));
    } else if (char === mark) parts.push('');
    else parts.push((parts.pop() ?? '') + char);
  }
  const [pattern, replacement, flags] = parts;
  if (pattern === undefined || replacement === undefined || parts.length !== 3) return undefined;
  return /^[gpmM\d]*$/.test(flags ?? '') ? { pattern, replacement } : undefined;
}

/** Texts that stand in everything that the pattern finds; undefined where it has alternatives. */
export function literalsOf({ pattern, extended }: Substitution): readonly string[] | undefined {
  const parts: string[] = [''];
  const cut = () => parts.push('');
  // The character before may be there or not.
  const drop = () => parts.push((parts.pop() ?? '').slice(0, -1), '');
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] ?? '';
    if (char === '\\') {
      const next = pattern[++at] ?? '';
      if (next === '|' || (/[({]/.test(next) !== extended && /[({]/.test(next))) return undefined;
      if (/[\w<>+?)}'`]/.test(next)) cut();
      else parts.push((parts.pop() ?? '') + next);
    } else if (char === '[') {
      const end = pattern.indexOf(']', at + 2);
      if (end === -1) return undefined;
      at = end;
      cut();
    } else if (char === '$' && /[\w({]/.test(pattern[at + 1] ?? '')) {
      const [all] = /^\$(?:\w+|\{\{[\s\S]*?\}\}|\{[^}]*\}|\([^)]*\))/.exec(pattern.slice(at)) ?? [];
      if (all === undefined) return undefined;
      at += all.length - 1;
      cut();
    } else if (char === '*') drop();
    else if (extended && /[|({]/.test(char)) return undefined;
    else if (extended && char === '?') drop();
    else if (/[.^$]/.test(char) || (extended && /[+)}]/.test(char))) cut();
    else parts.push((parts.pop() ?? '') + char);
  }
  return parts.filter((part) => part !== '');
}
