// Facts of a JavaScript or TypeScript file.
import {
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
import { isMark, isWhole, matches, tokenAt } from '../token.ts';
import { readEnvReads } from './env-reads.ts';
import { readListens } from './listens.ts';
import { readNames } from './names.ts';
import { tokenizeJavascript } from './tokens.ts';

export function readJavascript(file: string, text: string): ScannedSource {
  const scan = newScan(file, tokenizeJavascript(text));
  const names = readNames(scan);
  readEnvReads(scan, names);
  readListens(scan, names);
  addSecrets(scan, text, 'javascript');
  const imports: string[] = [];
  scan.tokens.forEach((token, index) => {
    if (token.kind === 'string') {
      if (!isUrlBase(scan, index)) addUrls(scan, token);
      readString(scan, index);
      if (isWhole(token) && isImported(scan, index)) imports.push(token.text);
    } else if (token.kind === 'name') {
      readCall(scan, index);
      readCors(scan, index);
    }
  });
  const facts = [...scan.facts].sort((a, b) => a.at.start - b.at.start || a.at.end - b.at.end);
  return { source: { file, language: 'javascript', facts, imports: [] }, imports };
}

/** `app.get('/x', …)`, `router.route('/x')`, `process.on('SIGTERM', …)`. */
function readCall(scan: SourceScan, index: number): void {
  const { tokens } = scan;
  const name = tokenAt(tokens, index).text;
  const first = tokenAt(tokens, index + 2);
  const isMember = isMark(tokenAt(tokens, index - 1), '.');
  if (!isMember || !isMark(tokenAt(tokens, index + 1), '(') || !isWhole(first)) return;
  const owner = tokenAt(tokens, index - 2).text;
  if (/^(?:on|once|addListener|addSignalListener)$/.test(name) && isSignal(first.text)) {
    const confidence = owner === 'process' || owner === 'Deno' ? 'certain' : 'likely';
    scan.facts.push({ kind: 'signal', signal: first.text, at: spanOf(scan, first), confidence });
  } else if (httpMethods.has(name) && isRouteOwner(scan, index, owner)) {
    const method = name === 'all' ? undefined : name.toUpperCase();
    addRoute(scan, method, first, /^(?:app|router|server|fastify|api)$/i.test(owner) ? 'certain' : 'likely');
  } else if (name === 'route' || name === 'use') {
    addRoute(scan, undefined, first, 'possible');
  }
}

/** `cors({ origin: true, credentials: true })`, `enableCors({ … })`: any site is answered, with cookies. */
function readCors(scan: SourceScan, index: number): void {
  const { tokens } = scan;
  if (!/^(?:cors|enableCors|fastifyCors)$/.test(tokenAt(tokens, index).text)) return;
  const open = isMark(tokenAt(tokens, index + 1), '(') ? index + 2 : -1;
  const end = Math.min(scan.closing[open] ?? -1, index + 80);
  let origin: number | undefined;
  let isOpen = false;
  for (let at = open + 1; open !== -1 && at < end; at++) {
    if (matches(tokens, at, 'credentials', ':', 'true')) isOpen = true;
    if (matches(tokens, at, 'origin', ':', 'true')) origin = at;
  }
  if (!isOpen || origin === undefined) return;
  const at = spanOf(scan, tokenAt(tokens, origin), tokenAt(tokens, origin + 2));
  // A second call most likely stands in the other branch of an `if` on the environment.
  const isChoice = scan.tokens.filter(
    ({ text }, other) => text === 'origin' && isMark(tokenAt(tokens, other + 1), ':'),
  );
  const confidence = isChoice.length > 1 ? 'possible' : 'certain';
  scan.facts.push({ kind: 'exposure', what: 'cors-credentials', at, confidence });
}

/** `axios.get('/x')` and `request(app).get('/x')` call a route, `map.get('/x')` is no route at all. */
function isRouteOwner(scan: SourceScan, index: number, owner: string): boolean {
  if (
    /^(?:axios|http|https|fetch|got|ky|client|request|agent|superagent|supertest|cache|map|headers|params|\))$/i.test(
      owner,
    )
  ) {
    return false;
  }
  return isMark(tokenAt(scan.tokens, index + 3), ',') || isMark(tokenAt(scan.tokens, index + 3), ')');
}

/** `url === '/health'`, `case '/health':`, `['GET', '/health', …]`, `{ method: 'GET', url: '/health' }`, `{ '/health': … }`. */
function readString(scan: SourceScan, index: number): void {
  const { tokens } = scan;
  const token = tokenAt(tokens, index);
  if (!isWhole(token) || !token.text.startsWith('/')) return;
  const before = tokenAt(tokens, index - 1);
  const after = tokenAt(tokens, index + 1);
  const isEqual = /^===?$/;
  if (isEqual.test(before.text) || isEqual.test(after.text)) {
    const other = tokenAt(tokens, isEqual.test(before.text) ? index - 2 : index + 2).text;
    if (/^(?:url|path|pathname|route|originalUrl)$/i.test(other)) addRoute(scan, undefined, token, 'likely');
  } else if (before.text === 'case' && before.kind === 'name') {
    addRoute(scan, undefined, token, 'possible');
  } else if (isMark(before, ',') && httpMethods.has(tokenAt(tokens, index - 2).text.toLowerCase())) {
    addRoute(scan, tokenAt(tokens, index - 2).text.toUpperCase(), token, 'possible');
  } else if (isMark(before, ':') && /^(?:url|path)$/.test(tokenAt(tokens, index - 2).text)) {
    addRoute(scan, undefined, token, 'possible');
  } else if (isMark(after, ':') && (isMark(before, '{') || isMark(before, ','))) {
    addRoute(scan, undefined, token, 'possible');
  }
}

/** `new URL(request.url, 'http://x')`: the base only makes a path whole, no host of that name is called. */
function isUrlBase(scan: SourceScan, index: number): boolean {
  if (!isMark(tokenAt(scan.tokens, index - 1), ',')) return false;
  for (let open = index - 2; open >= Math.max(1, index - 20); open--) {
    if (tokenAt(scan.tokens, open - 1).text !== 'URL' || !isMark(tokenAt(scan.tokens, open), '(')) continue;
    const close = scan.closing[open] ?? -1;
    return close === -1 || close > index;
  }
  return false;
}

/** `from './x'`, `import './x'`, `import('./x')`, `require('./x')`. */
function isImported(scan: SourceScan, index: number): boolean {
  const before = tokenAt(scan.tokens, index - 1);
  if (before.kind === 'name') return before.text === 'from' || before.text === 'import';
  const callee = tokenAt(scan.tokens, index - 2);
  return isMark(before, '(') && callee.kind === 'name' && /^(?:import|require)$/.test(callee.text);
}
