// Routes of FastAPI, Flask and Django.
import { addRoute, httpMethods, type SourceScan, spanOf } from '../scan.ts';
import { isMark, isWhole, matches, type Token, tokenAt } from '../token.ts';

/** `@app.get('/x')` when `decorated`, else `path('x/', …)`, `app.add_url_rule('/x', …)`, `path == '/x'`. */
export function readRoute(scan: SourceScan, index: number, decorated: boolean): void {
  if (decorated) readDecorator(scan, index);
  else readPlain(scan, index);
}

function readDecorator(scan: SourceScan, index: number): void {
  const { tokens } = scan;
  let last = index;
  while (isMark(tokenAt(tokens, last + 1), '.') && tokenAt(tokens, last + 2).kind === 'name') last += 2;
  const name = tokenAt(tokens, last).text;
  const path = tokenAt(tokens, last + 2);
  if (last === index || !isMark(tokenAt(tokens, last + 1), '(') || !isWhole(path)) return;
  if (httpMethods.has(name)) addRoute(scan, name.toUpperCase(), path, 'certain');
  else if (/^(?:route|api_route|websocket)$/.test(name)) {
    const methods = methodsOf(scan, last + 1);
    for (const method of methods.length === 0 ? [undefined] : methods)
      addRoute(scan, method, path, 'certain');
  }
}

/** The strings of `methods=['GET', 'POST']`. */
function methodsOf(scan: SourceScan, open: number): string[] {
  const { tokens } = scan;
  const close = scan.closing[open] ?? -1;
  const found: string[] = [];
  for (let at = open + 1; at < close; at++) {
    if (!matches(tokens, at, 'methods', '=')) continue;
    const end = scan.closing[at + 2] ?? -1;
    for (let inner = at + 3; inner < end; inner++) {
      const token = tokenAt(tokens, inner);
      if (isWhole(token)) found.push(token.text.toUpperCase());
    }
    break;
  }
  return found;
}

function readPlain(scan: SourceScan, index: number): void {
  const { tokens } = scan;
  const name = tokenAt(tokens, index).text;
  const path = tokenAt(tokens, index + 2);
  const before = tokenAt(tokens, index - 1);
  if (name === 'path' && isMark(tokenAt(tokens, index + 1), '(') && isWhole(path) && !isMark(before, '.')) {
    addDjango(scan, path);
  } else if (/^(?:add_url_rule|add_api_route|add_route|add_get|add_post)$/.test(name) && isWhole(path)) {
    addRoute(scan, /^add_(?:get|post)$/.test(name) ? name.slice(4).toUpperCase() : undefined, path, 'likely');
  } else if (name === 'path' && isMark(tokenAt(tokens, index + 1), '==') && isWhole(path)) {
    addRoute(scan, undefined, path, 'likely');
  } else if (name === 'path' && matches(tokens, index + 1, 'in')) {
    const end = scan.closing[index + 2] ?? -1;
    for (let at = index + 3; at < Math.min(end, index + 60); at++) {
      if (isWhole(tokenAt(tokens, at))) addRoute(scan, undefined, tokenAt(tokens, at), 'likely');
    }
  }
}

/** Django's paths have no slash in front, and one that includes other patterns is only a beginning. */
function addDjango(scan: SourceScan, path: Token): void {
  if (/[\s:\\*]/.test(path.text) || path.text.startsWith('/') || path.text.length > 300) return;
  scan.facts.push({
    kind: 'route',
    method: undefined,
    path: `/${path.text}`,
    at: spanOf(scan, path),
    confidence: 'likely',
  });
}
