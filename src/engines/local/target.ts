// Where the front sends a service's requests, as it crosses the wire and lies on the disk.
import type { Target } from '../front/front.ts';
import { type Fields, fieldsOf, isFields, numberOf, textOf } from './fields.ts';

/** `target` of a mapping; undefined when it leads nowhere. */
export function parseTarget(from: Fields): Target | undefined {
  const { target } = from;
  if (!isFields(target)) return undefined;
  const ports = fieldsOf(target, 'ports');
  const addresses = Object.keys(ports).map((port) => {
    const address = fieldsOf(ports, port);
    return [port, { host: textOf(address, 'host'), port: numberOf(address, 'port') }] as const;
  });
  return { instance: textOf(target, 'instance'), ports: Object.fromEntries(addresses) };
}
