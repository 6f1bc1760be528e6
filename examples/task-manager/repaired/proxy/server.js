import { createServer, request } from 'node:http';

const port = Number(process.env.PORT ?? 8080);
const app = new URL(process.env.APP_URL);

const server = createServer((req, res) => {
  const { pathname } = new URL(req.url, 'http://proxy');
  if (pathname === '/health') return send(res, 200, { status: 'ok' });
  if (pathname === '/ready' || pathname.startsWith('/api/')) return forward(req, res);
  return send(res, 404, { error: `nothing at ${pathname}` });
});

function forward(req, res) {
  const { hostname, port: target } = app;
  const headers = { ...req.headers, host: app.host, 'x-forwarded-for': req.socket.remoteAddress };
  const { method, url: path } = req;
  const upstream = request({ hostname, port: target, method, path, headers, timeout: 5000 }, (answer) => {
    res.writeHead(answer.statusCode, answer.headers);
    answer.pipe(res);
  });
  upstream.on('timeout', () => upstream.destroy(new Error('no answer within 5 s')));
  upstream.on('error', () => {
    if (res.headersSent) res.destroy();
    else send(res, 502, { error: 'the app cannot be reached' });
  });
  req.pipe(upstream);
}

function send(res, status, value) {
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8' });
  res.end(`${JSON.stringify(value)}\n`);
}

server.listen(port, '0.0.0.0');

process.on('SIGTERM', () => {
  server.close(() => process.exit(0));
  server.closeIdleConnections();
});
