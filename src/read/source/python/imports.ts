// The modules that a Python file imports, as written: `app.models`, `.db`.
import type { SourceImport } from '../../../model/source.ts';
import { type SourceScan, spanOf } from '../scan.ts';
import { isMark, type TokenList, tokenAt } from '../token.ts';

export function importsOf(tokens: TokenList): string[] {
  const found: string[] = [];
  tokens.forEach((token, index) => {
    if (token.kind !== 'line') return;
    const first = tokenAt(tokens, index + 1).text;
    if (first === 'import') readImport(tokens, index + 2, found);
    else if (first === 'from') readFrom(tokens, index + 2, found);
  });
  return found;
}

/** `import a.b as c, d`. */
function readImport(tokens: TokenList, index: number, found: string[]): void {
  let at = index;
  for (;;) {
    const { name, next } = dotted(tokens, at);
    if (name !== '') found.push(name);
    at = tokenAt(tokens, next).text === 'as' ? next + 2 : next;
    if (!isMark(tokenAt(tokens, at), ',')) return;
    at += 1;
  }
}

/** `from .a import b, c`: the names may be modules too, so `.a`, `.a.b` and `.a.c` all count. */
function readFrom(tokens: TokenList, index: number, found: string[]): void {
  const { name, next } = dotted(tokens, index);
  if (tokenAt(tokens, next).text !== 'import') return;
  found.push(name);
  const prefix = name.endsWith('.') ? name : `${name}.`;
  for (let at = next + 1; at < tokens.length && tokenAt(tokens, at).kind !== 'line'; at++) {
    const token = tokenAt(tokens, at);
    if (token.text === 'as') at += 1;
    else if (token.kind === 'name') found.push(`${prefix}${token.text}`);
  }
}

function dotted(tokens: TokenList, index: number): { name: string; next: number } {
  let name = '';
  let at = index;
  for (; at < tokens.length; at++) {
    const token = tokenAt(tokens, at);
    const isDots = token.kind === 'punctuation' && /^\.+$/.test(token.text);
    const isPart = token.kind === 'name' && (name === '' || name.endsWith('.')) && token.text !== 'import';
    if (!isDots && !isPart) break;
    name += token.text;
  }
  return { name, next: at };
}

/** Imports that stand in no block: those in a function, a `try` or under a condition may never run. */
export function loadsOf(scan: SourceScan): SourceImport[] {
  const { tokens } = scan;
  const found: SourceImport[] = [];
  tokens.forEach((token, index) => {
    if (token.kind !== 'line' || token.text !== '') return;
    const first = tokenAt(tokens, index + 1).text;
    if (first === 'import') readLoads(scan, index + 2, found);
    else if (first === 'from') readLoadFrom(scan, index + 2, found);
  });
  return found;
}

function readLoads(scan: SourceScan, index: number, found: SourceImport[]): void {
  const { tokens } = scan;
  for (let at = index; ; ) {
    const { name, next } = dotted(tokens, at);
    if (name !== '')
      found.push({
        module: name,
        names: [],
        at: spanOf(scan, tokenAt(tokens, at), tokenAt(tokens, next - 1)),
      });
    const end = tokenAt(tokens, next).text === 'as' ? next + 2 : next;
    if (!isMark(tokenAt(tokens, end), ',')) return;
    at = end + 1;
  }
}

function readLoadFrom(scan: SourceScan, index: number, found: SourceImport[]): void {
  const { tokens } = scan;
  const { name, next } = dotted(tokens, index);
  if (name === '' || tokenAt(tokens, next).text !== 'import') return;
  const names: string[] = [];
  for (let at = next + 1; at < tokens.length && tokenAt(tokens, at).kind !== 'line'; at++) {
    const token = tokenAt(tokens, at);
    if (isMark(token, ';')) break;
    if (token.text === 'as') at += 1;
    else if (token.kind === 'name' || isMark(token, '*')) names.push(token.text);
  }
  found.push({ module: name, names, at: spanOf(scan, tokenAt(tokens, index), tokenAt(tokens, next - 1)) });
}
