// These belong to one connection, not to the message (RFC 9110, section 7.6.1), so a proxy drops them.
// `host` is set anew, and `expect` was answered by this server already.
const PER_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
const ANSWERED_HERE = new Set(['host', 'expect']);

export function forwardHeaders(req) {
  const headers = endToEnd(req.headers);
  for (const name of ANSWERED_HERE) delete headers[name];
  const earlier = req.headers['x-forwarded-for'];
  const peer = req.socket.remoteAddress ?? 'unknown';
  headers['x-forwarded-for'] = earlier ? `${earlier}, ${peer}` : peer;
  headers['x-forwarded-host'] = req.headers.host ?? '';
  headers['x-forwarded-proto'] = 'http';
  return headers;
}

export function endToEnd(headers) {
  const named = String(headers.connection ?? '')
    .toLowerCase()
    .split(',');
  const dropped = new Set(named.map((name) => name.trim()));
  const kept = Object.entries(headers).filter(([name]) => !PER_HOP.has(name) && !dropped.has(name));
  return Object.fromEntries(kept);
}
