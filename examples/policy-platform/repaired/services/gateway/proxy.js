import { Agent, request } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { numberFrom } from '../shared/env.js';
import { HttpError } from '../shared/http.js';
import { reasonOf } from '../shared/log.js';
import { endToEnd, forwardHeaders } from './headers.js';

const kept = new Agent({ keepAlive: true, maxFreeSockets: 32 });
const REPEATABLE = new Set(['GET', 'HEAD', 'OPTIONS']);
// A kept connection may be closed by the other side while we write into it, hence a fresh one next;
// the last, later try bridges the moment in which an upstream is replaced.
const TRIES = [
  { agent: kept, delayMs: 0 },
  { agent: false, delayMs: 0 },
  { agent: false, delayMs: 150 },
];

export function createProxy(upstreams, log) {
  const timeoutMs = numberFrom('UPSTREAM_TIMEOUT_MS', 10_000);
  return async ({ req, res, url }) => {
    const upstream = upstreams.find(({ prefix }) => owns(prefix, url.pathname));
    if (!upstream.url) throw new HttpError(502, `upstream ${upstream.name} is not configured`);
    const path = upstream.strip ? url.pathname.slice(upstream.prefix.length) || '/' : url.pathname;
    const target = { upstream, href: new URL(`${path}${url.search}`, upstream.url), timeoutMs };
    const answer = await exchange(target, req, res);
    res.writeHead(answer.statusCode, endToEnd(answer.headers));
    // Whichever side leaves in the middle, the other side's connection ends too.
    await pipeline(answer, res).catch((error) => {
      log.warn('answer cut short', { upstream: upstream.name, url: req.url, reason: reasonOf(error) });
    });
  };
}

function owns(prefix, pathname) {
  return prefix === '' || pathname === prefix || pathname.startsWith(`${prefix}/`);
}

// Only a request that has no body and changes nothing is sent twice. All others get a connection of their
// own, so that none is lost on a kept connection that was just closed.
async function exchange(target, req, res) {
  const tries = REPEATABLE.has(req.method) && !hasBody(req) ? TRIES : [{ agent: false, delayMs: 0 }];
  let failure;
  for (const { agent, delayMs } of tries) {
    if (delayMs > 0) await sleep(delayMs);
    if (res.destroyed) break;
    try {
      return await attempt(target, agent, req, res);
    } catch (error) {
      failure = error;
      if (error instanceof HttpError) break;
    }
  }
  throw asHttpError(failure, target.upstream.name);
}

function attempt({ upstream, href, timeoutMs }, agent, req, res) {
  return new Promise((resolve, reject) => {
    const out = request(href, {
      method: req.method,
      headers: forwardHeaders(req),
      agent,
      timeout: timeoutMs,
    });
    const leave = () => {
      if (!res.writableFinished) out.destroy(new Error('the caller left'));
    };
    res.once('close', leave);
    out.on('close', () => res.off('close', leave));
    out.on('response', resolve);
    out.on('error', reject);
    out.on('timeout', () => {
      out.destroy(new HttpError(504, `upstream ${upstream.name} did not answer within ${timeoutMs} ms`));
    });
    if (hasBody(req)) req.pipe(out);
    else out.end();
  });
}

function hasBody({ headers }) {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function asHttpError(error, name) {
  if (error instanceof HttpError) return error;
  return new HttpError(502, `upstream ${name} cannot be reached`, { cause: error });
}
