// One deployer at a time. The lock is a listening socket: it dies with its holder, and late-comers ask through it.

import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { type Clock, systemClock } from '../base/clock.ts';
import { SeaworthyError } from '../base/errors.ts';
import { isObject } from '../base/json.ts';
import { makeFolder, parseJson, readText, writeAtomic, writeJson } from './files.ts';
import {
  type Asked,
  ask,
  defaultSocketKind,
  type HolderReport,
  lockPath,
  type SocketKind,
  serve,
  tryListen,
  tryListenAtFile,
} from './lock-socket.ts';
import { isNumber, isText, optional, shape } from './shape.ts';

export type { HolderReport } from './lock-socket.ts';

export interface HeldBy {
  readonly heldBy: HolderReport;
  /** False: the holder is stopped or stuck, and the report is what it last wrote down. */
  readonly answers: boolean;
}

export interface Lock {
  /** Grows with every holder; journaled, so that a deployer that was frozen can tell that it was overtaken. */
  readonly token: number;
  /** False once another deployer has had the lock after this one. */
  isCurrent(): boolean;
  /** Writes the report down for those who ask while this process cannot answer. */
  publish(): void;
  release(): Promise<void>;
}

export interface LockOptions {
  /** Called when `cancel` asks through the socket. */
  readonly onCancel?: () => void;
  readonly clock?: Clock;
  readonly socket?: SocketKind;
}

const answerMs = 1000;
const retryMs = 25;
const retries = 40;

/** Takes the lock of a state folder, or says who has it. */
export async function acquireLock(
  folder: string,
  holder: () => HolderReport,
  options: LockOptions = {},
): Promise<Lock | HeldBy> {
  makeFolder(folder);
  const clock = options.clock ?? systemClock;
  const kind = options.socket ?? defaultSocketKind;
  const path = lockPath(folder, kind);
  let overDead = false;
  for (let attempt = 0; attempt < retries; attempt++) {
    const won = await tryToWin(folder, path, kind, holder, options, overDead);
    if (won !== undefined) return won;
    const asked = await ask(path, undefined, 1, answerMs, clock);
    if (asked.outcome === 'answered' || asked.outcome === 'silent') return heldBy(folder, asked);
    // The holder died in between. A socket file stays behind; an abstract name does not.
    overDead = kind === 'file' && asked.outcome === 'gone';
    if (!overDead) await clock.sleep(retryMs);
  }
  throw new SeaworthyError('LOCKED', `the lock of ${folder} is neither free nor held by anyone who answers`, {
    hint: 'Try again; `seaworthy doctor` shows what listens on its socket.',
  });
}

async function tryToWin(
  folder: string,
  path: string,
  kind: SocketKind,
  holder: () => HolderReport,
  options: LockOptions,
  overDead: boolean,
): Promise<Lock | undefined> {
  const open = new Set<Socket>();
  const key = randomBytes(16).toString('hex');
  let win = (): void => undefined;
  const won = new Promise<void>((resolve) => {
    win = resolve;
  });
  const server = createServer((socket) => serve(socket, open, { holder, key, won, ...options }));
  // The lock alone must not keep a finished deployer alive.
  server.unref();
  const listens = kind === 'file' ? tryListenAtFile(server, path, overDead) : tryListen(server, path);
  if (!(await listens)) return undefined;
  try {
    if (kind !== 'file' || (await isStillOurs(path, key, options.clock ?? systemClock))) {
      const lock = new SocketLock(folder, kind === 'file' ? path : undefined, server, open, holder, key);
      win();
      return lock;
    }
  } catch (error) {
    // A lock whose token cannot be written is given back, else this process would hold it unknowingly.
    closeServer(server, open);
    throw error;
  }
  closeServer(server, open);
  return undefined;
}

/** Those who wait for an answer see the end of the connection, and ask again. */
function closeServer(server: Server, open: ReadonlySet<Socket>, closed: () => void = () => undefined): void {
  server.close(() => closed());
  for (const socket of open) socket.destroy();
}

