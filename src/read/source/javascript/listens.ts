// Ports that JavaScript listens on.
import type { Confidence } from '../../../model/finding.ts';
import { isPort, type SourceScan, spanOf } from '../scan.ts';
import { isMark, matches, type Token, tokenAt } from '../token.ts';
import { type Names, readValue, type Value } from './value.ts';

export function readListens(scan: SourceScan, names: Names): void {
  const { tokens } = scan;
  for (let index = 0; index < tokens.length; index++) {
    const token = tokenAt(tokens, index);
    if (token.kind !== 'name' || !isMark(tokenAt(tokens, index + 1), '(')) continue;
    const isMember = isMark(tokenAt(tokens, index - 1), '.') || isMark(tokenAt(tokens, index - 1), '?.');
    if (token.text === 'listen' && isMember) readListen(scan, names, index + 2);
    else if (token.text === 'serve') readListen(scan, names, index + 2);
    else if (/serv|start|boot|listen|run|app/i.test(token.text))
      readOptions(scan, names, index + 2, 'possible');
  }
  readDefaultExport(scan, names);
}

/** The arguments of `listen(…)` and `serve(…)` from `index` on. */
function readListen(scan: SourceScan, names: Names, index: number): void {
  if (readOptions(scan, names, index, 'certain')) return;
  const { tokens } = scan;
  const port = readValue(scan, names, index);
  const hostAt = isMark(tokenAt(tokens, port.next), ',') ? port.next + 1 : -1;
  const host = hostAt === -1 ? undefined : readValue(scan, names, hostAt).text;
  addListen(scan, port, host, tokenAt(tokens, index), tokenAt(tokens, port.next - 1), 'certain');
  // Deno.serve(handler, { port }) and serve(app, { port }).
  const open = hostAt === -1 ? -1 : hostAt;
  if (open !== -1 && isMark(tokenAt(tokens, open), '{')) readOptions(scan, names, open, 'certain');
}

/** `{ port: 8000, host: '0.0.0.0' }` or `{ port }` at `index`; false when no port stands in it. */
function readOptions(scan: SourceScan, names: Names, index: number, confidence: Confidence): boolean {
  const { tokens } = scan;
  const close = isMark(tokenAt(tokens, index), '{') ? (scan.closing[index] ?? -1) : -1;
  if (close === -1) return false;
  let port: { value: Value; from: number } | undefined;
  let host: string | undefined;
  for (let at = index + 1; at < close; at++) {
    const inner = scan.closing[at] ?? -1;
    const isKey = at === index + 1 || isMark(tokenAt(tokens, at - 1), ',');
    if (isKey && matches(tokens, at, 'port')) port = optionValue(scan, names, at);
    if (isKey && /^(?:host|hostname)$/.test(tokenAt(tokens, at).text))
      host = optionValue(scan, names, at).value.text;
    if (inner !== -1) at = inner;
  }
  if (port === undefined) return false;
  addListen(
    scan,
    port.value,
    host,
    tokenAt(tokens, port.from),
    tokenAt(tokens, port.value.next - 1),
    confidence,
  );
  return true;
}

/** The value of `key: value`, or of the shorthand `key`. */
function optionValue(scan: SourceScan, names: Names, at: number): { value: Value; from: number } {
  const from = isMark(tokenAt(scan.tokens, at + 1), ':') ? at + 2 : at;
  return { value: readValue(scan, names, from), from };
}

/** Bun: `export default { port: 3000, fetch }`. */
function readDefaultExport(scan: SourceScan, names: Names): void {
  const at = scan.tokens.findIndex((_, index) => matches(scan.tokens, index, 'export', 'default', '{'));
  const hasFetch = at !== -1 && scan.tokens.some((token) => token.text === 'fetch');
  if (hasFetch) readOptions(scan, names, at + 2, 'possible');
}

function addListen(
  scan: SourceScan,
  port: Value,
  host: string | undefined,
  first: Token,
  last: Token,
  confidence: Confidence,
): void {
  if (!isPort(port.number)) return;
  const { number, variable } = port;
  const known = host !== undefined && /^[\w.:-]+$/.test(host) ? host : undefined;
  scan.facts.push({
    kind: 'listen',
    port: number,
    host: known,
    variable,
    at: spanOf(scan, first, last),
    confidence,
  });
}
