// What a service shares with the containers of others: `network_mode: service:db`, `pid`, `ipc`, `volumes_from`.
import { SeaworthyError } from '../../base/errors.ts';
import { listAt, textAt } from '../../base/json.ts';
import type { UnitSpec } from '../../model/unit.ts';
import { type Docker, idOf } from './objects.ts';
import { isRouted, stateOf } from './observe.ts';
import { instancesOf } from './route.ts';

/** Fields of the `HostConfig` that name containers. @throws SeaworthyError ENGINE_REFUSED when there is none yet. */
export async function sharedWith(
  docker: Docker,
  unit: UnitSpec,
  signal: AbortSignal,
): Promise<Readonly<Record<string, unknown>>> {
  const keys = unit.container?.keys;
  const shared: Record<string, unknown> = {};
  for (const [key, field] of [
    ['network_mode', 'NetworkMode'],
    ['pid', 'PidMode'],
    ['ipc', 'IpcMode'],
  ] as const) {
    const [kind, name = ''] = (textAt(keys, key) ?? '').split(':');
    if (kind === 'service') shared[field] = `container:${await containerOf(docker, unit, name, signal)}`;
  }
  const from = listAt(keys, 'volumes_from').map(String);
  if (from.length === 0) return shared;
  const sources = from.map(async (text) => {
    const [first = '', second = '', third] = text.split(':');
    if (first === 'container') return third === undefined ? second : `${second}:${third}`;
    const id = await containerOf(docker, unit, first, signal);
    return second === '' ? id : `${id}:${second}`;
  });
  return { ...shared, VolumesFrom: await Promise.all(sources) };
}

async function containerOf(
  docker: Docker,
  unit: UnitSpec,
  service: string,
  signal: AbortSignal,
): Promise<string> {
  const all = await instancesOf(docker, service, signal);
  const running = all.filter((one) => stateOf(one) === 'running');
  const found = running.find(isRouted) ?? running[0] ?? all[0];
  if (found !== undefined) return idOf(found);
  throw new SeaworthyError(
    'ENGINE_REFUSED',
    `${unit.service} shares with ${service}, which has no container`,
    {
      hint: `Let ${unit.service} depend on ${service}.`,
    },
  );
}
