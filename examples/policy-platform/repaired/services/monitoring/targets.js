import { callJson } from '../shared/call.js';
import { reasonOf } from '../shared/log.js';

// `api=http://api:8000/ready,web=http://web:3000/ready`
export function parseTargets(text) {
  return text.split(',').map((part) => {
    const [name, ...rest] = part.trim().split('=');
    const url = rest.join('=');
    if (!name || !URL.canParse(url)) throw new Error(`MONITOR_TARGETS: "${part}" is not name=url`);
    return { name, url };
  });
}

// A target that was not asked yet is unknown, which is neither up nor down.
export function unknownState(name) {
  return { name, state: 'unknown', since: null, checked: null, ms: null, detail: null };
}

export async function pollTarget({ name, url }, before, timeoutMs) {
  const started = performance.now();
  const { state, detail } = await measure(url, timeoutMs);
  const checked = new Date().toISOString();
  const since = before.state === state ? before.since : checked;
  return { name, state, since, checked, ms: Math.round(performance.now() - started), detail };
}

async function measure(url, timeoutMs) {
  try {
    const { status } = await callJson(url, { timeoutMs });
    return status === 200 ? { state: 'up', detail: null } : { state: 'down', detail: `answers ${status}` };
  } catch (error) {
    return { state: 'down', detail: reasonOf(error) };
  }
}
