// One question to a registry over HTTP: bounded in time without a byte, in size, and in redirects.
import {
  type IncomingHttpHeaders,
  type IncomingMessage,
  type RequestOptions,
  request as requestHttp,
} from 'node:http';
import { type RequestOptions as HttpsOptions, request as requestHttps } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { messageOf, SeaworthyError, systemCode } from '../../../base/errors.ts';
import { formatDuration } from '../../../base/units.ts';
import { type ProxyOf, placeOf, proxyLogin, tunnel } from './proxy.ts';

export interface Question {
  readonly method?: 'GET' | 'HEAD' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Most bytes of an answer; a longer one is an error. */
  readonly limit: number;
  /** Milliseconds without a byte. */
  readonly idleMs: number;
  readonly signal: AbortSignal;
  /** The registry is on this machine, or among the engine's `insecure-registries`. */
  readonly insecure: boolean;
  readonly ca?: readonly Buffer[];
  /** Undefined: straight to it, always. */
  readonly proxyOf?: ProxyOf | undefined;
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** The other side speaks no TLS, or does not speak at all. */
class NoAnswer extends Error {}

const maximumRedirects = 5;

/** @throws SeaworthyError REGISTRY_UNREACHABLE when there is no whole answer, CANCELLED when the signal aborts. */
export async function askRegistry(url: URL, question: Question): Promise<Reply> {
  let target = url;
  let headers = question.headers ?? {};
  for (let redirects = 0; redirects <= maximumRedirects; redirects += 1) {
    const reply = await once(target, { ...question, headers });
    const { location } = reply.headers;
    if (reply.status < 300 || reply.status >= 400 || location === undefined) return reply;
    const next = URL.parse(location, target.href);
    if (next === null || !isAllowed(next, target, question.insecure)) break;
    // Blobs often lie with a storage service: the registry's token is not for it.
    if (next.origin !== target.origin) headers = withoutAuthorization(headers);
    target = next;
  }
  throw new SeaworthyError('REGISTRY_UNREACHABLE', `${url.host} sends from one address to another`, {
    hint: 'Look what answers under the address of the registry.',
  });
}

function isAllowed(next: URL, from: URL, insecure: boolean): boolean {
  if (next.protocol === 'https:') return true;
  return next.protocol === 'http:' && (insecure || from.protocol === 'http:');
}

function withoutAuthorization(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization'),
  );
}

async function once(url: URL, question: Question): Promise<Reply> {
  try {
    return await exchange(url, question);
  } catch (error) {
    if (error instanceof SeaworthyError) throw error;
    if (question.signal.aborted)
      throw new SeaworthyError('CANCELLED', `a question to ${url.host} was cancelled`);
    const why = error instanceof NoAnswer ? error.message : (systemCode(error) ?? messageOf(error));
    throw new SeaworthyError('REGISTRY_UNREACHABLE', `the registry ${url.host} cannot be reached: ${why}`, {
      cause: error,
      hint: 'Check the name, the network and its proxy; what is here already is kept.',
    });
  }
}

async function exchange(url: URL, question: Question): Promise<Reply> {
  const proxy = question.proxyOf?.(url);
  const isTls = url.protocol === 'https:';
  const socket = proxy !== undefined && isTls ? await tunnel(proxy, url, question) : undefined;
  const { body, idleMs } = question;
  return await new Promise((resolve, reject) => {
    const take = (response: IncomingMessage) => collect(response, question).then(resolve, reject);
    const request = isTls
      ? requestHttps(url, tlsOptions(question, url, socket), take)
      : requestHttp(...plainOptions(question, url, proxy), take);
    request.setTimeout(idleMs, () =>
      request.destroy(new NoAnswer(`no answer for ${formatDuration(idleMs)}`)),
    );
    request.on('error', reject);
    request.end(body);
  });
}

function commonOptions({ method = 'GET', headers = {}, signal }: Question): RequestOptions {
  return { method, headers: { 'User-Agent': 'seaworthy', ...headers }, signal };
}

function tlsOptions(question: Question, { hostname }: URL, socket: Socket | undefined): HttpsOptions {
  const { insecure, ca } = question;
  const tls = { rejectUnauthorized: !insecure, ...(ca === undefined ? {} : { ca: [...ca] }) };
  const servername = isIP(hostname.replace(/^\[|\]$/g, '')) === 0 ? { servername: hostname } : {};
  const way =
    socket === undefined
      ? {}
      : { agent: false, createConnection: () => connectTls({ socket, ...servername, ...tls }) };
  return { ...commonOptions(question), ...tls, ...way };
}

/** A proxy is sent the whole address, in the place of a path. */
function plainOptions(question: Question, url: URL, proxy: URL | undefined): [URL, RequestOptions] {
  const common = commonOptions(question);
  if (proxy === undefined) return [url, common];
  const headers = { ...common.headers, Host: url.host, ...proxyLogin(proxy) };
  return [proxy, { ...common, ...placeOf(proxy), path: url.href, headers, agent: false }];
}

async function collect(response: IncomingMessage, { limit }: Question): Promise<Reply> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of response) {
    if (!Buffer.isBuffer(piece)) continue;
    size += piece.length;
    if (size > limit) {
      response.destroy();
      throw new NoAnswer(`the answer is longer than ${limit} bytes`);
    }
    pieces.push(piece);
  }
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(pieces) };
}
