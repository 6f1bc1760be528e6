// The way to a registry through a proxy, and who is asked without one.
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Server } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { proxiesOf, tunnel } from '../../../../src/engines/docker/images/proxy.ts';
import { askRegistry } from '../../../../src/engines/docker/images/registry-http.ts';

const never = new AbortController().signal;
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address: AddressInfo | string | null = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

describe('which proxy', () => {
  const env = { HTTPS_PROXY: 'http://one:1', http_proxy: 'two:2' };
  test.each<[string, object, string | undefined]>([
    ['https://registry.example/v2/', env, 'http://one:1/'],
    ['http://registry.example/v2/', env, 'http://two:2/'],
    ['https://registry.example/', { http_proxy: 'two:2' }, undefined],
    ['https://localhost:5000/', env, undefined],
    ['https://127.0.0.1/', env, undefined],
    ['https://registry.example/', { ...env, NO_PROXY: '*' }, undefined],
    ['https://registry.example/', { ...env, no_proxy: 'other, example' }, undefined],
    ['https://registry.example/', { ...env, NO_PROXY: '.example' }, undefined],
    ['https://example/', { ...env, NO_PROXY: '.example' }, 'http://one:1/'],
    ['https://myexample/', { ...env, NO_PROXY: 'example' }, 'http://one:1/'],
    ['https://registry.example:5000/', { ...env, NO_PROXY: 'registry.example:443' }, 'http://one:1/'],
    ['https://registry.example/', { ...env, NO_PROXY: 'registry.example:443' }, undefined],
    ['https://10.1.2.3/', { ...env, NO_PROXY: '10.0.0.0/8' }, undefined],
    ['https://11.1.2.3/', { ...env, NO_PROXY: '10.0.0.0/8,10.0.0.0/99' }, 'http://one:1/'],
    ['https://[fd00::1]/', { ...env, NO_PROXY: 'fd00::/8' }, undefined],
  ])('%s with %j: %s', (url, variables, proxy) => {
    expect(proxiesOf(Object(variables))(new URL(url))?.href).toBe(proxy);
  });

  test('what is no proxy is told by its name, and its login is not', () => {
    const of = proxiesOf({ HTTPS_PROXY: 'socks5://me:hidden@host' });
    expect(() => of(new URL('https://registry.example'))).toThrow(/^HTTPS_PROXY names no proxy[^:]*$/);
  });
});

test('over HTTP the proxy gets the whole address and its login', async () => {
  const seen: IncomingMessage[] = [];
  const proxy = createServer((request, response) => {
    seen.push(request);
    response.end('from afar');
  });
  const port = await listen(proxy);
  const proxyOf = proxiesOf({ HTTP_PROXY: `http://me:word@127.0.0.1:${port}` });
  const question = { limit: 1000, idleMs: 5000, signal: never, insecure: true, proxyOf };
  const reply = await askRegistry(new URL('http://registry.example/v2/'), question);
  expect(String(reply.body)).toBe('from afar');
  expect(seen[0]).toMatchObject({ url: 'http://registry.example/v2/' });
  expect(seen[0]?.headers).toMatchObject({
    host: 'registry.example',
    'proxy-authorization': `Basic ${Buffer.from('me:word').toString('base64')}`,
  });
});

test('for TLS it gives a way to the registry, or says why not', async () => {
  const echo = createTcpServer((socket) => socket.pipe(socket));
  const port = await listen(echo);
  const asked: string[] = [];
  const proxy = createServer();
  proxy.on('connect', (request, socket) => {
    asked.push(request.url ?? '');
    if (request.url !== 'registry.example:443') return socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    socket.write('HTTP/1.1 200 OK\r\n\r\n');
    return socket.pipe(connect(port, '127.0.0.1')).pipe(socket);
  });
  const at = new URL(`http://127.0.0.1:${await listen(proxy)}`);
  const limits = { idleMs: 5000, signal: never };
  const socket = await tunnel(at, new URL('https://registry.example/v2/'), limits);
  socket.write('hello');
  expect(String((await once(socket, 'data'))[0])).toBe('hello');
  socket.destroy();
  const refused = tunnel(at, new URL('https://other.example:5000/'), limits);
  await expect(refused).rejects.toThrow(/refuses the way to it \(403\)/);
  expect(asked).toEqual(['registry.example:443', 'other.example:5000']);
});
