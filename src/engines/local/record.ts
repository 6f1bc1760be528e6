// One instance on disk: what was asked for (`Launch`) and what became of it. Secrets lie beside it, in `<instance>.env`.
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, SeaworthyError } from '../../base/errors.ts';
import { writeAtomically } from './atomic.ts';
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
import type { LocalPaths } from './paths.ts';
import type { Identity } from './proc.ts';

export const unitSchema = 'seaworthy.local-unit/1';

/** Everything that the keeper needs to start an instance, the environment apart. Addresses are those of this host. */
export interface Launch {
  readonly service: string;
  readonly instance: string;
  readonly key: string;
  readonly config: string;
  readonly release: string;
  readonly run: string;
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly user: { readonly uid: number; readonly gid: number } | undefined;
  /** Container port -> port of this instance. */
  readonly ports: Readonly<Record<string, number>>;
  readonly listeners: readonly LaunchListener[];
  readonly volumes: readonly { readonly name: string; readonly readOnly: boolean }[];
  /** Folders that go with the instance. */
  readonly scratch: readonly string[];
  readonly restart: 'no' | 'always' | 'on-failure' | 'unless-stopped';
  readonly maxRestarts: number | undefined;
  readonly oneShot: boolean;
  readonly stopSignal: string;
  readonly stopGraceMs: number;
  /** The program tells its own children; a signal to them would do harm. */
  readonly signalMainOnly: boolean;
  readonly memoryLimit: number | undefined;
  readonly cpuLimit: number | undefined;
  readonly pidsLimit: number | undefined;
}

/** A port that the front holds for the service. */
export interface LaunchListener {
  readonly target: number;
  readonly hosts: readonly string[];
  readonly port: number;
  readonly http: boolean;
  /** False for the address book's own port, which may be given anew when it is taken. */
  readonly published: boolean;
}

export interface UnitRecord {
  readonly schema: typeof unitSchema;
  readonly launch: Launch;
  /** `intent`: about to be spawned; the process, if there is one, is found by its markers. */
  readonly state: 'intent' | 'running' | 'waiting' | 'exited';
  readonly identity: Identity | undefined;
  readonly stopRequested: boolean;
  readonly restarts: number;
  readonly startedAt: string;
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
  readonly oomKilled: boolean;
  readonly memoryPeak: number | undefined;
}

export function freshRecord(launch: Launch): UnitRecord {
  return {
    schema: unitSchema,
    launch,
    state: 'intent',
    identity: undefined,
    stopRequested: false,
    restarts: 0,
    startedAt: new Date().toISOString(),
    exitCode: undefined,
    signal: undefined,
    oomKilled: false,
    memoryPeak: undefined,
  };
}

const restarts = ['no', 'always', 'on-failure', 'unless-stopped'] as const;

export function parseLaunch(value: unknown): Launch {
  const from = fieldsOf(value);
  const user = from.user === undefined || from.user === null ? undefined : fieldsOf(from, 'user');
  return {
    service: textOf(from, 'service'),
    instance: textOf(from, 'instance'),
    key: textOf(from, 'key'),
    config: textOf(from, 'config'),
    release: textOf(from, 'release'),
    run: textOf(from, 'run'),
    argv: textsOf(from, 'argv'),
    cwd: textOf(from, 'cwd'),
    user: user === undefined ? undefined : { uid: numberOf(user, 'uid'), gid: numberOf(user, 'gid') },
    ports: numberMapOf(from, 'ports'),
    listeners: listOf(from, 'listeners').map(parseListener),
    volumes: listOf(from, 'volumes').map((item) => {
      const volume = fieldsOf(item);
      return { name: textOf(volume, 'name'), readOnly: flagOf(volume, 'readOnly') };
    }),
    scratch: textsOf(from, 'scratch'),
    restart: wordOf(from, 'restart', restarts),
    maxRestarts: maybeNumber(from, 'maxRestarts'),
    oneShot: flagOf(from, 'oneShot'),
    stopSignal: textOf(from, 'stopSignal'),
    stopGraceMs: numberOf(from, 'stopGraceMs'),
    signalMainOnly: flagOf(from, 'signalMainOnly'),
    memoryLimit: maybeNumber(from, 'memoryLimit'),
    cpuLimit: maybeNumber(from, 'cpuLimit'),
    pidsLimit: maybeNumber(from, 'pidsLimit'),
  };
}

