// Which ports a unit has, which of them can be moved to another number, and the book for its rewrites. Pure.
import type { UnitSpec } from '../../model/unit.ts';
import type { AddressBook, Folder } from './rewrite.ts';
import { rewriteArgv } from './rewrite-argv.ts';
import { type Environment, rewriteEnvironment } from './rewrite-environment.ts';
import type { Booking } from './wire.ts';

/** TCP container ports of the unit: its own list and what its peers may call. */
export function ownPorts(unit: UnitSpec): readonly number[] {
  const listed = unit.ports.filter((port) => port.protocol === 'tcp').map((port) => port.target);
  return [...new Set([...listed, ...(unit.peers[unit.service] ?? [])])];
}

export interface PortMoves {
  /** Named in the command or the environment, and so rewritten. */
  readonly moved: readonly number[];
  /** The one port that is handed over as `PORT`, which the program must honour. */
  readonly injected: number | undefined;
  /** Cannot be told to the program: it listens there whatever we do. */
  readonly fixed: readonly number[];
}

export function portMoves(unit: UnitSpec, argv: readonly string[], environment: Environment): PortMoves {
  const ports = ownPorts(unit);
  const same = Object.fromEntries(ports.map((port) => [String(port), port]));
  const trial: AddressBook = { own: same, services: trialServices(unit), folders: [] };
  const named = new Set([...rewriteArgv(argv, trial).moved, ...rewriteEnvironment(environment, trial).moved]);
  const silent = ports.filter((port) => !named.has(port));
  const moved = ports.filter((port) => named.has(port));
  if (silent.length === 1 && ports.length === 1 && environment.PORT === undefined) {
    return { moved, injected: silent[0], fixed: [] };
  }
  return { moved, injected: undefined, fixed: silent };
}

/**
 * Peers must be known in the trial too: the port of a `DB_HOST`/`DB_PORT` pair is not the unit's own. They are moved
 * to port 0, which nobody has, else `http://db:8000` would count as naming the unit's own 8000.
 */
function trialServices(unit: UnitSpec): AddressBook['services'] {
  return Object.fromEntries(
    Object.entries(unit.peers).map(([service, ports]) => [
      service,
      Object.fromEntries(ports.map((port) => [String(port), 0])),
    ]),
  );
}

/** The instance's ports: those that move as booked, the fixed ones as they are. */
export function instancePorts(moves: PortMoves, booking: Booking): Readonly<Record<string, number>> {
  const ports = { ...booking.instancePorts };
  for (const port of moves.fixed) ports[port] = port;
  return ports;
}

export function addressBook(
  unit: UnitSpec,
  booking: Pick<Booking, 'servicePorts'>,
  own: Readonly<Record<string, number>>,
  folders: readonly Folder[],
): AddressBook {
  const services: Record<string, Record<string, number>> = {};
  for (const [service, ports] of Object.entries({ ...unit.peers, [unit.service]: ownPorts(unit) })) {
    const book: Record<string, number> = {};
    for (const port of ports) {
      const loopback = booking.servicePorts[`${service}:${port}`];
      if (loopback !== undefined) book[port] = loopback;
    }
    services[service] = book;
  }
  return { own, services, folders };
}
