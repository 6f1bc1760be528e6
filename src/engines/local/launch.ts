// From the unit as the plan has it to the process as this host starts it.
import { rmSync } from 'node:fs';
import { BugError, SeaworthyError } from '../../base/errors.ts';
import type { UnitPort, UnitSpec, UnitValue } from '../../model/unit.ts';
import { addressBook, instancePorts, ownPorts, type PortMoves, portMoves } from './address-book.ts';
import { hostCommand, mapWord, mountedFolders } from './command.ts';
import { linkMounts } from './kept-mounts.ts';
import { type LocalPaths, marker } from './paths.ts';
import type { Launch, LaunchListener } from './record.ts';
import type { AddressBook } from './rewrite.ts';
import { rewriteArgv } from './rewrite-argv.ts';
import { type Environment, rewriteEnvironment } from './rewrite-environment.ts';
import type { Prepared } from './substitutes/substitute.ts';
import { substituteOf } from './substitutes/table.ts';
import { makeMountFolders, mountPlace, namedVolumes, workFolder } from './volumes.ts';
import type { Booking } from './wire.ts';

export type Secrets = (ref: string) => string | undefined;

export interface LaunchIdentity {
  readonly instance: string;
  readonly key: string;
  readonly config: string;
  readonly release: string;
  readonly run: string;
}

export interface LaunchPlan {
  readonly unit: UnitSpec;
  readonly identity: LaunchIdentity;
  readonly paths: LocalPaths;
  readonly secrets: Secrets;
  readonly signal: AbortSignal;
}

/** Values with their secrets put in; they leave this process only over the keeper's socket. */
export function reveal(unit: UnitSpec, secrets: Secrets): Environment {
  const revealed = (name: string, value: UnitValue): string => {
    if (typeof value === 'string') return value;
    const secret = secrets(value.secret);
    if (secret !== undefined) return secret;
    throw new SeaworthyError('PREFLIGHT', `The secret ${name} of ${unit.service} has no value`, {
      hint: 'Set it where the compose file reads it, then plan again.',
    });
  };
  return Object.fromEntries(
    Object.entries(unit.environment).map(([name, value]) => [name, revealed(name, value)]),
  );
}

/** What is known of the ports without the secrets' values: a secret does not name one of the unit's own. */
export function plannedMoves(unit: UnitSpec): PortMoves {
  if (substituteOf(unit) !== undefined) return { moved: ownPorts(unit), injected: undefined, fixed: [] };
  const plain = Object.entries(unit.environment).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as const] : [],
  );
  return portMoves(unit, hostCommand(unit)?.argv ?? [], Object.fromEntries(plain));
}

export async function buildLaunch(
  plan: LaunchPlan,
  booking: Booking,
): Promise<{ readonly launch: Launch; readonly environment: Environment }> {
  const { unit, identity, paths } = plan;
  const moves = plannedMoves(unit);
  const ports = instancePorts(moves, booking);
  const book = bookOf(plan, booking, ports);
  if (substituteOf(unit) === undefined) {
    makeMountFolders(paths, identity.instance, unit);
    linkMounts(unit, (mount) => mountPlace(paths, identity.instance, mount));
  }
  const { environment } = rewriteEnvironment(reveal(unit, plan.secrets), book);
  const markers = markersOf(paths, identity);
  const prepared = await prepareSubstitute(plan, ports, environment, markers);
  const command = prepared ?? plainCommand(unit, book);
  const injected = moves.injected === undefined ? {} : { PORT: String(ports[moves.injected]) };
  const launch: Launch = {
    service: unit.service,
    ...identity,
    argv: command.argv,
    cwd: command.cwd,
    user: prepared?.user,
    ports,
    listeners: listenersOf(unit, booking),
    volumes: namedVolumes(unit),
    scratch: [workFolder(paths, identity.instance), ...(prepared?.scratch ?? [])],
    restart: unit.restart,
    maxRestarts: unit.maxRestarts,
    oneShot: unit.oneShot,
    stopSignal: prepared?.stopSignal ?? unit.stopSignal ?? 'SIGTERM',
    stopGraceMs: unit.stopGraceMs,
    signalMainOnly: prepared !== undefined,
    memoryLimit: unit.memoryLimit,
    cpuLimit: unit.cpuLimit,
    pidsLimit: unit.pidsLimit,
  };
  return {
    launch,
    environment: { ...hostEnvironment(), ...environment, ...injected, ...prepared?.environment, ...markers },
  };
}

