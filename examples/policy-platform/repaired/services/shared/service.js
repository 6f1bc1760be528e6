import { createServer } from 'node:http';
import { numberFrom } from './env.js';
import { HttpError, parseUrl, sendJson } from './http.js';
import { reasonOf } from './log.js';
import { readiness } from './ready.js';
import { createRouter } from './router.js';

// Starts the HTTP server of a service: /health says that the process answers, /ready runs the checks.
// `fallback` takes what no route knows; without it that is a 404.
export function startService({ log, port, routes, checks, fallback }) {
  const service = { stopping: false, open: new Set(), log };
  const find = createRouter([
    ['GET', '/health', ({ res }) => sendJson(res, 200, { status: 'ok' })],
    ['GET', '/ready', ({ res }) => answerReady(res, checks, service)],
    ...routes,
  ]);
  service.server = createServer((req, res) => answer(service, find, fallback, req, res));
  service.server.requestTimeout = 30_000;
  service.server.on('error', (error) => {
    log.error('cannot listen', { reason: reasonOf(error) });
    process.exit(1);
  });
  const host = process.env.HOST ?? '0.0.0.0';
  service.server.listen(numberFrom('PORT', port), host, () =>
    log.info('listening', service.server.address()),
  );
  return service;
}

async function answerReady(res, checks, service) {
  const state = await readiness(checks, service.stopping);
  sendJson(res, state.ready ? 200 : 503, state);
}

async function answer(service, find, fallback, req, res) {
  track(service, req, res);
  try {
    const url = parseUrl(req);
    const found = find(req.method, url.pathname);
    if (found?.handler) await found.handler({ req, res, url, params: found.params });
    else if (found) refuseMethod(res, found.allow);
    else if (fallback) await fallback({ req, res, url });
    else throw new HttpError(404, `nothing at ${url.pathname}`);
  } catch (error) {
    answerError(service.log, req, res, error);
  }
}

function track(service, req, res) {
  const started = performance.now();
  if (service.stopping) res.setHeader('connection', 'close');
  service.open.add(res);
  res.once('close', () => {
    service.open.delete(res);
    const ms = Math.round(performance.now() - started);
    service.log.debug('request', { method: req.method, url: req.url, status: res.statusCode, ms });
    // An answer that began before the stop could not say `Connection: close`; its connection is idle only
    // now.
    if (service.stopping) setImmediate(() => service.server.closeIdleConnections());
  });
}

function refuseMethod(res, allow) {
  res.setHeader('allow', allow);
  throw new HttpError(405, `this address takes ${allow}`);
}

function answerError(log, req, res, error) {
  const callerLeft = req.destroyed && !req.complete;
  if (callerLeft) return;
  const status = error instanceof HttpError ? error.status : 500;
  if (status >= 500) {
    const reason = reasonOf(error.cause ?? error);
    log.error('request failed', { method: req.method, url: req.url, status, reason });
  }
  if (res.headersSent) res.destroy();
  else sendJson(res, status, { error: status === 500 ? 'internal error' : error.message });
}
