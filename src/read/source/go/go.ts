// Facts of a Go file.

import { tokenizeC } from '../c-tokens.ts';
import {
  addEnvRead,
  addRoute,
  addUrls,
  httpMethods,
  isSignal,
  newScan,
  type ScannedSource,
  type SourceScan,
  spanOf,
} from '../scan.ts';
import { addSecrets } from '../secrets.ts';
import { isMark, isWhole, matches, type Token, tokenAt } from '../token.ts';
import { readListen } from './listens.ts';
import { type GoNames, givenWhenEmpty, readAt, readNames, readsVariable, valueAt } from './value.ts';

export function readGo(file: string, text: string): ScannedSource {
  const scan = newScan(file, tokenizeC(text, '`'));
  const names = readNames(scan);
  const imports = importsOf(scan);
  addSecrets(scan, text, 'go');
  scan.tokens.forEach((token, index) => {
    if (token.kind === 'string') {
      addUrls(scan, token);
      readTag(scan, token, index);
    }
    if (token.kind !== 'name') return;
    readEnv(scan, names, index);
    readListen(scan, names, index);
    readRoute(scan, index);
    readSignal(scan, index);
    readCors(scan, index);
  });
  const facts = [...scan.facts].sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
  return { source: { file, language: 'go', facts, imports: [] }, imports };
}

/** `import "a"`, `import ( "a"; x "b" )`. */
function importsOf({ tokens, closing }: SourceScan): string[] {
  const found: string[] = [];
  tokens.forEach((token, index) => {
    if (token.kind !== 'name' || token.text !== 'import') return;
    const open = isMark(tokenAt(tokens, index + 1), '(') ? index + 1 : -1;
    const end = open === -1 ? index + 3 : (closing[open] ?? -1);
    for (let at = index + 1; at < end; at++) {
      const each = tokenAt(tokens, at);
      if (isWhole(each)) found.push(each.text);
    }
  });
  return found;
}

function readEnv(scan: SourceScan, names: GoNames, index: number): void {
  const { tokens } = scan;
  const read = readAt(scan, index);
  if (read === undefined) return;
  const key = tokenAt(tokens, read.key);
  const isOwn = readsVariable(tokenAt(tokens, index).text);
  const at = isOwn ? spanOf(scan, key) : spanOf(scan, tokenAt(tokens, index), tokenAt(tokens, read.close));
  const isMust = /must|require/i.test(tokenAt(tokens, index).text);
  if (isOwn) {
    const fallback = read.fallback === undefined || isMust ? undefined : valueAt(scan, names, read.fallback);
    addEnvRead(scan, key, at, fallback && { text: fallback.text }, 'possible');
    return;
  }
  addEnvRead(scan, key, at, fallbackOf(scan, names, index, read.close, read.isPlain));
}

/** What Go does without the variable: a comparison asks whether it is there, and an `if` may give a value. */
function fallbackOf(scan: SourceScan, names: GoNames, index: number, close: number, isPlain: boolean) {
  const { tokens } = scan;
  const after = tokenAt(tokens, close + 1);
  if (!isPlain || isMark(after, '==') || isMark(after, '!=')) return { text: undefined };
  const name = tokenAt(tokens, index - 2);
  const isSet = isMark(tokenAt(tokens, index - 1), ':=') || isMark(tokenAt(tokens, index - 1), '=');
  const given = isSet && name.kind === 'name' ? givenWhenEmpty(scan, name.text, close + 1) : undefined;
  return given === undefined ? undefined : { text: valueAt(scan, names, given).text };
}

