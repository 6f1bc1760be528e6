// Opens what the front must hold for a service: its port of the address book and its published ports.
import { SeaworthyError, systemCode } from '../../../base/errors.ts';
import type { Front, Listener } from '../../front/front.ts';
import type { Launch, LaunchListener } from '../record.ts';
import type { PortBook } from './port-book.ts';

export async function openListeners(front: Front, ports: PortBook, launch: Launch): Promise<void> {
  for (const listener of launch.listeners) {
    if (listener.published) await openPublished(front, launch.service, listener);
    else await openServicePort(front, ports, launch.service, listener);
  }
}

/** @throws SeaworthyError ENGINE_REFUSED when the first of its addresses is taken. */
export async function openPublished(front: Front, service: string, listener: LaunchListener): Promise<void> {
  for (const [at, host] of listener.hosts.entries()) {
    try {
      await front.listen(toListener(service, listener, host, listener.port));
    } catch (error) {
      // Only the first address is promised: a host without IPv6 has no ::1.
      if (at > 0 && systemCode(error) !== 'EADDRINUSE') continue;
      throw new SeaworthyError(
        'ENGINE_REFUSED',
        `${service} cannot publish port ${listener.port} on ${host}`,
        {
          hint: 'Free the port, or publish another one.',
          cause: error,
          detail: [systemCode(error) ?? String(error)],
        },
      );
    }
  }
}

async function openServicePort(
  front: Front,
  ports: PortBook,
  service: string,
  listener: LaunchListener,
): Promise<void> {
  const port = ports.servicePort(service, listener.target) ?? listener.port;
  try {
    await front.listen(toListener(service, listener, '127.0.0.1', port));
  } catch (error) {
    if (systemCode(error) !== 'EADDRINUSE') throw error;
    const moved = await ports.moveService(service, listener.target);
    await front.listen(toListener(service, listener, '127.0.0.1', moved));
  }
}

function toListener(service: string, listener: LaunchListener, host: string, port: number): Listener {
  return { service, target: listener.target, host, port, http: listener.http };
}
