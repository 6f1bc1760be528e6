// Asks every service for its readiness, again and again, and shows what it last heard.
import { setTimeout as sleep } from 'node:timers/promises';
import { numberFrom, required } from '../shared/env.js';
import { send, sendJson } from '../shared/http.js';
import { createLog, reasonOf } from '../shared/log.js';
import { startService } from '../shared/service.js';
import { stopOnSignals } from '../shared/stop.js';
import { metricsText } from './metrics.js';
import { parseTargets, pollTarget, unknownState } from './targets.js';

const log = createLog('monitoring');
const targets = readTargets();
const periodMs = numberFrom('POLL_MS', 5000);
let states = targets.map(({ name }) => unknownState(name));

function readTargets() {
  try {
    return parseTargets(required('MONITOR_TARGETS', log));
  } catch (error) {
    log.error(reasonOf(error));
    process.exit(1);
  }
}

function status({ res }) {
  const healthy = states.every(({ state }) => state === 'up');
  sendJson(res, 200, { healthy, services: states });
}

async function checkFirstRound() {
  if (states.some(({ state }) => state === 'unknown')) throw new Error('the first round is not done');
}

const service = startService({
  log,
  port: 9006,
  routes: [
    ['GET', '/status', status],
    ['GET', '/metrics', ({ res }) => send(res, 200, 'text/plain; version=0.0.4', metricsText(states))],
  ],
  // Its own readiness only: a monitor that is down because something else is down is of no use.
  checks: { first_round: { required: true, run: checkFirstRound } },
});

stopOnSignals(service);

while (!service.stopping) {
  const before = states;
  states = await Promise.all(
    targets.map((target, at) => pollTarget(target, before[at], Math.min(periodMs, 2000))),
  );
  states.forEach((now, at) => {
    if (now.state === before[at].state) return;
    log.info('state changed', {
      target: now.name,
      from: before[at].state,
      to: now.state,
      detail: now.detail,
    });
  });
  await sleep(periodMs);
}
