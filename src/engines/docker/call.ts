// One request and its answer. Every call has a deadline of silence: an engine that accepts and never replies is
// noticed, however long the run as a whole may take.
import { setMaxListeners } from 'node:events';
import type { IncomingMessage, RequestOptions } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ErrorCode, messageOf, SeaworthyError, systemCode } from '../../base/errors.ts';
import { textAt } from '../../base/json.ts';
import { formatDuration } from '../../base/units.ts';
import type { CallOptions } from './client.ts';
import type { Sockets } from './sockets.ts';

export interface Answer {
  readonly status: number;
  /** Parsed JSON, or the text where it is none; undefined when there was nothing. */
  readonly body: unknown;
}

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly where: string;
  readonly why: string;
  readonly idleMs: number;
}

/** A request whose answer has begun. */
export interface Sent {
  readonly call: Call;
  readonly options: CallOptions;
  readonly response: IncomingMessage;
  /** The connection itself, when the engine agreed to use it as one. */
  readonly socket: Duplex | undefined;
  /** From now on silence is no fault. */
  readonly mayBeSilent: () => void;
  /** The answer is over: nothing watches it any more. */
  readonly done: () => void;
}

class Silence extends Error {}

/** Resolves when the head of the answer is there. */
export function send({ request, options: where }: Sockets, call: Call, options: CallOptions): Promise<Sent> {
  const { body, upload, signal, sent } = options;
  const text = body === undefined ? undefined : JSON.stringify(body);
  const settings: RequestOptions = {
    ...where,
    method: call.method,
    path: call.path,
    headers: headersOf(text, options),
    timeout: call.idleMs,
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(settings);
    let response: IncomingMessage | undefined;
    const stop = () => outgoing.destroy(new Error('cancelled'));
    const done = () => signal?.removeEventListener('abort', stop);
    const mayBeSilent = () => outgoing.setTimeout(0);
    // One signal may stand over many calls at once.
    if (signal !== undefined) setMaxListeners(0, signal);
    signal?.addEventListener('abort', stop, { once: true });
    const answered = (head: IncomingMessage, socket?: Duplex) => {
      response = head;
      resolve({ call, options, response: head, socket, mayBeSilent, done });
    };
    outgoing.on('timeout', () => {
      const silence = new Silence();
      response?.destroy(silence);
      outgoing.destroy(silence);
    });
    outgoing.on('response', (head) => answered(head));
    outgoing.on('upgrade', (head, socket, first) => {
      if (first.length > 0) socket.unshift(first);
      answered(head, socket);
    });
    outgoing.on('error', (error) => {
      done();
      reject(error);
    });
    if (sent !== undefined) outgoing.once('finish', sent);
    if (upload === undefined || Buffer.isBuffer(upload)) outgoing.end(upload ?? text);
    else {
      upload.once('error', (error) => outgoing.destroy(error));
      upload.pipe(outgoing);
    }
  });
}

function headersOf(
  text: string | undefined,
  { upload, headers }: CallOptions,
): Record<string, string | number> {
  const json = { 'Content-Type': 'application/json' };
  const length = text === undefined ? { 'Content-Length': 0 } : { 'Content-Length': Buffer.byteLength(text) };
  if (upload === undefined) return { ...(text === undefined ? {} : json), ...length, ...headers };
  const size = Buffer.isBuffer(upload) ? { 'Content-Length': upload.length } : {};
  return { 'Content-Type': 'application/x-tar', ...size, ...headers };
}

/** The whole answer. @throws SeaworthyError when it breaks off: half an answer is none. */
export async function collect(sent: Sent): Promise<Answer> {
  const { response, done, call, options } = sent;
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of response) chunks.push(chunk);
  } catch (error) {
    throw asError(call, options.signal, error);
  } finally {
    done();
  }
  const text = Buffer.concat(chunks).toString();
  return { status: response.statusCode ?? 0, body: parsed(text) };
}

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The engine said no: its own sentence, and what was asked. */
export function refusal({ call }: Pick<Sent, 'call'>, status: number, body: unknown): SeaworthyError {
  const said = textAt(body, 'message') ?? (typeof body === 'string' ? body.trim() : '');
  const what = `${call.method} ${call.path.replace(/^\/v[\d.]+/, '').replace(/\?.*$/, '')}`;
  return new SeaworthyError(
    'ENGINE_REFUSED',
    said === '' ? `the engine answered ${what} with ${status}` : said,
    {
      detail: [`asked: ${what}`, `answered: ${status}`],
    },
  );
}

/** Whatever broke a call, in words for a person. */
export function asError(call: Call, signal: AbortSignal | undefined, error: unknown): SeaworthyError {
  if (error instanceof SeaworthyError) return error;
  const what = `${call.method} ${call.path.replace(/\?.*$/, '')}`;
  if (signal?.aborted === true) return new SeaworthyError('CANCELLED', `${what} was cancelled`);
  const unreachable = (message: string, hint: string, code: ErrorCode = 'ENGINE_UNREACHABLE') =>
    new SeaworthyError(code, message, { hint, cause: error });
  if (error instanceof Silence) {
    return unreachable(
      `the engine at ${call.where} has not answered ${what} for ${formatDuration(call.idleMs)}`,
      'Look whether it hangs (docker info); seaworthy resume goes on once it answers.',
    );
  }
  const reason = systemCode(error) ?? messageOf(error);
  const hints: Readonly<Record<string, string>> = {
    ENOENT: `No engine listens there (chosen by ${call.why}). Start Docker, or set DOCKER_HOST.`,
    ECONNREFUSED: `No engine listens there (chosen by ${call.why}). Start Docker, or set DOCKER_HOST.`,
    EACCES: 'This user may not use the socket: join the group docker, or use another DOCKER_HOST.',
    ECONNRESET: 'The connection broke off; seaworthy resume looks up what was done and goes on.',
  };
  const hint = hints[reason] ?? `Chosen by ${call.why}; docker version shows whether the client reaches it.`;
  return unreachable(`the Docker Engine at ${call.where} cannot be reached: ${reason}`, hint);
}
