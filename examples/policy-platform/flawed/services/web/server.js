// The pages that people see, rendered from what the api answers.
import { callJson, expectOk } from '../shared/call.js';
import { required } from '../shared/env.js';
import { escapeHtml, page, table } from '../shared/html.js';
import { HttpError, send } from '../shared/http.js';
import { createLog } from '../shared/log.js';
import { startService } from '../shared/service.js';
import { stopOnSignals } from '../shared/stop.js';

const log = createLog('web');
const apiUrl = required('API_URL', log);

async function fromApi(path) {
  let answer;
  try {
    answer = await callJson(`${apiUrl}${path}`);
  } catch (cause) {
    throw new HttpError(502, 'the api cannot be reached', { cause });
  }
  if (answer.status === 404) throw new HttpError(404, 'no such policy');
  if (answer.status !== 200 || !answer.body) throw new HttpError(502, `the api answers ${answer.status}`);
  return answer.body;
}

async function listPage({ res }) {
  const { items } = await fromApi('/api/policies');
  const rows = items.map(({ id, name, effect }) => {
    return `<li><a href="/policies/${id}">${escapeHtml(name)}</a> (${escapeHtml(effect)})</li>`;
  });
  send(res, 200, 'text/html', page('Policies', `<ol>\n${rows.join('\n')}\n</ol>`));
}

async function policyPage({ res, params }) {
  const policy = await fromApi(`/api/policies/${encodeURIComponent(params.id)}`);
  const rows = Object.entries(policy).map(([key, value]) => [key, [value].flat().join(', ')]);
  send(
    res,
    200,
    'text/html',
    page(policy.name, `${table(['field', 'value'], rows)}\n<p><a href="/">all policies</a></p>`),
  );
}

const service = startService({
  log,
  port: 3000,
  routes: [
    ['GET', '/', listPage],
    ['GET', '/policies/:id', policyPage],
  ],
  checks: { api: { required: true, run: () => expectOk(`${apiUrl}/ready`) } },
});

stopOnSignals(service);
