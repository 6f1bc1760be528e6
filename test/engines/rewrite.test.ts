import { describe, expect, test } from 'vitest';
import { portMoves } from '../../src/engines/local/address-book.ts';
import { type AddressBook, rewriteText } from '../../src/engines/local/rewrite.ts';
import { rewriteArgv } from '../../src/engines/local/rewrite-argv.ts';
import { rewriteEnvironment } from '../../src/engines/local/rewrite-environment.ts';
import { unitOf } from './local-stack.ts';

const book: AddressBook = {
  own: { 8000: 18000 },
  services: {
    api: { 8000: 20001, 80: 20002 },
    postgres: { 5432: 20003 },
    redis: { 6379: 20004 },
    kafka: { 9092: 20005 },
    b: { 9092: 20006 },
    'api-v2': { 8000: 20007 },
  },
  folders: [
    { from: '/data', to: '/host/volumes/data' },
    { from: '/data/deep', to: '/host/deep' },
  ],
};

describe('text', () => {
  test.each([
    ['a service with its port', 'api:8000', '127.0.0.1:20001'],
    ['a URL with its port', 'http://api:8000/x?y=1', 'http://127.0.0.1:20001/x?y=1'],
    ['the default port of http', 'http://api/health', 'http://127.0.0.1:20002/health'],
    ['no default port that the service does not have', 'https://api/', 'https://api/'],
    [
      'user and password stay',
      'postgres://u:p%40ss@postgres:5432/db?sslmode=disable',
      'postgres://u:p%40ss@127.0.0.1:20003/db?sslmode=disable',
    ],
    [
      'user and password with the default port',
      'postgresql+asyncpg://u:p@postgres/db',
      'postgresql+asyncpg://u:p@127.0.0.1:20003/db',
    ],
    [
      'a user named like the service',
      'postgres://postgres:postgres@postgres/postgres',
      'postgres://postgres:postgres@127.0.0.1:20003/postgres',
    ],
    [
      'a password that looks like a port',
      'postgres://postgres:5432@postgres:5432/db',
      'postgres://postgres:5432@127.0.0.1:20003/db',
    ],
    ['a comma list', 'kafka:9092,b:9092', '127.0.0.1:20005,127.0.0.1:20006'],
    [
      'a list with names',
      'x=http://api:8000/r, y=http://redis:6379',
      'x=http://127.0.0.1:20001/r, y=http://127.0.0.1:20004',
    ],
    ['an image tag', 'postgres:16', 'postgres:16'],
    ['an image in a registry', 'registry/api:8000', 'registry/api:8000'],
    ['a longer name', 'my-api:8000', 'my-api:8000'],
    ['a longer name that is a service too', 'http://api-v2:8000', 'http://127.0.0.1:20007'],
    ['a domain that begins so', 'api.example.org:8000', 'api.example.org:8000'],
    ['a bare word', 'postgres', 'postgres'],
    ['a port of its own on all addresses', '0.0.0.0:8000', '127.0.0.1:18000'],
    ['a port of its own without an address', ':8000', '127.0.0.1:18000'],
    ['a wildcard of ASP.NET', 'http://+:8000', 'http://127.0.0.1:18000'],
    ['a port that is not its own', '0.0.0.0:9999', '0.0.0.0:9999'],
    ['its own localhost', 'http://localhost:8000/health', 'http://127.0.0.1:18000/health'],
    ['JSON is no address', '{"port":8000}', '{"port":8000}'],
    ['a flag inside a shell line', 'serve --port 8000 --host 0.0.0.0', 'serve --port 18000 --host 127.0.0.1'],
    ['a mounted folder', '/data/file', '/host/volumes/data/file'],
    ['the longest folder', '/data/deep/x', '/host/deep/x'],
    ['a folder that only begins so', '/database', '/database'],
    ['a folder in a flag', '--dir=/data', '--dir=/host/volumes/data'],
    ['a path of a URL', 'http://example.org/data', 'http://example.org/data'],
    ['a file URL of SQLite', 'sqlite:////data/app.db', 'sqlite:////host/volumes/data/app.db'],
  ])('%s', (_name, input, expected) => {
    expect(rewriteText(input, book).text).toBe(expected);
  });
});

