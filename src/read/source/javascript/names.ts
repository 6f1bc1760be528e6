// Names of a file that later expressions use: constants, and names for `process.env`.
import type { SourceScan } from '../scan.ts';
import { isMark, matches, tokenAt } from '../token.ts';
import { afterEnvironment, type Names, readValue } from './value.ts';

export function readNames(scan: SourceScan): Names {
  const names: Names = { values: new Map(), environments: new Set() };
  const { tokens } = scan;
  for (let index = 0; index < tokens.length; index++) {
    const token = tokenAt(tokens, index);
    if (token.kind !== 'name') continue;
    if (token.text === 'import') readImport(scan, names, index);
    else if (/^(?:const|let|var)$/.test(token.text)) readDeclaration(scan, names, index + 1);
    else if (isMark(tokenAt(tokens, index + 1), ':')) readProperty(scan, names, index);
  }
  return names;
}

/** `import { env } from 'process'`, `import { env as e } from 'node:process'`. */
function readImport(scan: SourceScan, names: Names, index: number): void {
  const { tokens } = scan;
  const open = isMark(tokenAt(tokens, index + 1), '{') ? index + 1 : -1;
  const close = open === -1 ? -1 : (scan.closing[open] ?? -1);
  if (close === -1 || !/^(?:node:)?process$/.test(tokenAt(tokens, close + 2).text)) return;
  for (let at = open + 1; at < close; at++) {
    if (tokenAt(tokens, at).text !== 'env') continue;
    const name = matches(tokens, at + 1, 'as') ? tokenAt(tokens, at + 2) : tokenAt(tokens, at);
    names.environments.add(name.text);
    return;
  }
}

/** `const port = …`, `const env = process.env`, `const { env } = process`, with a TypeScript type or without. */
function readDeclaration(scan: SourceScan, names: Names, index: number): void {
  const { tokens } = scan;
  if (matches(tokens, index, '{', 'env', '}', '=', 'process')) names.environments.add('env');
  const name = tokenAt(tokens, index);
  if (name.kind !== 'name') return;
  const equals = matches(tokens, index + 1, ':') ? index + 3 : index + 1;
  if (!isMark(tokenAt(tokens, equals), '=')) return;
  const environment = afterEnvironment(scan, names, equals + 1);
  const after = tokenAt(tokens, environment);
  const isWholeEnvironment =
    environment !== -1 && !(after.kind === 'punctuation' && /^(?:\.|\?\.|\[)$/.test(after.text));
  if (isWholeEnvironment) names.environments.add(name.text);
  else keep(names, name.text, scan, equals + 1);
}

/** `{ port: process.env.PORT ?? 3000 }`, which `config.port` means later. */
function readProperty(scan: SourceScan, names: Names, index: number): void {
  const before = tokenAt(scan.tokens, index - 1);
  if (isMark(before, '{') || isMark(before, ',')) {
    keep(names, `.${tokenAt(scan.tokens, index).text}`, scan, index + 2);
  }
}

function keep(names: Names, name: string, scan: SourceScan, index: number): void {
  const value = readValue(scan, names, index);
  const isKnown = value.number !== undefined || value.text !== undefined || value.variable !== undefined;
  if (isKnown && !names.values.has(name)) names.values.set(name, value);
}
