// One request to an API server and its answer: no policy, no second try.
import { setMaxListeners } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request as requestPlain } from 'node:http';
import { request as requestSecure } from 'node:https';
import { textAt } from '../../base/json.ts';
import type { Connection } from './connection.ts';

export interface ApiRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** From the root: `/api/v1/namespaces`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** `application/json` where it is not said. */
  readonly contentType?: string;
  /** The form of the answer, where it is another than plain JSON. */
  readonly accept?: string;
}

export interface ApiAnswer {
  readonly status: number;
  /** What the server says besides, such as the use of an old version. */
  readonly warnings: readonly string[];
  /** Seconds that the server asks to wait. */
  readonly retryAfter: number | undefined;
  /** The text where it is no JSON. */
  readonly body: unknown;
}

/** There was no whole answer: nobody listens, the connection broke, or nothing came for too long. */
export class NoAnswer extends Error {}

/** Without a byte for so long a server is taken for hanging. */
const silenceMs = 30_000;

/** @throws NoAnswer */
export async function send(
  connection: Connection,
  request: ApiRequest,
  signal: AbortSignal,
): Promise<ApiAnswer> {
  const message = await open(connection, request, signal);
  const text = await textOf(message).catch((cause: unknown) => {
    throw new NoAnswer(`the answer to ${request.method} ${request.path} broke off`, { cause });
  });
  return { ...headOf(message), body: parsed(text) };
}

/** By events: an iterator takes longer than most answers. */
function textOf(message: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    message.setEncoding('utf8');
    message.on('data', (part) => {
      text += part;
    });
    message.once('end', () => resolve(text));
    message.once('error', reject);
    // Whatever comes after the end or an error is too late to count.
    message.once('close', () => reject(new Error('closed before its end')));
  });
}

/** The answer as soon as its head is there; the body is read by the caller, and the signal ends it. */
export async function open(
  connection: Connection,
  {
    method,
    path,
    query = {},
    body,
    contentType = 'application/json',
    accept = 'application/json',
  }: ApiRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  // One signal ends all requests of a rollout, of which many are under way at once: no leak.
  setMaxListeners(0, signal);
  const { headers: proof, ...credentials } = await connection.credentials();
  const { protocol, hostname, port, pathname } = connection.server;
  const search = new URLSearchParams(query).toString();
  const target = `${pathname.replace(/\/$/, '')}${path}${search === '' ? '' : `?${search}`}`;
  const text = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    ...proof,
    accept,
    'user-agent': 'seaworthy',
    ...(text === undefined
      ? {}
      : { 'content-type': contentType, 'content-length': `${Buffer.byteLength(text)}` }),
  };
  const start = protocol === 'https:' ? requestSecure : requestPlain;
  const once = () =>
    new Promise<IncomingMessage>((answer, fail) => {
      const options = { ...credentials, hostname, port, method, path: target, headers, signal };
      const sent = start({ ...options, timeout: silenceMs });
      sent.once('response', answer);
      sent.once('timeout', () => sent.destroy(new Error(`no word for ${silenceMs / 1000} s`)));
      sent.once('error', (cause) => {
        const message = `${connection.title}: ${cause.message}`;
        // The server had closed a connection that was kept: the request was not even read.
        fail(sent.reusedSocket && isReset(cause) ? new Stale(message) : new NoAnswer(message, { cause }));
      });
      sent.end(text);
    });
  for (;;) {
    try {
      return await once();
    } catch (error) {
      if (!(error instanceof Stale)) throw error;
    }
  }
}

/** Ends with a connection that is new. */
class Stale extends Error {}

function isReset(cause: unknown): boolean {
  return textAt(cause, 'code') === 'ECONNRESET';
}

export function headOf({ statusCode = 0, headers }: IncomingMessage): Omit<ApiAnswer, 'body'> {
  // `299 - "text"`, each in quotes that may hold quoted ones.
  const warnings = [...String(headers['warning'] ?? '').matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(
    ([, text = '']) => text.replace(/\\(.)/g, '$1'),
  );
  return { status: statusCode, warnings, retryAfter: secondsOf(headers['retry-after'], headers.date) };
}

/**
 * Seconds, or the time to come back at, by the server's own clock: ours may be another.
 * https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
function secondsOf(retryAfter: string | undefined, now: string | undefined): number | undefined {
  if (retryAfter === undefined) return undefined;
  const seconds = Number(retryAfter);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const ms = Date.parse(retryAfter) - (now === undefined ? Date.now() : Date.parse(now));
  return Number.isFinite(ms) ? Math.max(0, ms / 1000) : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
