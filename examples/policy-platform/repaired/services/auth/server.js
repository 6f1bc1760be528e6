// Issues and checks signed tokens. It keeps no state, so any number of instances agree.
import { required } from '../shared/env.js';
import { HttpError, readJson, sendJson } from '../shared/http.js';
import { createLog } from '../shared/log.js';
import { startService } from '../shared/service.js';
import { stopOnSignals } from '../shared/stop.js';
import { isClientKey, signToken, verifyToken } from './tokens.js';

const DEFAULT_TTL_SECONDS = 900;
const MAX_TTL_SECONDS = 3600;

const log = createLog('auth');
const secret = required('AUTH_SECRET', log, process.env.AUTH_SECRET_FILE);
const nowSeconds = () => Math.floor(Date.now() / 1000);

async function issue({ req, res }) {
  const { subject, ttl_seconds: ttl = DEFAULT_TTL_SECONDS } = (await readJson(req)) ?? {};
  if (typeof subject !== 'string' || subject === '') throw new HttpError(400, 'subject must be a text');
  if (!Number.isInteger(ttl) || ttl < 1 || ttl > MAX_TTL_SECONDS) {
    throw new HttpError(400, `ttl_seconds must be a whole number from 1 to ${MAX_TTL_SECONDS}`);
  }
  const key = req.headers['x-client-key'] ?? '';
  if (!isClientKey(secret, subject, key))
    throw new HttpError(401, 'x-client-key is not the key of this subject');
  const expires = nowSeconds() + ttl;
  sendJson(res, 201, { token: signToken(secret, { subject, expires }), expires });
}

async function verify({ req, res }) {
  const { token } = (await readJson(req)) ?? {};
  if (typeof token !== 'string') throw new HttpError(400, 'token must be a text');
  const result = verifyToken(secret, token, nowSeconds());
  sendJson(res, result.valid ? 200 : 401, result);
}

const service = startService({
  log,
  port: 9002,
  routes: [
    ['POST', '/tokens', issue],
    ['POST', '/verify', verify],
  ],
  checks: {},
});

stopOnSignals(service);
