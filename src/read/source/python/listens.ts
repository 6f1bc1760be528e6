// Ports that Python listens on.
import { isPort, type SourceScan, spanOf } from '../scan.ts';
import { isMark, matches, tokenAt } from '../token.ts';
import { type PythonNames, type PythonValue, valueAt } from './value.ts';

/** Servers whose address is a pair: `HTTPServer(('', 8000), Handler)`. */
const addressed = /^(?:Threading)?(?:HTTP|TCP|UDP|WSGI|XMLRPC)Server$|^SimpleXMLRPCServer$|^bind$/;

export function readListen(scan: SourceScan, names: PythonNames, index: number): void {
  const { tokens } = scan;
  const open = index + 1;
  const close = isMark(tokenAt(tokens, open), '(') ? (scan.closing[open] ?? -1) : -1;
  if (close === -1 || matches(tokens, index - 1, 'def') || matches(tokens, index - 1, 'class')) return;
  const name = tokenAt(tokens, index).text;
  const isMember = isMark(tokenAt(tokens, index - 1), '.');
  if (addressed.test(name) && isMark(tokenAt(tokens, open + 1), '(')) {
    readAddress(scan, names, open + 1, name === 'bind' ? 'likely' : 'certain');
  } else if (name === 'run' && isMember) {
    readRun(scan, names, open, close, tokenAt(tokens, index - 2).text);
  } else if (
    /^(?:serve|run_app|run_simple|make_server|start_server|create_server|Config|run_server)$/.test(name)
  ) {
    const isPair = /^(?:run_simple|make_server)$/.test(name);
    const port = argument(scan, open, close, 'port', isPair ? 1 : undefined);
    add(scan, names, port, argument(scan, open, close, 'host', isPair ? 0 : undefined), 'likely');
  } else if (name === 'listen' && isMember) {
    add(
      scan,
      names,
      argument(scan, open, close, 'port', 0),
      argument(scan, open, close, 'address', 1),
      'possible',
    );
  }
}

/** `app.run(host, port)` of Flask, `uvicorn.run('main:app', host=…, port=…)`; Flask's own default is 5000. */
function readRun(scan: SourceScan, names: PythonNames, open: number, close: number, owner: string): void {
  const isFlask = /^(?:app|application|server|socketio)$/.test(owner);
  const port = argument(scan, open, close, 'port', owner === 'app' ? 1 : undefined);
  const host = argument(scan, open, close, 'host', owner === 'app' ? 0 : undefined);
  if (port !== undefined)
    add(scan, names, port, host, isFlask || owner === 'uvicorn' ? 'certain' : 'possible');
  else if (owner === 'uvicorn' || usesFlask(scan)) {
    const at = spanOf(scan, tokenAt(scan.tokens, open - 1), tokenAt(scan.tokens, close));
    const fallback = owner === 'uvicorn' ? 8000 : 5000;
    const known = host === undefined ? '127.0.0.1' : valueAt(scan, names, host).text;
    scan.facts.push({
      kind: 'listen',
      port: fallback,
      host: known,
      variable: undefined,
      at,
      confidence: 'possible',
    });
  }
}

function usesFlask(scan: SourceScan): boolean {
  return scan.tokens.slice(0, 400).some((token) => token.kind === 'name' && token.text === 'Flask');
}

/** Index of the value of an argument by name, or by place. */
function argument(
  scan: SourceScan,
  open: number,
  close: number,
  name: string,
  place?: number,
): number | undefined {
  const { tokens } = scan;
  let at = open + 1;
  for (let count = 0; at < close; count++) {
    const isNamed = tokenAt(tokens, at).kind === 'name' && isMark(tokenAt(tokens, at + 1), '=');
    if (isNamed && tokenAt(tokens, at).text === name) return at + 2;
    if (!isNamed && count === place) return at;
    while (at < close && !isMark(tokenAt(tokens, at), ',')) at = Math.max(at, scan.closing[at] ?? -1) + 1;
    at += 1;
  }
  return undefined;
}

/** `('', 8000)` at `open`. */
function readAddress(
  scan: SourceScan,
  names: PythonNames,
  open: number,
  confidence: 'certain' | 'likely',
): void {
  const close = scan.closing[open] ?? -1;
  if (close === -1) return;
  add(
    scan,
    names,
    argument(scan, open, close, 'port', 1),
    argument(scan, open, close, 'host', 0),
    confidence,
  );
}

function add(
  scan: SourceScan,
  names: PythonNames,
  portAt: number | undefined,
  hostAt: number | undefined,
  confidence: 'certain' | 'likely' | 'possible',
): void {
  if (portAt === undefined) return;
  const port: PythonValue = valueAt(scan, names, portAt);
  if (!isPort(port.number)) return;
  const host = hostAt === undefined ? undefined : valueAt(scan, names, hostAt).text;
  const known = host !== undefined && /^[\w.:-]+$/.test(host) ? host : undefined;
  const at = spanOf(scan, tokenAt(scan.tokens, portAt));
  scan.facts.push({
    kind: 'listen',
    port: port.number,
    host: known,
    variable: port.variable,
    at,
    confidence,
  });
}
