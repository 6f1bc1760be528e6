// A target's request as the bytes that go out, made once; what changes from request to request is put in each time.
import { randomUUID } from 'node:crypto';
import type { LoadTarget } from '../../model/load.ts';

/** `{{n}}` the number of the request, `{{uuid}}`, `{{random}}` up to 2^31, `{{now}}` in ms since 1970. */
const mark = /\{\{\s*(n|uuid|random|now)\s*\}\}/g;

export function requestBytes(target: LoadTarget): (n: number) => Buffer {
  const url = new URL(target.url);
  const path = `${url.pathname}${url.search}`.replace(/%7B%7B(n|uuid|random|now)%7D%7D/gi, '{{$1}}');
  const body = target.body ?? '';
  const texts = [path, body, ...Object.values(target.headers)];
  const isFixed = !texts.some((text) => text.search(mark) !== -1);
  const build = (fill: (text: string) => string) => bytesOf(target, url, fill(path), fill(body), fill);
  if (!isFixed) return (n) => build((text) => filled(text, n));
  const fixed = build((text) => text);
  return () => fixed;
}

function filled(text: string, n: number): string {
  return text.replace(mark, (_whole, word: string) => {
    if (word === 'n') return String(n);
    if (word === 'uuid') return randomUUID();
    return word === 'now' ? String(Date.now()) : String(Math.floor(Math.random() * 2 ** 31));
  });
}

function bytesOf(
  target: LoadTarget,
  url: URL,
  path: string,
  body: string,
  fill: (text: string) => string,
): Buffer {
  const payload = Buffer.from(body, 'utf8');
  const given = new Map(
    Object.entries(target.headers).map(([name, value]) => [name.toLowerCase(), fill(value)]),
  );
  const login = url.username === '' ? undefined : `Basic ${basic(url)}`;
  const headers = new Map([
    // The name that callers inside the stack use: front ends route by it.
    ['host', url.host],
    ['user-agent', 'seaworthy'],
    ['accept', '*/*'],
    ...(login === undefined ? [] : [['authorization', login] as const]),
    ...given,
  ]);
  if (payload.length > 0 || !['GET', 'HEAD'].includes(target.method)) {
    headers.set('content-length', String(payload.length));
  }
  if (payload.length > 0 && !headers.has('content-type')) {
    headers.set(
      'content-type',
      /^\s*[[{]/.test(body) ? 'application/json' : 'application/x-www-form-urlencoded',
    );
  }
  // A line break in a value would begin another header, or another request.
  const lines = [...headers].map(([name, value]) => `${name}: ${value.replace(/[\r\n\0]/g, ' ')}\r\n`);
  return Buffer.concat([Buffer.from(`${target.method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`), payload]);
}

function basic(url: URL): string {
  return Buffer.from(`${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`).toString(
    'base64',
  );
}
