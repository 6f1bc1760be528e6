import { describe, expect, test } from 'vitest';
import {
  credentialKey,
  familiar,
  isLoopback,
  parseReference,
  registryHost,
} from '../../../../src/engines/docker/images/reference.ts';

const digest = `sha256:${'a'.repeat(64)}`;

describe('a name of an image is read as the engine reads it', () => {
  test.each([
    ['redis', 'docker.io', 'library/redis', 'latest', undefined],
    ['redis:7.4.1-alpine', 'docker.io', 'library/redis', '7.4.1-alpine', undefined],
    ['grafana/grafana:11', 'docker.io', 'grafana/grafana', '11', undefined],
    ['index.docker.io/library/redis', 'docker.io', 'library/redis', 'latest', undefined],
    ['ghcr.io/team/api:v1', 'ghcr.io', 'team/api', 'v1', undefined],
    ['localhost/api', 'localhost', 'api', 'latest', undefined],
    ['localhost:5000/api', 'localhost:5000', 'api', 'latest', undefined],
    ['[::1]:5000/api:1', '[::1]:5000', 'api', '1', undefined],
    [`api@${digest}`, 'docker.io', 'library/api', undefined, digest],
    [`127.0.0.1:5000/a/b:1@${digest}`, '127.0.0.1:5000', 'a/b', '1', digest],
  ])('%s', (text, domain, path, tag, ofDigest) => {
    expect(parseReference(text)).toEqual({ domain, path, tag, digest: ofDigest });
  });

  test.each([
    ['upper case', 'Redis'],
    ['nothing', ''],
    ['an empty tag', 'redis:'],
    ['a digest that is cut', 'redis@sha256:abc'],
    ['a digest in upper case', `redis@sha256:${'A'.repeat(64)}`],
    ['two digests', `redis@${digest}@${digest}`],
    ['an image id', 'a'.repeat(64)],
    ['an address', 'https://ghcr.io/team/api'],
    ['a blank', 'redis 7'],
    ['a path that leads out', 'ghcr.io/../api'],
    ['no end', `a/${'b'.repeat(300)}`],
  ])('%s is none', (_name, text) => {
    expect(parseReference(text)).toBeUndefined();
  });

  test('and is written as people write it', () => {
    for (const text of ['redis:7', 'grafana/grafana:11', `ghcr.io/team/api@${digest}`]) {
      const reference = parseReference(text);
      expect(reference && familiar(reference)).toBe(text);
    }
  });
});

test('Docker Hub has a host and a key of its own', () => {
  expect([registryHost('docker.io'), credentialKey('docker.io')]).toEqual([
    'registry-1.docker.io',
    'https://index.docker.io/v1/',
  ]);
  expect([registryHost('ghcr.io'), credentialKey('ghcr.io')]).toEqual(['ghcr.io', 'ghcr.io']);
});

test('only this machine is spoken to without TLS unasked', () => {
  expect(['localhost:5000', '127.0.0.1', '127.1.2.3:80', '[::1]:1'].map(isLoopback)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect(['127.0.0.1.example.org', 'localhost.example.org', '10.0.0.1:5000'].map(isLoopback)).toEqual([
    false,
    false,
    false,
  ]);
});