/** Who holds the lock of a state folder now; undefined: nobody. */
export async function lockHolder(folder: string, options: LockOptions = {}): Promise<HeldBy | undefined> {
  const path = pathIfThere(folder, options);
  if (path === undefined) return undefined;
  const asked = await ask(path, undefined, 1, answerMs, options.clock ?? systemClock);
  return isNobody(asked) ? undefined : heldBy(folder, asked);
}

/** Asks the holder to stop its run. Undefined: nobody holds the lock. */
export async function requestCancel(
  folder: string,
  options: LockOptions = {},
): Promise<(HeldBy & { readonly accepted: boolean }) | undefined> {
  const path = pathIfThere(folder, options);
  if (path === undefined) return undefined;
  const request = { cancel: true, key: noteOf(folder)?.key };
  const asked = await ask(path, request, 2, answerMs, options.clock ?? systemClock);
  if (isNobody(asked)) return undefined;
  const reply = asked.lines[1];
  return { ...heldBy(folder, asked), accepted: isObject(reply) && reply.cancelled === true };
}

function isNobody({ outcome }: Asked): boolean {
  return outcome === 'gone' || outcome === 'left';
}

function pathIfThere(folder: string, options: LockOptions): string | undefined {
  // Without a folder there is no real path, and nobody can hold it.
  return readText(join(folder, 'lock-token')) === undefined
    ? undefined
    : lockPath(folder, options.socket ?? defaultSocketKind);
}

const reportShape = shape<HolderReport>({
  run: optional(isText),
  step: optional(isText),
  since: isText,
  pid: isNumber,
  command: isText,
});
const noteShape = shape<{ key: string; report: HolderReport }>({ key: isText, report: reportShape.is });

function noteOf(folder: string) {
  const note = parseJson(readText(join(folder, 'lock-holder.json')) ?? '');
  return noteShape.is(note) ? note : undefined;
}

function heldBy(folder: string, asked: Asked): HeldBy {
  const said = asked.lines[0];
  if (reportShape.is(said)) return { heldBy: said, answers: true };
  const known = noteOf(folder)?.report;
  const nobody = { run: undefined, step: undefined, since: '', pid: 0, command: 'unknown' };
  return { heldBy: known ?? nobody, answers: false };
}

/** Two that found a dead socket file may each put theirs in its place: the second one's stays. */
async function isStillOurs(path: string, key: string, clock: Clock): Promise<boolean> {
  await clock.sleep(2 * retryMs);
  const asked = await ask(path, { who: true, key }, 1, answerMs, clock);
  const reply = asked.lines[0];
  return isObject(reply) && reply.key === key;
}

class SocketLock implements Lock {
  readonly token: number;
  readonly #folder: string;
  readonly #file: string | undefined;
  readonly #server: Server;
  readonly #open: ReadonlySet<Socket>;
  readonly #holder: () => HolderReport;
  readonly #key: string;

  constructor(
    folder: string,
    file: string | undefined,
    server: Server,
    open: ReadonlySet<Socket>,
    holder: () => HolderReport,
    key: string,
  ) {
    this.#folder = folder;
    this.#file = file;
    this.#server = server;
    this.#open = open;
    this.#holder = holder;
    this.#key = key;
    this.token = readToken(folder) + 1;
    writeAtomic(join(folder, 'lock-token'), `${this.token}\n`);
    this.publish();
  }

  isCurrent(): boolean {
    return this.#server.listening && readToken(this.#folder) === this.token;
  }

  publish(): void {
    writeJson(join(this.#folder, 'lock-holder.json'), { key: this.#key, report: this.#holder() });
  }

  release(): Promise<void> {
    if (this.isCurrent()) {
      rmSync(join(this.#folder, 'lock-holder.json'), { force: true });
      if (this.#file !== undefined) rmSync(this.#file, { force: true });
    }
    return new Promise((resolve) => closeServer(this.#server, this.#open, resolve));
  }
}

function readToken(folder: string): number {
  return Number.parseInt(readText(join(folder, 'lock-token')) ?? '0', 10) || 0;
}
