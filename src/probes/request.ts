// One HTTP request: no agent (a kept connection would hide a dead listener), no redirects, a bounded body.
import {
  type IncomingMessage,
  type RequestOptions as NodeRequestOptions,
  request as requestHttp,
} from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Address } from '../model/unit.ts';

export interface RequestOptions {
  readonly scheme: 'http' | 'https';
  readonly address: Address;
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Bytes of the body that are kept; the rest is not waited for. */
  readonly bodyLimit: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
  /** False when the body was cut: at the limit, or because the connection or the time ended first. */
  readonly whole: boolean;
}

/** Rejects when no status line came; a body that breaks off is an answer that is not whole. */
export function sendRequest(options: RequestOptions, signal: AbortSignal): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = (options.scheme === 'https' ? requestHttps : requestHttp)(nodeOptions(options));
    const abort = () => request.destroy(new Error('aborted'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    request.once('close', () => signal.removeEventListener('abort', abort));
    request.on('error', reject);
    request.once('response', (response) => {
      readBody(response, options.bodyLimit).then((answer) => {
        resolve(answer);
        request.destroy();
      }, reject);
    });
    request.end(options.body);
  });
}

function nodeOptions(options: RequestOptions) {
  return {
    host: options.address.host,
    port: options.address.port,
    method: options.method,
    path: options.path,
    headers: { 'user-agent': 'seaworthy', connection: 'close', ...options.headers },
    agent: false,
    // As Kubernetes' probes do: a service's own certificate names the service, not this address.
    rejectUnauthorized: false,
  } satisfies NodeRequestOptions & { rejectUnauthorized: boolean };
}

function readBody(response: IncomingMessage, limit: number): Promise<Answer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const finish = (whole: boolean) =>
      resolve({
        status: response.statusCode ?? 0,
        headers: response.headers,
        body: Buffer.concat(chunks).toString('utf8'),
        whole,
      });
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk.subarray(0, limit - size));
      size += chunk.length;
      if (size >= limit) finish(false);
    });
    response.once('end', () => finish(response.complete));
    response.once('error', () => finish(false));
    response.once('close', () => finish(false));
    if (limit === 0) finish(false);
  });
}
