// What can go wrong on the wire between a client and the engine, and on which call.
import type { IncomingMessage, ServerResponse } from 'node:http';

export type Fault =
  /** The connection ends before the request is passed on: nothing was done. */
  | { readonly kind: 'refuse' }
  /** The request is taken and never answered. Nothing was done. */
  | { readonly kind: 'hang' }
  /** The request is carried out, its reply is dropped and the connection ends. */
  | { readonly kind: 'cut-after' }
  /** The reply begins and then stands still with the connection open. */
  | { readonly kind: 'stall'; readonly afterBytes: number }
  /** The reply begins and then its connection ends in the middle. */
  | { readonly kind: 'cut-amid'; readonly afterBytes: number }
  /** The reply comes in small pieces with pauses between them. */
  | { readonly kind: 'trickle'; readonly bytes: number; readonly everyMs: number }
  /** Of a stream of lines (events), each k-th is left out. */
  | { readonly kind: 'drop-lines'; readonly every: number }
  /** A stream of lines ends in good order after so many. */
  | { readonly kind: 'end-stream'; readonly afterLines: number }
  /** This answer instead of the engine's; nothing was done. */
  | { readonly kind: 'answer'; readonly status: number; readonly body: unknown; readonly headers?: Headers }
  /** The engine's JSON, changed. */
  | { readonly kind: 'rewrite'; readonly change: (body: unknown) => unknown };

type Headers = Readonly<Record<string, string>>;

/** Which calls a fault hits. Paths come without the version (`/containers/json?all=1`). */
export interface Where {
  readonly method?: string;
  readonly path: RegExp;
  /** The first of the matching calls that is hit; 1 unless told. */
  readonly nth?: number;
  /** How many from there on; 1 unless told, Infinity for all. */
  readonly times?: number;
}

/** Sends the engine's reply on, as the fault wants it. `refuse`, `hang` and `answer` never come here. */
export function passOn(reply: IncomingMessage, to: ServerResponse, fault: Fault | undefined): void {
  reply.once('error', () => to.destroy());
  switch (fault?.kind) {
    case 'cut-after':
      reply.resume().once('end', () => to.destroy());
      return;
    case 'rewrite':
      rewrite(reply, to, fault.change);
      return;
    case 'stall':
    case 'cut-amid':
      beginOnly(reply, to, fault);
      return;
    case 'trickle':
      trickle(reply, to, fault);
      return;
    case 'drop-lines':
      begin(reply, to);
      lines(reply, (line, count) => count % fault.every !== 0 && to.write(line)).then(() => to.end());
      return;
    case 'end-stream':
      endStream(reply, to, fault.afterLines);
      return;
    default:
      begin(reply, to);
      reply.pipe(to);
  }
}

function begin(reply: IncomingMessage, to: ServerResponse): void {
  to.writeHead(reply.statusCode ?? 502, reply.statusMessage, reply.headers);
  to.flushHeaders();
}

function rewrite(reply: IncomingMessage, to: ServerResponse, change: (body: unknown) => unknown): void {
  const parts: Buffer[] = [];
  reply.on('data', (part: Buffer) => parts.push(part));
  reply.once('end', () => {
    const body = JSON.stringify(change(JSON.parse(Buffer.concat(parts).toString())));
    to.writeHead(reply.statusCode ?? 502, { 'Content-Type': 'application/json' }).end(body);
  });
}

function beginOnly(
  reply: IncomingMessage,
  to: ServerResponse,
  fault: Fault & { kind: 'stall' | 'cut-amid' },
): void {
  let left = fault.afterBytes;
  const stop = () => {
    reply.removeAllListeners('data').destroy();
    if (fault.kind === 'cut-amid') to.destroy();
  };
  begin(reply, to);
  if (left === 0) {
    stop();
    return;
  }
  reply.on('data', (part: Buffer) => {
    const piece = part.subarray(0, left);
    left -= piece.length;
    to.write(piece, left === 0 ? stop : undefined);
  });
}

async function trickle(
  reply: IncomingMessage,
  to: ServerResponse,
  { bytes, everyMs }: Fault & { kind: 'trickle' },
): Promise<void> {
  begin(reply, to);
  for await (const part of reply) {
    for (let at = 0; at < part.length && !to.destroyed; at += bytes) {
      to.write(part.subarray(at, at + bytes));
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  }
  to.end();
}

function endStream(reply: IncomingMessage, to: ServerResponse, afterLines: number): void {
  begin(reply, to);
  const end = () => {
    reply.destroy();
    to.end();
  };
  if (afterLines === 0) end();
  lines(reply, (line, count) => {
    if (count <= afterLines) to.write(line);
    if (count === afterLines) end();
  });
}

/** Each whole line with its number from 1 on; over when the stream is. */
function lines(reply: IncomingMessage, each: (line: string, count: number) => void): Promise<void> {
  return new Promise((resolve) => {
    let rest = '';
    let count = 0;
    reply.setEncoding('utf8');
    reply.on('data', (part: string) => {
      const all = (rest + part).split('\n');
      rest = all.pop() ?? '';
      for (const line of all) each(`${line}\n`, ++count);
    });
    reply.once('close', resolve);
  });
}