describe('words of a command', () => {
  test.each([
    ['a flag and its value', ['x', '--port', '8000'], ['x', '--port', '18000']],
    ['a flag with its value', ['x', '--port=8000'], ['x', '--port=18000']],
    ['the short flag', ['x', '-p', '8000'], ['x', '-p', '18000']],
    ['an address', ['gunicorn', '-b', '0.0.0.0:8000'], ['gunicorn', '-b', '127.0.0.1:18000']],
    ['a host flag', ['x', '--host', '0.0.0.0'], ['x', '--host', '127.0.0.1']],
    [
      'the server of Python',
      ['python', '-m', 'http.server', '8000'],
      ['python', '-m', 'http.server', '18000'],
    ],
    ['another number', ['x', '--size', '8000'], ['x', '--size', '8000']],
    ['a port of a peer', ['x', '--port', '9092'], ['x', '--port', '9092']],
  ])('%s', (_name, input, expected) => {
    expect(rewriteArgv(input, book).argv).toEqual(expected);
  });
});

describe('environment', () => {
  test.each([
    ['its own port', { PORT: '8000' }, { PORT: '18000' }],
    ['its own port under a longer key', { SERVER_PORT: '8000' }, { SERVER_PORT: '18000' }],
    ['a number that is no port', { LIMIT: '8000' }, { LIMIT: '8000' }],
    ['a bind address', { HOST: '0.0.0.0', BIND: '::' }, { HOST: '127.0.0.1', BIND: '127.0.0.1' }],
    [
      'a pair of host and port',
      { DB_HOST: 'postgres', DB_PORT: '5432' },
      { DB_HOST: '127.0.0.1', DB_PORT: '20003' },
    ],
    ['the pair of libpq', { PGHOST: 'postgres', PGPORT: '5432' }, { PGHOST: '127.0.0.1', PGPORT: '20003' }],
    ['a host alone gets its port', { REDIS_HOST: 'redis' }, { REDIS_HOST: '127.0.0.1', REDIS_PORT: '20004' }],
    [
      'the port of a pair is not the own one',
      { API_HOST: 'api', API_PORT: '8000' },
      { API_HOST: '127.0.0.1', API_PORT: '20001' },
    ],
    ['a user named like a service', { POSTGRES_USER: 'postgres' }, { POSTGRES_USER: 'postgres' }],
    [
      'a host that is no service',
      { DB_HOST: 'db.example.org', DB_PORT: '5432' },
      { DB_HOST: 'db.example.org', DB_PORT: '5432' },
    ],
  ])('%s', (_name, input, expected) => {
    expect(rewriteEnvironment(input, book).environment).toEqual(expected);
  });
});

describe('which ports can be moved', () => {
  const unit = unitOf('api', '/', { peers: { api: [8000] } });
  const two = unitOf('api', '/', { peers: { api: [8000, 9000] } });
  test.each([
    [
      'one that the environment names',
      unit,
      ['node'],
      { PORT: '8000' },
      { moved: [8000], injected: undefined, fixed: [] },
    ],
    [
      'one that the command names',
      unit,
      ['x', '--port', '8000'],
      {},
      { moved: [8000], injected: undefined, fixed: [] },
    ],
    ['the only one, by PORT', unit, ['node', 'x.js'], {}, { moved: [], injected: 8000, fixed: [] }],
    [
      'the only one, although the environment names the same port of a peer',
      unitOf('api', '/', { peers: { api: [8000], db: [8000] } }),
      ['node'],
      { UPSTREAM: 'http://db:8000/' },
      { moved: [], injected: 8000, fixed: [] },
    ],
    [
      'none when PORT says something else',
      unit,
      ['node'],
      { PORT: '1' },
      { moved: [], injected: undefined, fixed: [8000] },
    ],
    [
      'the one of two that is named',
      two,
      ['x', '-p', '9000'],
      {},
      { moved: [9000], injected: undefined, fixed: [8000] },
    ],
  ])('%s', (_name, spec, argv, environment, expected) => {
    expect(portMoves(spec, argv, environment)).toEqual(expected);
  });
});