export function parseListener(value: unknown): LaunchListener {
  const from = fieldsOf(value);
  return {
    target: numberOf(from, 'target'),
    hosts: textsOf(from, 'hosts'),
    port: numberOf(from, 'port'),
    http: flagOf(from, 'http'),
    published: flagOf(from, 'published'),
  };
}

export function parseRecord(value: unknown): UnitRecord {
  const from = fieldsOf(value);
  return {
    schema: wordOf(from, 'schema', [unitSchema]),
    launch: parseLaunch(from.launch),
    state: wordOf(from, 'state', ['intent', 'running', 'waiting', 'exited']),
    identity: from.identity === undefined ? undefined : parseIdentity(fieldsOf(from, 'identity')),
    stopRequested: flagOf(from, 'stopRequested'),
    restarts: numberOf(from, 'restarts'),
    startedAt: textOf(from, 'startedAt'),
    exitCode: maybeNumber(from, 'exitCode'),
    signal: maybeText(from, 'signal'),
    oomKilled: flagOf(from, 'oomKilled'),
    memoryPeak: maybeNumber(from, 'memoryPeak'),
  };
}

function parseIdentity(from: Fields): Identity {
  return {
    bootId: textOf(from, 'bootId'),
    pid: numberOf(from, 'pid'),
    startTime: numberOf(from, 'startTime'),
  };
}

/** A record that cannot be read: torn, or of another version. `foreign` says that it is whole but not of ours. */
export interface BrokenRecord {
  readonly instance: string;
  readonly reason: string;
  readonly foreign: boolean;
}

export interface Records {
  readonly records: readonly UnitRecord[];
  readonly broken: readonly BrokenRecord[];
}

/** `known`: instances that need not be read again. */
export function readRecords(paths: LocalPaths, known: ReadonlySet<string> = new Set()): Records {
  const records: UnitRecord[] = [];
  const broken: BrokenRecord[] = [];
  for (const name of listFolder(paths.units)) {
    if (!name.endsWith('.json')) continue;
    const instance = name.slice(0, -'.json'.length);
    if (known.has(instance)) continue;
    let value: unknown;
    try {
      value = JSON.parse(readFileSync(join(paths.units, name), 'utf8'));
      records.push(parseRecord(value));
    } catch (error) {
      broken.push({ instance, reason: messageOf(error), foreign: isFields(value) });
    }
  }
  return { records, broken };
}

export function writeRecord(paths: LocalPaths, record: UnitRecord): void {
  writeAtomically(join(paths.units, `${record.launch.instance}.json`), JSON.stringify(record));
}

export function writeEnvironment(
  paths: LocalPaths,
  instance: string,
  environment: Readonly<Record<string, string>>,
): void {
  writeAtomically(join(paths.units, `${instance}.env`), JSON.stringify({ environment }));
}

export function readEnvironmentFile(
  paths: LocalPaths,
  instance: string,
): Readonly<Record<string, string>> | undefined {
  try {
    return textMapOf(
      fieldsOf(JSON.parse(readFileSync(join(paths.units, `${instance}.env`), 'utf8'))),
      'environment',
    );
  } catch {
    return undefined;
  }
}

export function deleteRecord(paths: LocalPaths, instance: string): void {
  for (const suffix of ['json', 'env']) rmSync(join(paths.units, `${instance}.${suffix}`), { force: true });
}

export function refuseForeign(broken: readonly BrokenRecord[]): void {
  const foreign = broken.find((record) => record.foreign);
  if (foreign === undefined) return;
  throw new SeaworthyError('STATE_VERSION', `The record of ${foreign.instance} is not one of this version`, {
    hint: 'Use the version of seaworthy that wrote it; `seaworthy status` still reads the others.',
    detail: [foreign.reason],
  });
}

export function listFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
