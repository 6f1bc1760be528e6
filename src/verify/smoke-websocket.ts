// Opens a WebSocket and, when told, sends one message and waits for one that matches.
import { WebSocket } from 'ws';
import type { SmokeCheck } from '../model/smoke.ts';
import type { Address } from '../model/unit.ts';
import { compilePattern, connectionProblem, excerpt, within } from '../probes/answer.ts';
import { addressOf, type SmokeAnswer, type SmokeContext, tooLate, unresolved } from './smoke-context.ts';

type WebSocketCheck = Extract<SmokeCheck, { kind: 'websocket' }>;

const messageLimit = 1024 * 1024;

export async function smokeWebSocket(check: WebSocketCheck, context: SmokeContext): Promise<SmokeAnswer> {
  const url = URL.canParse(check.url) ? new URL(check.url) : undefined;
  if (url === undefined || !/^wss?:$/.test(url.protocol)) {
    return { outcome: 'unknown', reason: `not a ws or wss address (check ${excerpt(check.name)})` };
  }
  const port = url.port === '' ? (url.protocol === 'wss:' ? 443 : 80) : Number(url.port);
  const address = await addressOf(url.hostname, port, context);
  if (address === undefined) return unresolved(url.hostname, port);
  const pattern = check.reply === undefined ? undefined : compilePattern(check.reply);
  if (pattern !== undefined && !(pattern instanceof RegExp)) {
    return { outcome: 'unknown', reason: pattern.reason };
  }
  const what = `WebSocket ${url.pathname}`;
  const talk = new Talk(url, address);
  try {
    const got = await within({ ...context, timeoutMs: check.withinMs }, () => talk.run(check.send, pattern));
    if (got !== undefined) return { outcome: 'pass', reason: `${what} ${got}` };
    const missing = talk.heard === undefined ? '' : `; last message: ${excerpt(talk.heard)}`;
    const late = tooLate(`${what} ${talk.isOpen ? 'is open' : 'did not open'}`, check.withinMs);
    return { ...late, reason: `${late.reason}${missing}` };
  } catch (error) {
    return { outcome: 'fail', reason: `${what}: ${connectionProblem(error, address)}` };
  } finally {
    talk.end();
  }
}

class Talk {
  readonly #socket: WebSocket;
  heard: string | undefined;
  isOpen = false;

  constructor(url: URL, address: Address) {
    const host = address.host.includes(':') ? `[${address.host}]` : address.host;
    this.#socket = new WebSocket(`${url.protocol}//${host}:${address.port}${url.pathname}${url.search}`, {
      headers: { host: url.host },
      maxPayload: messageLimit,
      // As for probes: a service's own certificate names the service, not this address.
      rejectUnauthorized: false,
    });
  }

  run(send: string | undefined, pattern: RegExp | undefined): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#socket.on('error', reject);
      this.#socket.on('close', (code) => reject(new Error(`closed with ${code}`)));
      this.#socket.on('open', () => {
        this.isOpen = true;
        if (send === undefined && pattern === undefined) resolve('opens');
        if (send !== undefined) this.#socket.send(send);
      });
      this.#socket.on('message', (message) => {
        this.heard = Buffer.isBuffer(message) ? message.toString('utf8') : '';
        if (pattern === undefined || pattern.test(this.heard)) resolve(`→ ${excerpt(this.heard, 80)}`);
      });
    });
  }

  end(): void {
    // What it says while it goes is of no interest, and must not end the process.
    this.#socket.on('error', () => undefined);
    this.#socket.terminate();
  }
}
