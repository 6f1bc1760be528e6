import { setTimeout as sleep } from 'node:timers/promises';
import { withDeadline } from './deadline.js';
import { numberFrom } from './env.js';
import { reasonOf } from './log.js';

const ANSWER_DEADLINE_MS = 4000;
const CLOSE_DEADLINE_MS = 2000;

// Ends a service without losing a request it has taken: answers those, then closes what the service holds.
// A second signal changes nothing; who cannot wait sends SIGKILL.
export function stopOnSignals(service, closeResources = async () => {}) {
  const stop = async (signal) => {
    if (service.stopping) return;
    service.stopping = true;
    service.log.info('stopping', { signal, running: service.open.size });
    await drain(service);
    try {
      await withDeadline(closeResources(), CLOSE_DEADLINE_MS, 'closing connections');
    } catch (error) {
      service.log.warn('closed with force', { reason: reasonOf(error) });
    }
    service.log.info('stopped');
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}

// For a moment the port stays open: a client on a kept connection gets its answer with `Connection: close`
// and goes elsewhere, instead of writing its next request into a socket that closes under it.
async function drain({ server, open }) {
  for (const res of open) {
    if (!res.headersSent) res.setHeader('connection', 'close');
  }
  await sleep(numberFrom('DRAIN_MS', 200));
  const force = setTimeout(() => server.closeAllConnections(), ANSWER_DEADLINE_MS);
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeIdleConnections();
  });
  clearTimeout(force);
}
