// The way to a registry through a proxy: HTTPS_PROXY, HTTP_PROXY and NO_PROXY, read as the Docker Engine and Go read them.
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { BlockList, isIP, type Socket } from 'node:net';
import { SeaworthyError } from '../../../base/errors.ts';

export type ProxyOf = (url: URL) => URL | undefined;
type Env = Readonly<Record<string, string | undefined>>;

/** @throws SeaworthyError CONFIG_INVALID, when asked, for a proxy whose address is none. */
export function proxiesOf(env: Env): ProxyOf {
  const isDirect = exceptions(variableOf(env, 'NO_PROXY') ?? '');
  return (url) => {
    const name = url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
    const text = variableOf(env, name);
    return text === undefined || isDirect(url) ? undefined : proxyAt(name, text);
  };
}

function variableOf(env: Env, name: string): string | undefined {
  const value = env[name] ?? env[name.toLowerCase()];
  return value === undefined || value.trim() === '' ? undefined : value.trim();
}

function proxyAt(name: string, text: string): URL {
  const url = URL.parse(text.includes('://') ? text : `http://${text}`);
  if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:')) return url;
  throw new SeaworthyError('CONFIG_INVALID', `${name} names no proxy that is spoken to over HTTP`, {
    hint: 'Its form is http://host:port; a login goes before the host.',
  });
}

/** `*`, names with all below them, addresses, ranges of addresses, each with a port where it holds for that alone. */
function exceptions(text: string): (url: URL) => boolean {
  const words = text
    .split(',')
    .map((word) => word.trim().toLowerCase())
    .filter((word) => word !== '');
  return (url) => {
    const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
    if (host === 'localhost' || isLoopback(host)) return true;
    const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
    return words.some((word) => {
      const own = /^(?!.*:.*:)(.+):(\d+)$/.exec(word);
      if (own !== null && own[2] !== port) return false;
      return matches(own?.[1] ?? word, host);
    });
  };
}

function isLoopback(host: string): boolean {
  return host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function matches(word: string, host: string): boolean {
  if (word === '*') return true;
  const family = isIP(host);
  if (family !== 0) return word === host || isInRange(word, host, family === 4 ? 'ipv4' : 'ipv6');
  const name = word.replace(/^\*?\./, '');
  return host.endsWith(`.${name}`) || (host === name && !/^\*?\./.test(word));
}

function isInRange(range: string, address: string, family: 'ipv4' | 'ipv6'): boolean {
  const [net = '', bits = ''] = range.split('/');
  if (!/^\d+$/.test(bits) || isIP(net) !== (family === 'ipv4' ? 4 : 6)) return false;
  const list = new BlockList();
  try {
    list.addSubnet(net, Number(bits), family);
  } catch {
    // More bits than an address has.
    return false;
  }
  return list.check(address, family);
}

/** For the header of a request that goes through it. */
export function proxyLogin({ username, password }: URL): Readonly<Record<string, string>> {
  if (username === '' && password === '') return {};
  const login = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'Proxy-Authorization': `Basic ${Buffer.from(login).toString('base64')}` };
}

/** A connection through the proxy to the registry, on which TLS is then spoken. Rejects with a plain error. */
export function tunnel(
  proxy: URL,
  { hostname, port }: URL,
  { idleMs, signal }: { readonly idleMs: number; readonly signal: AbortSignal },
): Promise<Socket> {
  const target = `${hostname}:${port === '' ? '443' : port}`;
  const send = proxy.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const request = send({
      ...placeOf(proxy),
      method: 'CONNECT',
      path: target,
      headers: { Host: target, ...proxyLogin(proxy) },
      agent: false,
      signal,
    });
    request.setTimeout(idleMs, () => request.destroy(new Error(`the proxy ${proxy.host} does not answer`)));
    request.once('connect', ({ statusCode }, socket) => {
      if (statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(new Error(`the proxy ${proxy.host} refuses the way to it (${statusCode})`));
    });
    // A server that is no proxy answers as to any request.
    request.once('response', (response) => {
      response.destroy();
      reject(new Error(`the proxy ${proxy.host} refuses the way to it (${response.statusCode})`));
    });
    request.once('error', reject);
    request.end();
  });
}

export function placeOf({ hostname, port, protocol }: URL): { readonly host: string; readonly port: string } {
  const usual = protocol === 'https:' ? '443' : '80';
  return { host: hostname.replace(/^\[|\]$/g, ''), port: port === '' ? usual : port };
}
