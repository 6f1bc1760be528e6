// Addresses that Go listens on.
import { isPort, type SourceScan, spanOf } from '../scan.ts';
import { isMark, matches, tokenAt } from '../token.ts';
import { type GoNames, valueAt } from './value.ts';

/** Methods whose first argument is the address; `Run` of gin, `Start` of echo, `Listen` of fiber are only likely. */
const starts = /^(?:ListenAndServe|ListenAndServeTLS|Run|RunTLS|Start|StartTLS|Listen)$/;

export function readListen(scan: SourceScan, names: GoNames, index: number): void {
  const { tokens } = scan;
  const name = tokenAt(tokens, index).text;
  if (matches(tokens, index, 'Addr', ':')) {
    add(scan, names, index + 2, 'likely');
    return;
  }
  if (
    !starts.test(name) ||
    !isMark(tokenAt(tokens, index + 1), '(') ||
    !isMark(tokenAt(tokens, index - 1), '.')
  )
    return;
  const owner = tokenAt(tokens, index - 2).text;
  if (name === 'Listen' && owner === 'net') {
    if (tokenAt(tokens, index + 2).text.startsWith('tcp')) add(scan, names, index + 4, 'certain');
  } else {
    add(scan, names, index + 2, name.startsWith('ListenAndServe') ? 'certain' : 'likely');
  }
}

function add(scan: SourceScan, names: GoNames, index: number, confidence: 'certain' | 'likely'): void {
  const { text, variable } = valueAt(scan, names, index);
  const match = /^([\w.-]*|\[[\da-f:]*\]):(\d{1,5})$/i.exec(text ?? '');
  const port = Number(match?.[2]);
  if (match === null || !isPort(port)) return;
  const host = match[1] === '' ? undefined : match[1];
  scan.facts.push({
    kind: 'listen',
    port,
    host,
    variable,
    at: spanOf(scan, tokenAt(scan.tokens, index)),
    confidence,
  });
}