function bookOf(plan: LaunchPlan, booking: Booking, ports: Readonly<Record<string, number>>): AddressBook {
  const place = (mount: UnitSpec['mounts'][number]) => mountPlace(plan.paths, plan.identity.instance, mount);
  return addressBook(plan.unit, booking, ports, mountedFolders(plan.unit, place));
}

async function prepareSubstitute(
  plan: LaunchPlan,
  ports: Readonly<Record<string, number>>,
  environment: Environment,
  markers: Environment,
): Promise<Prepared | undefined> {
  const { unit, identity, paths, signal } = plan;
  const substitute = substituteOf(unit);
  if (substitute === undefined) return undefined;
  const program = await substitute.find(unit);
  if (program === undefined) {
    throw new SeaworthyError('PREFLIGHT', `${unit.service} needs ${substitute.program}, which is not here`);
  }
  const port = ports[substitute.port];
  if (port === undefined) throw new BugError(`${unit.service} was booked without port ${substitute.port}`);
  const { instance } = identity;
  return await substitute.prepare(program, { unit, instance, environment, paths, port, markers, signal });
}

function plainCommand(
  unit: UnitSpec,
  book: AddressBook,
): { readonly argv: readonly string[]; readonly cwd: string } {
  const command = hostCommand(unit);
  if (command === undefined) {
    throw new SeaworthyError('PREFLIGHT', `${unit.service} cannot run locally: nothing says what to run`, {
      hint: `Give services.${unit.service}.local.command in seaworthy.yaml.`,
    });
  }
  return { argv: rewriteArgv(command.argv, book).argv, cwd: command.cwd };
}

/** The words of a check that runs beside the instance: same addresses, same folders. */
export function checkArgv(
  unit: UnitSpec,
  argv: readonly string[],
  own: Readonly<Record<string, number>>,
  servicePorts: Readonly<Record<string, number>>,
  paths: LocalPaths,
  instance: string,
): readonly string[] {
  const place = (mount: UnitSpec['mounts'][number]) => mountPlace(paths, instance, mount);
  const book = addressBook(unit, { servicePorts }, own, mountedFolders(unit, place));
  const rewritten = rewriteArgv(argv, book).argv;
  return rewritten.map((word) => mapWord(unit, word));
}

function listenersOf(unit: UnitSpec, booking: Booking): readonly LaunchListener[] {
  const listeners: LaunchListener[] = [];
  for (const target of bookedPorts(unit)) {
    const http = unit.ports.some((port) => port.target === target && port.http);
    const port = booking.servicePorts[`${unit.service}:${target}`];
    if (port !== undefined) listeners.push({ target, hosts: ['127.0.0.1'], port, http, published: false });
  }
  for (const port of publishedPorts(unit)) {
    const { target, http } = port;
    listeners.push({ target, hosts: hostsOf(port), port: port.published, http, published: true });
  }
  return listeners;
}

/** The ports that are booked: a substitute needs its own even when nobody lists it. */
export function bookedPorts(unit: UnitSpec): readonly number[] {
  const substitute = substituteOf(unit);
  return [...new Set([...ownPorts(unit), ...(substitute === undefined ? [] : [substitute.port])])];
}

export function publishedPorts(unit: UnitSpec): readonly (UnitPort & { readonly published: number })[] {
  return unit.ports.flatMap((port) => {
    const { published } = port;
    return published === undefined || port.protocol !== 'tcp' ? [] : [{ ...port, published }];
  });
}

/** Loopback unless the file names an address: a laptop's network is not the place for a half-proved stack. */
export function hostsOf(port: Pick<UnitPort, 'host'>): readonly string[] {
  return port.host === undefined || port.host === ''
    ? ['127.0.0.1', '::1']
    : [port.host.replace(/^\[|\]$/g, '')];
}

function markersOf(paths: LocalPaths, identity: LaunchIdentity): Environment {
  return {
    [marker.stack]: paths.stackId,
    [marker.instance]: identity.instance,
    [marker.key]: identity.key,
  };
}

/** What a program needs of its surroundings, and nothing of ours: our own environment may hold secrets. */
export function hostEnvironment(): Environment {
  const names = ['PATH', 'HOME', 'LANG', 'TZ'];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value] as const];
    }),
  );
}

export function removeWork(paths: LocalPaths): void {
  rmSync(paths.work, { recursive: true, force: true });
}
