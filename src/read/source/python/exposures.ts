// Switches in Python code that open a service: debuggers, error pages with settings, answers to every site.
import { type SourceScan, spanOf } from '../scan.ts';
import { isMark, matches, tokenAt } from '../token.ts';

export function readExposure(scan: SourceScan, index: number): void {
  const { tokens, file } = scan;
  if (matches(tokens, index, 'run', '(') && isMark(tokenAt(tokens, index - 1), '.')) readFlask(scan, index);
  else if (
    matches(tokens, index, 'DEBUG', '=', 'True') &&
    /(?:^|\/)settings[^/]*(?:\/[^/]+)?\.py$/.test(file)
  ) {
    if (tokenAt(tokens, index - 1).kind === 'line' && tokenAt(tokens, index - 1).text === '')
      add(scan, 'debug-pages', index, index + 2);
  } else if (matches(tokens, index, 'allow_credentials', '=', 'True')) readStarlette(scan, index);
  else if (matches(tokens, index, 'CORS_ALLOW_CREDENTIALS', '=', 'True')) readDjangoCors(scan);
}

function add(
  scan: SourceScan,
  what: 'debugger' | 'debug-pages' | 'cors-credentials',
  first: number,
  last: number,
): void {
  const at = spanOf(scan, tokenAt(scan.tokens, first), tokenAt(scan.tokens, last));
  scan.facts.push({ kind: 'exposure', what, at, confidence: 'certain' });
}

/** `app.run(debug=True)`: Werkzeug's debugger runs what is typed into an error page. */
function readFlask(scan: SourceScan, index: number): void {
  const { tokens } = scan;
  const close = scan.closing[index + 1] ?? -1;
  if (!/^(?:app|application)$/.test(tokenAt(tokens, index - 2).text)) return;
  if (!tokens.slice(0, 400).some((token) => token.kind === 'name' && token.text === 'Flask')) return;
  for (let at = index + 2; at < Math.min(close, index + 60); at++) {
    if (matches(tokens, at, 'debug', '=', 'True')) add(scan, 'debugger', at, at + 2);
  }
}

/** `allow_origins=["*"], allow_credentials=True` of Starlette, which then answers each origin by its name. */
function readStarlette(scan: SourceScan, index: number): void {
  const { tokens } = scan;
  for (let at = Math.max(0, index - 60); at < index + 60; at++) {
    if (!matches(tokens, at, 'allow_origins', '=')) continue;
    const first = tokenAt(tokens, at + 2);
    const open = first.kind === 'name' ? listGiven(scan, first.text) : at + 2;
    if (open === -1 || tokenAt(tokens, open + 1).text !== '*' || !isMark(tokenAt(tokens, open), '['))
      continue;
    add(scan, 'cors-credentials', at, first.kind === 'name' ? at + 2 : at + 4);
    return;
  }
}

function listGiven({ tokens }: SourceScan, name: string): number {
  const at = tokens.findIndex(
    (token, index) => token.text === name && token.kind === 'name' && matches(tokens, index + 1, '=', '['),
  );
  return at === -1 ? -1 : at + 2;
}

function readDjangoCors(scan: SourceScan): void {
  const { tokens } = scan;
  const at = tokens.findIndex(
    (token, index) =>
      /^CORS_(?:ALLOW_ALL_ORIGINS|ORIGIN_ALLOW_ALL)$/.test(token.text) &&
      matches(tokens, index + 1, '=', 'True'),
  );
  if (at !== -1) add(scan, 'cors-credentials', at, at + 2);
}
