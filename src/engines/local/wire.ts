// What the deployer and the keeper say to each other: one JSON line each way, matched by id.
import { type ErrorCode, errorCodes, SeaworthyError } from '../../base/errors.ts';
import type { Observed } from '../../model/unit.ts';
import type { Target } from '../front/front.ts';
import {
  type Fields,
  fieldsOf,
  flagOf,
  isFields,
  listOf,
  maybeNumber,
  maybeText,
  numberMapOf,
  numberOf,
  textMapOf,
  textOf,
  textsOf,
  wordOf,
} from './fields.ts';
import { type Launch, type LaunchListener, parseLaunch, parseListener } from './record.ts';
import { parseBeside, parseTarget } from './target.ts';

/** Raised when either side would misread the other. */
export const protocol = 1;

/** Ports for an instance that is about to be started. */
export interface BookRequest {
  readonly instance: string;
  readonly key: string;
  readonly service: string;
  /** Its own container ports. */
  readonly ports: readonly number[];
  readonly peers: Readonly<Record<string, readonly number[]>>;
}

export interface Booking {
  /** It was started with this key before. */
  readonly started: boolean;
  /** `service:port` -> loopback port of the front. */
  readonly servicePorts: Readonly<Record<string, number>>;
  /** Container port -> port of the instance. */
  readonly instancePorts: Readonly<Record<string, number>>;
}

export type Request =
  | { readonly op: 'hello' }
  | ({ readonly op: 'book' } & BookRequest)
  | { readonly op: 'start'; readonly launch: Launch; readonly environment: Readonly<Record<string, string>> }
  /** `beside`: others of the service that serve with it. The answer: how many serve now. */
  | {
      readonly op: 'route';
      readonly service: string;
      readonly instance: string | null;
      readonly beside?: readonly string[] | undefined;
    }
  | { readonly op: 'drain'; readonly service: string; readonly instance: string; readonly drainMs: number }
  | {
      readonly op: 'stop';
      readonly instance: string;
      /** Empty: the one that it was started with; a keeper that does not know of this sends SIGTERM. */
      readonly signal: string;
      readonly graceMs: number;
    }
  /** `leaves`: no other instance of the service follows, so that its ports are given up at once. */
  | { readonly op: 'remove'; readonly instance: string; readonly leaves: boolean }
  | { readonly op: 'observe'; readonly service: string | undefined }
  | { readonly op: 'sample'; readonly instance: string }
  /** The front holds these published ports of a service that another engine runs; none: it lets go of them. */
  | { readonly op: 'hold'; readonly service: string; readonly listeners: readonly LaunchListener[] }
  /** What comes in on them goes there. The answer: how many take it. */
  | {
      readonly op: 'point';
      readonly service: string;
      readonly target: Target | undefined;
      readonly beside?: readonly Target[] | undefined;
    }
  | { readonly op: 'held' }
  | { readonly op: 'counts' }
  | { readonly op: 'teardown' };

const ops = [
  'hello',
  'book',
  'start',
  'route',
  'drain',
  'stop',
  'remove',
  'observe',
  'sample',
  'hold',
  'point',
  'held',
  'counts',
  'teardown',
] as const;

/**
 * A keeper outlives the program that started it, and an older one knows of one instance a service only: it sends all
 * requests there and answers nothing.
 *
 * @throws SeaworthyError ENGINE_REFUSED
 */
export function refuseFewer(answer: unknown, service: string, wanted: number): void {
  if (wanted < 2 || answer === wanted) return;
  throw new SeaworthyError(
    'ENGINE_REFUSED',
    `the keeper of this stack sends ${service} to one instance only`,
    {
      hint: 'An older version started it: seaworthy down, then up, starts a new one.',
    },
  );
}

/** Names become file names and control group names. */
const safeName = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

