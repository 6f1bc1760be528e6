import { Agent, request } from 'node:http';
import { reasonOf } from './log.js';

const agent = new Agent({ keepAlive: true, maxSockets: 32 });
const RESPONSE_LIMIT = 4 * 1024 * 1024;

// One JSON request to another service. A GET is repeated once on a new connection, since the other side may
// close a kept one at the very moment it is used.
export async function callJson(url, { method = 'GET', timeoutMs = 2000 } = {}) {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    return await exchange(url, { method, agent, signal });
  } catch (error) {
    if (method !== 'GET' || signal.aborted) throw failure(url, error);
  }
  try {
    return await exchange(url, { method, agent: false, signal });
  } catch (error) {
    throw failure(url, error);
  }
}

// For a readiness check: any answer but a 2xx is a failure.
export async function expectOk(url) {
  const { status } = await callJson(url);
  if (status < 200 || status > 299) throw new Error(`${hostOf(url)} answers ${status}`);
}

function exchange(url, options) {
  return new Promise((resolve, reject) => {
    const req = request(url, options, (res) => {
      let text = '';
      res.setEncoding('utf8');
      res.on('data', (chunk) => {
        text += chunk;
        if (text.length > RESPONSE_LIMIT) res.destroy(new Error('the answer is too large'));
      });
      res.on('error', reject);
      res.on('end', () => resolve({ status: res.statusCode, body: parse(text) }));
    });
    req.on('error', reject);
    req.end();
  });
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function failure(url, error) {
  return new Error(`${hostOf(url)}: ${reasonOf(error.cause ?? error)}`, { cause: error });
}

function hostOf(url) {
  return URL.canParse(url) ? new URL(url).host : 'an address that is no URL';
}
