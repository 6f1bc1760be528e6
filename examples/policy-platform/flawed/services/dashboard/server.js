// One page over the platform. A part that cannot be read says so in its place; the rest is still shown.
import { callJson, expectOk } from '../shared/call.js';
import { required } from '../shared/env.js';
import { escapeHtml, page, table } from '../shared/html.js';
import { send } from '../shared/http.js';
import { createLog, reasonOf } from '../shared/log.js';
import { startService } from '../shared/service.js';
import { stopOnSignals } from '../shared/stop.js';

const log = createLog('dashboard');
const apiUrl = required('API_URL', log);
const configUrl = required('CONFIG_URL', log);
const policyUrl = required('POLICY_URL', log);

async function section(title, url, render) {
  const heading = `<h2>${escapeHtml(title)}</h2>`;
  try {
    const { status, body } = await callJson(url);
    if (status !== 200 || !body) throw new Error(`answers ${status}`);
    return `${heading}\n${render(body)}`;
  } catch (error) {
    log.warn('section unavailable', { title, reason: reasonOf(error) });
    return `${heading}\n<p>unavailable: ${escapeHtml(reasonOf(error))}</p>`;
  }
}

function policiesTable({ items, next }) {
  const count = (effect) => items.filter((policy) => policy.effect === effect).length;
  const note = next === null ? '' : `<p>of the first ${items.length}</p>`;
  return `${table(
    ['effect', 'policies'],
    ['allow', 'deny'].map((effect) => [effect, count(effect)]),
  )}${note}`;
}

function settingsTable({ items }) {
  return table(
    ['key', 'value'],
    items.map(({ key, value }) => [key, JSON.stringify(value)]),
  );
}

async function show({ res }) {
  const sections = await Promise.all([
    section('Policies', `${apiUrl}/api/policies?limit=500`, policiesTable),
    section('Settings', `${configUrl}/values`, settingsTable),
    section('Decisions', `${policyUrl}/ready`, () => '<p>the policy service is ready</p>'),
  ]);
  send(res, 200, 'text/html', page('Dashboard', sections.join('\n')));
}

const service = startService({
  log,
  port: 9010,
  routes: [['GET', '/', show]],
  checks: {
    api: { required: true, run: () => expectOk(`${apiUrl}/ready`) },
    config: { required: false, run: () => expectOk(`${configUrl}/ready`) },
    policy: { required: false, run: () => expectOk(`${policyUrl}/ready`) },
  },
});

stopOnSignals(service);