/** Tags of struct fields: `env:"PORT" envDefault:"8080"`, `envconfig:"PORT" default:"8080"`. */
function readTag(scan: SourceScan, token: Token, index: number): void {
  if (!token.text.includes('env') || token.text.length > 500) return;
  const before = tokenAt(scan.tokens, index - 1);
  if (before.kind !== 'name' && !isMark(before, ']')) return;
  const match = /(?:^|\s)(?:env|envconfig):"([A-Z][A-Z0-9_]*)(,[\w,=]*)?/.exec(token.text);
  if (match?.[1] === undefined) return;
  const given = /(?:^|\s)(?:envDefault|default|env-default):"([^"]*)"/.exec(token.text)?.[1];
  const isNeeded =
    /required|notEmpty/.test(match[2] ?? '') || /(?:^|\s)(?:env-)?required:"true"/.test(token.text);
  const fallback = given === undefined && isNeeded ? undefined : { text: given };
  addEnvRead(scan, { ...token, text: match[1] }, spanOf(scan, token), fallback, 'possible');
}

/** `http.HandleFunc("/x", …)`, `r.GET("/x", …)`, `mux.Handle("GET /x", …)`. */
function readRoute(scan: SourceScan, index: number): void {
  const { tokens } = scan;
  const name = tokenAt(tokens, index).text;
  const path = tokenAt(tokens, index + 2);
  const isCall =
    isMark(tokenAt(tokens, index - 1), '.') && isMark(tokenAt(tokens, index + 1), '(') && isWhole(path);
  if (!isCall || !isMark(tokenAt(tokens, index + 3), ',')) return;
  if (/^(?:Handle|HandleFunc|PathPrefix|Path|Any|Group|Route|Mount)$/.test(name)) {
    const [, method, rest] = /^(?:([A-Z]+) )?(\/.*)$/.exec(path.text) ?? [];
    const isExact = name.startsWith('Handle');
    if (rest !== undefined) addRoute(scan, method, { ...path, text: rest }, isExact ? 'certain' : 'possible');
  } else if (httpMethods.has(name.toLowerCase()) && /^[A-Z]/.test(name) && path.text.startsWith('/')) {
    const isClient = /^(?:http|client|resty|req)$/i.test(tokenAt(tokens, index - 2).text);
    if (!isClient) addRoute(scan, name.toUpperCase(), path, 'certain');
  }
}

/** `syscall.SIGTERM`, `os.Interrupt`: where they are named they are waited for. */
function readSignal(scan: SourceScan, index: number): void {
  const { tokens } = scan;
  const last = tokenAt(tokens, index + 2);
  const isNamed =
    /^(?:syscall|unix)$/.test(tokenAt(tokens, index).text) && isMark(tokenAt(tokens, index + 1), '.');
  const signal =
    isNamed && isSignal(last.text)
      ? last.text
      : matches(tokens, index, 'os', '.', 'Interrupt')
        ? 'SIGINT'
        : undefined;
  if (signal === undefined) return;
  scan.facts.push({
    kind: 'signal',
    signal,
    at: spanOf(scan, tokenAt(tokens, index), last),
    confidence: 'likely',
  });
}

/**
 * `AllowOrigins: []string{"*"}` beside `AllowCredentials: true`, of echo, fiber and rs/cors, which name the asking origin
 * then. That of gin answers `*`, with which no browser sends cookies.
 */
function readCors(scan: SourceScan, index: number): void {
  const { tokens } = scan;
  if (!matches(tokens, index, 'AllowCredentials', ':', 'true')) return;
  if (tokens.some(({ kind, text }) => kind === 'string' && text === 'github.com/gin-contrib/cors')) return;
  for (let at = Math.max(0, index - 80); at < Math.min(tokens.length, index + 80); at++) {
    const isList =
      /^Allow(?:ed)?Origins$/.test(tokenAt(tokens, at).text) && isMark(tokenAt(tokens, at + 1), ':');
    const first = isMark(tokenAt(tokens, at + 2), '[') ? tokenAt(tokens, at + 6) : tokenAt(tokens, at + 2);
    if (!isList || first.kind !== 'string' || first.text !== '*') continue;
    const span = spanOf(scan, tokenAt(tokens, at), first);
    scan.facts.push({ kind: 'exposure', what: 'cors-credentials', at: span, confidence: 'likely' });
    return;
  }
}