export function parseRequest(from: Fields): Request {
  const op = wordOf(from, 'op', ops);
  switch (op) {
    case 'observe':
      return { op, service: maybeText(from, 'service') };
    case 'hold':
      return {
        op,
        service: textOf(from, 'service'),
        listeners: listOf(from, 'listeners').map(parseListener),
      };
    case 'point':
      return { op, service: textOf(from, 'service'), target: parseTarget(from), beside: parseBeside(from) };
    case 'hello':
    case 'held':
    case 'counts':
    case 'teardown':
      return { op };
    case 'book':
      return { op, ...parseBook(from) };
    case 'start': {
      const launch = parseLaunch(from.launch);
      nameOf({ instance: launch.instance });
      return { op, launch, environment: textMapOf(from, 'environment') };
    }
    case 'route':
      return {
        op,
        service: textOf(from, 'service'),
        instance: maybeText(from, 'instance') ?? null,
        ...(from.beside === undefined ? {} : { beside: textsOf(from, 'beside') }),
      };
    case 'drain':
      return {
        op,
        service: textOf(from, 'service'),
        instance: nameOf(from),
        drainMs: numberOf(from, 'drainMs'),
      };
    case 'stop':
      return {
        op,
        instance: nameOf(from),
        signal: textOf(from, 'signal'),
        graceMs: numberOf(from, 'graceMs'),
      };
    case 'remove':
      return { op, instance: nameOf(from), leaves: flagOf(from, 'leaves') };
    case 'sample':
      return { op, instance: nameOf(from) };
  }
}

function parseBook(from: Fields): BookRequest {
  const peers = fieldsOf(from, 'peers');
  const peerPorts = Object.keys(peers).map((name) => [name, portsOf(peers, name)] as const);
  return {
    instance: nameOf(from),
    key: textOf(from, 'key'),
    service: textOf(from, 'service'),
    ports: portsOf(from, 'ports'),
    peers: Object.fromEntries(peerPorts),
  };
}

function nameOf(from: Fields): string {
  const name = textOf(from, 'instance');
  if (!safeName.test(name)) throw new SeaworthyError('ENGINE_REFUSED', `"${name}" cannot name an instance`);
  return name;
}

function portsOf(from: Fields, key: string): readonly number[] {
  return listOf(from, key).filter((port): port is number => typeof port === 'number');
}

export function parseBooking(value: unknown): Booking {
  const from = fieldsOf(value);
  return {
    started: flagOf(from, 'started'),
    servicePorts: numberMapOf(from, 'servicePorts'),
    instancePorts: numberMapOf(from, 'instancePorts'),
  };
}

export function parseObserved(value: unknown): Observed {
  const from = fieldsOf(value);
  const ports = fieldsOf(from, 'ports');
  const addresses = Object.keys(ports).map((target) => {
    const address = fieldsOf(ports, target);
    return [target, { host: textOf(address, 'host'), port: numberOf(address, 'port') }] as const;
  });
  return {
    service: textOf(from, 'service'),
    instance: textOf(from, 'instance'),
    key: textOf(from, 'key'),
    config: textOf(from, 'config'),
    release: textOf(from, 'release'),
    run: textOf(from, 'run'),
    state: wordOf(from, 'state', ['starting', 'running', 'restarting', 'exited']),
    exitCode: maybeNumber(from, 'exitCode'),
    signal: maybeText(from, 'signal'),
    oomKilled: flagOf(from, 'oomKilled'),
    restarts: numberOf(from, 'restarts'),
    startedAt: textOf(from, 'startedAt'),
    routed: flagOf(from, 'routed'),
    inFlight: numberOf(from, 'inFlight'),
    ports: Object.fromEntries(addresses),
    memory: maybeNumber(from, 'memory'),
    memoryPeak: maybeNumber(from, 'memoryPeak'),
    cpuSeconds: maybeNumber(from, 'cpuSeconds'),
    pid: maybeNumber(from, 'pid'),
    lastLogMs: maybeNumber(from, 'lastLogMs'),
    volumes: textsOf(from, 'volumes'),
    oneShot: flagOf(from, 'oneShot'),
  };
}

export interface WireError {
  readonly code: ErrorCode;
  readonly message: string;
  readonly hint: string | undefined;
  readonly detail: readonly string[];
}

export function toWireError(error: unknown): WireError {
  if (error instanceof SeaworthyError) {
    return { code: error.code, message: error.message, hint: error.hint, detail: error.detail };
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    code: 'ENGINE_REFUSED',
    message: `the keeper failed: ${String(error)}`,
    hint: undefined,
    detail: [text],
  };
}

export function fromWireError(value: unknown): SeaworthyError {
  const from = isFields(value) ? value : {};
  const code = isErrorCode(from.code) ? from.code : 'ENGINE_REFUSED';
  const hint = typeof from.hint === 'string' ? { hint: from.hint } : {};
  const detail = Array.isArray(from.detail) ? { detail: from.detail.map(String) } : {};
  return new SeaworthyError(code, String(from.message), { ...hint, ...detail });
}

function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && value in errorCodes;
}
