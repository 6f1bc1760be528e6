// The fixed host ports of a service.
import type { UnitSpec } from '../../model/unit.ts';

export interface PublishedPort {
  readonly target: number;
  readonly published: number;
  readonly host: string | undefined;
  readonly protocol: 'tcp' | 'udp';
}

export function publishedPorts(unit: UnitSpec): readonly PublishedPort[] {
  return unit.ports.flatMap(({ target, published, host, protocol }) =>
    published === undefined || published === 0 ? [] : [{ target, published, host, protocol }],
  );
}
