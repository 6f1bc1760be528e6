import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { connectionOf } from '../../../src/engines/docker/connection.ts';

const home = mkdtempSync(join(tmpdir(), 'seaworthy-docker-'));
afterAll(() => rmSync(home, { recursive: true }));

const id = createHash('sha256').update('far').digest('hex');
mkdirSync(join(home, 'contexts', 'meta', id), { recursive: true });
mkdirSync(join(home, 'contexts', 'tls', id, 'docker'), { recursive: true });
writeFileSync(
  join(home, 'contexts', 'meta', id, 'meta.json'),
  JSON.stringify({
    Name: 'far',
    Endpoints: { docker: { Host: 'tcp://far.example:2376', SkipTLSVerify: false } },
  }),
);
writeFileSync(join(home, 'contexts', 'tls', id, 'docker', 'ca.pem'), 'authority');
writeFileSync(join(home, 'config.json'), JSON.stringify({ currentContext: 'far' }));

const none = join(home, 'none');
const far = { kind: 'tcp', host: 'far.example', port: 2376 };

describe('which engine is meant', () => {
  test.each<[string, NodeJS.ProcessEnv, string | undefined, object, string]>([
    [
      'the default socket',
      { DOCKER_CONFIG: none },
      undefined,
      { kind: 'unix', path: '/var/run/docker.sock' },
      'default socket',
    ],
    ['the context of the configuration', { DOCKER_CONFIG: home }, undefined, far, 'context far'],
    [
      'the flag before everything',
      { DOCKER_CONFIG: home, DOCKER_HOST: 'unix:///a' },
      'far',
      far,
      'context far',
    ],
    [
      'DOCKER_CONTEXT before the configuration',
      { DOCKER_CONFIG: home, DOCKER_CONTEXT: 'default' },
      undefined,
      { kind: 'unix' },
      'default socket',
    ],
    [
      'DOCKER_HOST before DOCKER_CONTEXT',
      { DOCKER_CONTEXT: 'far', DOCKER_HOST: 'unix:///a/b' },
      undefined,
      { kind: 'unix', path: '/a/b' },
      'DOCKER_HOST',
    ],
    [
      'a host without a scheme',
      { DOCKER_HOST: 'box:1234' },
      undefined,
      { kind: 'tcp', host: 'box', port: 1234, tls: undefined },
      'DOCKER_HOST',
    ],
    [
      'an IPv6 address',
      { DOCKER_HOST: 'tcp://[::1]' },
      undefined,
      { kind: 'tcp', host: '::1', port: 2375 },
      'DOCKER_HOST',
    ],
    [
      'TLS by the environment',
      { DOCKER_HOST: 'tcp://box', DOCKER_TLS_VERIFY: '0', DOCKER_CERT_PATH: none },
      undefined,
      { port: 2376, tls: { verify: true } },
      'DOCKER_HOST',
    ],
    [
      'ssh with user, port and socket',
      { DOCKER_HOST: 'ssh://me@box:22/run/d.sock' },
      undefined,
      {
        kind: 'ssh',
        argv: [
          'ssh',
          '-o',
          'ConnectTimeout=30',
          '-T',
          '-l',
          'me',
          '-p',
          '22',
          '--',
          'box',
          'docker',
          '--host',
          'unix:///run/d.sock',
          'system',
          'dial-stdio',
        ],
      },
      'DOCKER_HOST',
    ],
  ])('%s', (_name, env, context, endpoint, why) => {
    const connection = connectionOf({ DOCKER_CONFIG: home, ...env }, context);
    expect(connection.endpoint).toMatchObject(endpoint);
    expect(connection.why).toBe(why);
  });

  test.each([
    ['a scheme that is none', { DOCKER_HOST: 'npipe:////./pipe/docker' }],
    ['no host', { DOCKER_HOST: 'tcp://' }],
    ['a context that is not there', { DOCKER_CONFIG: none, DOCKER_CONTEXT: 'gone' }],
  ])('%s is refused', (_name, env) => {
    expect(() => connectionOf(env)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });

  test('certificates of a context are read', () => {
    expect(connectionOf({ DOCKER_CONFIG: home }).endpoint).toMatchObject({
      tls: { ca: Buffer.from('authority'), cert: undefined, verify: true },
    });
  });
});
