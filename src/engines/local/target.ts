// Where the front sends a service's requests, as it crosses the wire and lies on the disk.
import type { Target } from '../front/front.ts';
import { type Fields, fieldsOf, isFields, numberOf, textOf } from './fields.ts';

/** `target` of a mapping; undefined when it leads nowhere. */
export function parseTarget({ target }: Fields): Target | undefined {
  return isFields(target) ? targetOf(target) : undefined;
}

/** `beside` of a mapping: others that take their share; none where it says nothing. */
export function parseBeside({ beside }: Fields): readonly Target[] {
  return Array.isArray(beside) ? beside.filter(isFields).map(targetOf) : [];
}

function targetOf(target: Fields): Target {
  const ports = fieldsOf(target, 'ports');
  const addresses = Object.keys(ports).map((port) => {
    const address = fieldsOf(ports, port);
    return [port, { host: textOf(address, 'host'), port: numberOf(address, 'port') }] as const;
  });
  return { instance: textOf(target, 'instance'), ports: Object.fromEntries(addresses) };
}
