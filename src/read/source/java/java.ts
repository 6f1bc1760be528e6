// Facts of a Java file.
import { tokenizeC } from '../c-tokens.ts';
import {
  addEnvRead,
  addUrls,
  isPort,
  type MainMark,
  newScan,
  type ScannedSource,
  type SourceScan,
  spanOf,
} from '../scan.ts';
import { addSecrets } from '../secrets.ts';
import { isMark, isWhole, matches, tokenAt } from '../token.ts';
import { addPlaceholders } from './placeholders.ts';
import { readMapping, readPrefix } from './routes.ts';
import { type JavaNames, readAt, readNames, valueAt } from './value.ts';

export function readJava(file: string, text: string): ScannedSource {
  const scan = newScan(file, tokenizeC(text, '"""'));
  const names = readNames(scan);
  const prefix = readPrefix(scan);
  addSecrets(scan, text, 'java');
  scan.tokens.forEach((token, index) => {
    if (token.kind === 'string') addUrls(scan, token);
    if (isMark(token, '@')) readAnnotation(scan, index + 1, prefix);
    if (token.kind !== 'name') return;
    readEnv(scan, names, index);
    readListen(scan, names, index);
    readCors(scan, index);
    if (token.text === 'addShutdownHook') {
      scan.facts.push({ kind: 'signal', signal: 'SIGTERM', at: spanOf(scan, token), confidence: 'likely' });
    }
  });
  const facts = [...scan.facts].sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
  const main = mainIn(scan);
  const imports = importsOf(scan);
  const source = { file, language: 'java', facts, imports: [] } as const;
  return { source, imports, ...(main === undefined ? {} : { main }) };
}

/** `@SpringBootApplication`, `public static void main(`, Kotlin's `fun main(`. */
function mainIn({ tokens }: SourceScan): MainMark | undefined {
  let main: MainMark | undefined;
  for (const [index, { kind, text }] of tokens.entries()) {
    if (kind !== 'name') continue;
    if (/^(?:SpringBootApplication|QuarkusMain)$/.test(text) && isMark(tokenAt(tokens, index - 1), '@'))
      return 'application';
    if (text !== 'main' || !isMark(tokenAt(tokens, index + 1), '(')) continue;
    if (matches(tokens, index - 2, 'static', 'void') || matches(tokens, index - 1, 'fun')) main = 'main';
  }
  return main;
}

/** Libraries, whose code is not in the repository. */
const libraries =
  /^(?:javax?|jakarta|kotlinx?|lombok|reactor|org\.(?:springframework|apache|slf4j|hibernate|junit|mockito)|com\.(?:fasterxml|google)|io\.(?:swagger|micrometer|netty))\./;

/** Of a name; what is longer is no name. */
const maximumParts = 30;

/** Imported classes as written: `com.acme.shop.Order`; of static members and packages as well. */
function importsOf({ tokens }: SourceScan): readonly string[] {
  const found: string[] = [];
  tokens.forEach(({ kind, text }, index) => {
    if (kind !== 'name' || text !== 'import') return;
    let at = matches(tokens, index + 1, 'static') ? index + 2 : index + 1;
    let name = tokenAt(tokens, at).text;
    const end = at + 2 * maximumParts;
    for (; at < end && isMark(tokenAt(tokens, at + 1), '.'); at += 2)
      name += `.${tokenAt(tokens, at + 2).text}`;
    if (!libraries.test(name)) found.push(name);
  });
  return found;
}

function readEnv(scan: SourceScan, names: JavaNames, index: number): void {
  const read = readAt(scan, index);
  if (read === undefined) return;
  const given = read.fallback === undefined ? undefined : valueAt(scan, names, read.fallback).text;
  const at = spanOf(scan, tokenAt(scan.tokens, index), tokenAt(scan.tokens, read.close));
  addEnvRead(scan, read.key, at, read.hasFallback ? { text: given } : undefined);
}

