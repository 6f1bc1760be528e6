import { connect } from 'node:net';
import { messageOf } from '../base/errors.ts';
import type { Probe, Verdict } from '../model/probe.ts';
import type { Address } from '../model/unit.ts';
import { connectionProblem, excerpt, type Limits, noAnswer, notListening, place, within } from './answer.ts';
import { listensInside } from './inside.ts';
import type { ProbeTarget } from './target.ts';

type TcpProbe = Extract<Probe, { kind: 'tcp' }>;

export async function measureTcp(probe: TcpProbe, target: ProbeTarget, limits: Limits): Promise<Verdict> {
  const address = target.address(probe.port);
  if (address !== undefined) return measureConnect(address, limits);
  if (target.inside?.() === undefined) return notListening(probe.port);
  try {
    return await listensInside(probe.port, target, limits);
  } catch (error) {
    return { state: 'fail', reason: excerpt(messageOf(error)) };
  }
}

/** One connection to an address, closed at once. */
export async function measureConnect(address: Address, limits: Limits): Promise<Verdict> {
  try {
    const opened = await within(limits, (signal) => openAndClose(address, signal));
    if (opened === undefined) return noAnswer(`connect to ${place(address)}`, limits.timeoutMs);
    return { state: 'pass', reason: `${place(address)} accepts connections` };
  } catch (error) {
    return { state: 'fail', reason: connectionProblem(error, address) };
  }
}

function openAndClose(address: Address, signal: AbortSignal): Promise<true> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: address.host, port: address.port });
    const abort = () => socket.destroy();
    signal.addEventListener('abort', abort, { once: true });
    socket.once('close', () => signal.removeEventListener('abort', abort));
    socket.on('error', reject);
    socket.once('connect', () => {
      resolve(true);
      socket.destroy();
    });
  });
}
