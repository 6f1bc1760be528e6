import { withDeadline } from './deadline.js';
import { reasonOf } from './log.js';

const CHECK_DEADLINE_MS = 2000;

// Readiness, apart from liveness: may traffic come here now? A check that is not required is only reported.
export async function readiness(checks, stopping) {
  const names = Object.keys(checks);
  const results = await Promise.all(names.map((name) => runCheck(name, checks[name])));
  const ready = !stopping && results.every((result) => result.state === 'up' || !result.required);
  const answer = { ready, checks: Object.fromEntries(names.map((name, at) => [name, results[at]])) };
  return stopping ? { ...answer, stopping } : answer;
}

async function runCheck(name, { required, run }) {
  try {
    await withDeadline(run(), CHECK_DEADLINE_MS, name);
    return { state: 'up', required };
  } catch (error) {
    return { state: 'down', required, detail: reasonOf(error) };
  }
}