function readAnnotation(scan: SourceScan, index: number, prefix: string): void {
  const { tokens } = scan;
  const name = tokenAt(tokens, index).text;
  const first = tokenAt(tokens, index + 2);
  if (name === 'Value' && isMark(tokenAt(tokens, index + 1), '(') && isWhole(first)) {
    addPlaceholders(scan, first.text, spanOf(scan, first), first.start + 1);
  } else if (name === 'CrossOrigin') {
    readCrossOrigin(scan, index);
  } else {
    readMapping(scan, index, prefix);
  }
}

/** `@CrossOrigin(origins = "*", allowCredentials = "true")`; only with credentials is anything given away. */
function readCrossOrigin(scan: SourceScan, index: number): void {
  const { tokens } = scan;
  const close = isMark(tokenAt(tokens, index + 1), '(') ? (scan.closing[index + 1] ?? -1) : -1;
  const inside = tokens.slice(index + 2, Math.max(index + 2, Math.min(close, index + 60)));
  const at = inside.findIndex(({ text }) => text === 'allowCredentials');
  const isOpen = inside.some((token) => token.kind === 'string' && token.text === '*');
  if (at === -1 || inside[at + 2]?.text !== 'true' || !isOpen) return;
  const span = spanOf(scan, tokenAt(tokens, index), tokenAt(tokens, close));
  scan.facts.push({ kind: 'exposure', what: 'cors-credentials', at: span, confidence: 'likely' });
}

const servers = /^(?:ServerSocket|InetSocketAddress)$/;

function readListen(scan: SourceScan, names: JavaNames, index: number): void {
  const { tokens } = scan;
  const token = tokenAt(tokens, index);
  if (matches(tokens, index, 'SpringApplication', '.', 'run', '(')) {
    const at = spanOf(scan, token, tokenAt(tokens, index + 2));
    scan.facts.push({
      kind: 'listen',
      port: 8080,
      host: undefined,
      variable: 'SERVER_PORT',
      at,
      confidence: 'possible',
    });
    return;
  }
  const isServer = servers.test(token.text) && matches(tokens, index - 1, 'new');
  const isGrpc = token.text === 'forPort' && isMark(tokenAt(tokens, index - 1), '.');
  if ((!isServer && !isGrpc) || !isMark(tokenAt(tokens, index + 1), '(')) return;
  // `new InetSocketAddress(host, port)` is the far end as often as not.
  const close = scan.closing[index + 1] ?? -1;
  const hasMore = tokens.slice(index + 2, Math.min(close, index + 20)).some((each) => isMark(each, ','));
  const { text, variable } = valueAt(scan, names, index + 2);
  const port = Number(text);
  if (!isPort(port) || (hasMore && variable === undefined)) return;
  const confidence = isGrpc ? 'certain' : 'likely';
  scan.facts.push({
    kind: 'listen',
    port,
    host: undefined,
    variable,
    at: spanOf(scan, token, tokenAt(tokens, close)),
    confidence,
  });
}

/** `.allowedOriginPatterns("*").allowCredentials(true)`, `setAllowedOriginPatterns(List.of("*"))`. */
function readCors(scan: SourceScan, index: number): void {
  const { tokens } = scan;
  if (
    !/^(?:set)?[aA]llowCredentials$/.test(tokenAt(tokens, index).text) ||
    !matches(tokens, index + 1, '(', 'true')
  )
    return;
  for (let at = Math.max(0, index - 80); at < Math.min(tokens.length, index + 80); at++) {
    if (!/^(?:set|add)?[aA]llowedOriginPatterns?$/.test(tokenAt(tokens, at).text)) continue;
    const inside = tokens.slice(at + 1, at + 8).find(({ kind }) => kind === 'string');
    if (inside?.text !== '*') continue;
    const span = spanOf(scan, tokenAt(tokens, at), inside);
    scan.facts.push({ kind: 'exposure', what: 'cors-credentials', at: span, confidence: 'likely' });
    return;
  }
}
