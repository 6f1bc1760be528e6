// Answers whether a subject may do an action on a resource, by the policies that the api holds.
import { callJson, expectOk } from '../shared/call.js';
import { required } from '../shared/env.js';
import { HttpError, readJson, sendJson } from '../shared/http.js';
import { createLog } from '../shared/log.js';
import { startService } from '../shared/service.js';
import { stopOnSignals } from '../shared/stop.js';
import { decide } from './decide.js';

const PAGE = 500;
const FIELDS = ['subject', 'action', 'resource'];

const log = createLog('policy');
const apiUrl = required('API_URL', log);

// All pages, every time: a decision from a part of the policies, or from old ones, could allow what is
// denied.
async function allPolicies() {
  const policies = [];
  for (let after = 0; after !== null; ) {
    const { items, next } = await pageAfter(after);
    policies.push(...items);
    after = next;
  }
  return policies;
}

async function pageAfter(after) {
  let answer;
  try {
    answer = await callJson(`${apiUrl}/api/policies?after=${after}&limit=${PAGE}`);
  } catch (cause) {
    throw new HttpError(503, 'no decision: the api cannot be reached', { cause });
  }
  if (answer.status !== 200 || !answer.body)
    throw new HttpError(503, `no decision: the api answers ${answer.status}`);
  return answer.body;
}

async function answerDecision({ req, res }) {
  const body = (await readJson(req)) ?? {};
  for (const field of FIELDS) {
    if (typeof body[field] !== 'string' || body[field] === '')
      throw new HttpError(400, `${field} must be a text`);
  }
  sendJson(res, 200, decide(await allPolicies(), body));
}

const service = startService({
  log,
  port: 9003,
  routes: [['POST', '/decide', answerDecision]],
  checks: { api: { required: true, run: () => expectOk(`${apiUrl}/ready`) } },
});

stopOnSignals(service);
