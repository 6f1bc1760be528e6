// A door to the real API server that misbehaves as told: the server behind it is the shared cluster's.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Agent, request } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { type Fault as CallFault, passOn, type Where } from '../docker/support/fault.ts';

export type Fault =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>> }
  /** The connection ends without an answer, or after so many bytes of it. */
  | { readonly cutAfter: number };

export interface Door {
  readonly url: string;
  /** What came in: `GET /api/v1/pods`. */
  readonly seen: readonly string[];
  /** What of it went wrong on purpose. */
  readonly struck: readonly string[];
  /** The next requests are answered so, one each. */
  next(...faults: readonly Fault[]): void;
  /** Calls that the pattern fits go wrong from now on. The first rule that fits holds. */
  inject(where: Where, fault: CallFault): void;
  /** Each n-th call goes wrong, the faults in turn; a failed call that is sent again is a call, too. */
  storm(every: number, ...faults: readonly CallFault[]): void;
  /** Settles when the next call goes wrong. */
  hit(): Promise<void>;
  /** Nothing goes wrong any more. */
  heal(): void;
  /** Nobody listens any more, and what was open breaks off. */
  away(): void;
}

interface Rule {
  readonly where: Where;
  readonly fault: CallFault;
  seen: number;
}

/** Opens a door on the loopback, closed after the test. */
export async function faultyDoor(server: URL, credentials: object): Promise<Door> {
  const seen: string[] = [];
  const struck: string[] = [];
  const next: Fault[] = [];
  const rules: Rule[] = [];
  const hits: (() => void)[] = [];
  let storm: { readonly every: number; readonly faults: readonly CallFault[] } | undefined;
  const agent = new Agent({ keepAlive: true, ...credentials });
  const faultOf = (method: string, path: string): CallFault | undefined => {
    const first = next.shift();
    if (first !== undefined) return asCallFault(first);
    const found = rules.filter((rule) => strikes(rule, method, path))[0]?.fault;
    if (found !== undefined || storm === undefined || seen.length % storm.every !== 0) return found;
    return storm.faults[(seen.length / storm.every) % storm.faults.length];
  };
  const door = createServer((asked, answer) => {
    const { method = 'GET', url: path = '/' } = asked;
    seen.push(`${method} ${path}`);
    const fault = faultOf(method, path);
    if (fault !== undefined) struck.push(`${fault.kind} ${method} ${path}`);
    if (fault !== undefined) for (const told of hits.splice(0)) answer.once('close', told);
    if (fault?.kind === 'refuse') asked.socket.destroy();
    else if (fault?.kind === 'hang') asked.resume();
    else if (fault?.kind === 'answer') {
      asked.resume();
      answer.writeHead(fault.status, { 'content-type': 'application/json', ...fault.headers });
      answer.end(JSON.stringify(fault.body));
    } else pass(asked, answer, { server, agent, fault });
  });
  const sockets = openSockets(door);
  await new Promise<void>((ready) => door.listen(0, '127.0.0.1', ready));
  const away = () => {
    door.close();
    for (const socket of sockets) socket.destroy();
  };
  onTestFinished(() => {
    away();
    agent.destroy();
  });
  const address = door.address();
  const port = isBound(address) ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    struck,
    next: (...more) => void next.push(...more),
    inject: (where, fault) => void rules.push({ where, fault, seen: 0 }),
    storm(every, ...faults) {
      storm = { every, faults };
    },
    hit: () => new Promise((told) => hits.push(told)),
    heal() {
      rules.length = 0;
      storm = undefined;
    },
    away,
  };
}

function isBound(address: string | AddressInfo | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}

function openSockets(door: Server): ReadonlySet<Socket> {
  const sockets = new Set<Socket>();
  door.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  return sockets;
}

function asCallFault(fault: Fault): CallFault {
  if ('status' in fault)
    return {
      kind: 'answer',
      status: fault.status,
      body: {},
      ...(fault.headers && { headers: fault.headers }),
    };
  return fault.cutAfter === 0 ? { kind: 'refuse' } : { kind: 'cut-amid', afterBytes: fault.cutAfter };
}

function strikes(rule: Rule, method: string, path: string): boolean {
  const { where } = rule;
  if ((where.method ?? method) !== method || !where.path.test(path)) return false;
  rule.seen += 1;
  const nth = where.nth ?? 1;
  return rule.seen >= nth && rule.seen < nth + (where.times ?? 1);
}

interface Behind {
  readonly server: URL;
  readonly agent: Agent;
  readonly fault: CallFault | undefined;
}

function pass(asked: IncomingMessage, answer: ServerResponse, { server, agent, fault }: Behind): void {
  const { method, url: path, headers } = asked;
  const { hostname, port } = server;
  const sent = request({ hostname, port, method, path, headers, agent }, (got) => passOn(got, answer, fault));
  sent.on('error', () => answer.destroy());
  answer.on('close', () => sent.destroy());
  asked.pipe(sent);
}
