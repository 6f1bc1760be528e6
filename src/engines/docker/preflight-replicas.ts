// Several instances of one service side by side: what they cannot all have.
import { listAt, numberAt, textAt } from '../../base/json.ts';
import { dataStoreOf } from '../../model/data-store.ts';
import { replicasWanted, type UnitSpec, type Wanted } from '../../model/unit.ts';
import type { Obstacle } from '../engine.ts';
import { fixedName } from './names.ts';
import { networksOf } from './networks.ts';
import { publishedPorts } from './published.ts';

/** Before anything is touched: a second instance would be refused by the engine, or fight with the first. */
export function replicaObstacles(stack: string, wanted: readonly Wanted[]): readonly Obstacle[] {
  return wanted.flatMap((one) => {
    const { unit } = one;
    const replicas = replicasWanted(one);
    if (replicas < 2) return [];
    const asks = `${unit.service} asks for ${replicas} instances`;
    return [...onlyOnce(stack, unit), ...tooFewPorts(unit, replicas), ...sharedData(unit)].map(
      ([why, hint]): Obstacle => ({ service: unit.service, message: `${asks}, and ${why}`, hint }),
    );
  });
}

type Reason = readonly [why: string, hint: string];

function onlyOnce(stack: string, unit: UnitSpec): readonly Reason[] {
  const { service } = unit;
  const name = fixedName(unit);
  const mode = textAt(unit.container?.keys, 'network_mode');
  const [port] = unit.container?.heldPorts === true ? [] : publishedPorts(unit);
  const found: Reason[] = [];
  if (name !== undefined)
    found.push([`its container_name ${name} is given once`, 'Take container_name out, or ask for one.']);
  if (port !== undefined)
    found.push([
      `each would publish port ${port.published} of the host`,
      `Publish a range of ports, or none; or let the front hold the port (services.${service}.replace: start-first in seaworthy.yaml).`,
    ]);
  if (mode === 'host' && unit.ports.length > 0)
    found.push(["each would listen on the host's own ports", 'Take network_mode out, or ask for one.']);
  const fixed = networksOf(stack, unit).find(
    ({ use }) => textAt(use, 'ipv4_address') !== undefined || textAt(use, 'mac_address') !== undefined,
  );
  if (fixed !== undefined || textAt(unit.container?.keys, 'mac_address') !== undefined)
    found.push(['its address is fixed', 'Take the address out, or ask for one.']);
  return found;
}

function tooFewPorts(unit: UnitSpec, replicas: number): readonly Reason[] {
  const range = rangesOf(unit).find(({ size }) => size < replicas);
  return range === undefined
    ? []
    : [[`the ports ${range.text} of the host are ${range.size}`, 'Publish a wider range, or ask for fewer.']];
}

/** Each of a range is published by one container, which the engine chooses. */
export function rangesOf(unit: UnitSpec): readonly { readonly text: string; readonly size: number }[] {
  return listAt(unit.container?.keys, 'ports').flatMap((port) => {
    const text = textAt(port, 'published') ?? '';
    const [low, high] = text.split('-').map(Number);
    const isRange =
      low !== undefined && high !== undefined && high > low && numberAt(port, 'target') !== undefined;
    return isRange ? [{ text, size: high - low + 1 }] : [];
  });
}

function sharedData(unit: UnitSpec): readonly Reason[] {
  const store = dataStoreOf(unit.image);
  const volume = unit.mounts.find(({ kind, readOnly }) => kind === 'volume' && !readOnly);
  if (store === undefined || volume === undefined) return [];
  const where = volume.source ?? volume.target;
  return [
    [
      `they would all write the data of ${store.name} in the volume ${where}`,
      'Ask for one; members that replicate are services of their own, each with its volume.',
    ],
  ];
}
