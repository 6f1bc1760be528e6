// Hop-by-hop fields belong to one connection and must not be passed on (RFC 9110, section 7.6.1).
import type { IncomingMessage } from 'node:http';

const hopByHop = new Set(['connection', 'keep-alive', 'proxy-connection', 'upgrade', 'transfer-encoding']);

/** `[name, value, name, value, …]` as received, spelling and repeats kept, without the fields of this hop. */
export function endToEnd(rawHeaders: readonly string[]): string[] {
  const named = namedByConnection(rawHeaders);
  const kept: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] ?? '';
    const lower = name.toLowerCase();
    if (hopByHop.has(lower) || named.has(lower)) continue;
    kept.push(name, rawHeaders[at + 1] ?? '');
  }
  return kept;
}

/** What the `Connection` field declares to be of this hop too. */
function namedByConnection(rawHeaders: readonly string[]): ReadonlySet<string> {
  const named = new Set<string>();
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    if (rawHeaders[at]?.toLowerCase() !== 'connection') continue;
    for (const token of (rawHeaders[at + 1] ?? '').split(',')) named.add(token.trim().toLowerCase());
  }
  return named;
}

/** The fields of a request for the next hop: the body keeps its framing. */
export function requestFields(request: IncomingMessage): string[] {
  const fields = endToEnd(request.rawHeaders);
  if (request.headers['transfer-encoding'] !== undefined) fields.push('Transfer-Encoding', 'chunked');
  return fields;
}

export function hasBody(request: IncomingMessage): boolean {
  const length = request.headers['content-length'];
  return request.headers['transfer-encoding'] !== undefined || (length !== undefined && length !== '0');
}

/** May be sent a second time when it is not known whether the first arrived (RFC 9110, section 9.2.2). */
export function isRepeatable(request: IncomingMessage): boolean {
  const idempotent = ['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE'];
  return idempotent.includes(request.method ?? '') && !hasBody(request);
}
