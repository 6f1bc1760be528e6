// Waiting until a container that was started again takes connections, where that can be seen from here.
import { connect } from 'node:net';
import { systemClock } from '../../base/clock.ts';
import { labelsOf, ownLabels } from './labels.ts';
import { endpointsOf } from './networks.ts';

const limitMs = 10_000;
const lookMs = 50;

/** Any of its ports counts, as images name ports that nobody listens on. Nothing is thrown when the time is over. */
export async function untilAnswering(container: unknown, signal: AbortSignal): Promise<void> {
  const host = endpointsOf(container).find(({ address }) => address !== '')?.address;
  const ports = (labelsOf(container)[ownLabels.ports] ?? '').split(',').filter((port) => port !== '');
  if (host === undefined || ports.length === 0) return;
  const until = systemClock.monotonicMs() + limitMs;
  while (!signal.aborted && systemClock.monotonicMs() < until) {
    const answers = await Promise.all(ports.map((port) => accepts(host, Number(port))));
    if (answers.includes(true)) return;
    await systemClock.sleep(lookMs, signal);
  }
}

function accepts(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    const end = (answer: boolean) => () => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false));
  });
}
