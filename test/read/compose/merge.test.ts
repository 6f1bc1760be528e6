// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expressions of compose, not of JavaScript
import { describe, expect, test } from 'vitest';
import { plainConfig } from '../../../src/read/compose/config.ts';
import type { PlainValue } from '../../../src/read/compose/emit-yaml.ts';
import { environment, type Reading, read, values } from './reading.ts';

/** The service `web` of two files, as plain data. */
function merged(base: string, over: string): Reading & { readonly data: Record<string, PlainValue> } {
  const file = (lines: string) => `services:\n  web:\n${lines.trim().replace(/^/gm, '    ')}\n`;
  const texts = { 'compose.yaml': file(`image: nginx\n${base}`), 'over.yaml': over === '' ? '' : file(over) };
  const reading = read(texts, {}, ['compose.yaml', 'over.yaml']);
  const data = plainConfig(reading.stack, true);
  const services = (data as { services: Record<string, Record<string, PlainValue>> }).services;
  return { ...reading, data: services.web ?? {} };
}

describe('keys meet by the rules of the specification', () => {
  test.each<[string, string, string, string, unknown]>([
    ['command is replaced', 'command: [a, b]', 'command: c d', 'command', ['c', 'd']],
    ['entrypoint is replaced', 'entrypoint: a', 'entrypoint: [b]', 'entrypoint', ['b']],
    ['lists are appended', 'security_opt: [a]', 'security_opt: [b]', 'security_opt', ['a', 'b']],
    ['dns takes a word and a list', 'dns: 1.1.1.1', 'dns: [8.8.8.8, 1.1.1.1]', 'dns', ['1.1.1.1', '8.8.8.8']],
    [
      'environment by name, list over map',
      'environment: {A: 1, B: 2}',
      'environment: [B=3, C]',
      'environment',
      { A: '1', B: '3', C: null },
    ],
    [
      'a bare name takes the value away',
      'environment: {A: 1}',
      'environment: {A: }',
      'environment',
      { A: null },
    ],
    ['labels by name', 'labels: [a=1]', 'labels: {a: 2, b: true}', 'labels', { a: '2', b: 'true' }],
    ['tmpfs once', 'tmpfs: /run', 'tmpfs: [/run, /tmp]', 'tmpfs', ['/run', '/tmp']],
    [
      'extra hosts once',
      'extra_hosts: {a: 1.1.1.1}',
      'extra_hosts: ["a=1.1.1.1", "b=2.2.2.2"]',
      'extra_hosts',
      ['a=1.1.1.1', 'b=2.2.2.2'],
    ],
    [
      'logging of one driver merges',
      'logging: {driver: local, options: {a: x}}',
      'logging: {options: {b: y}}',
      'logging',
      { driver: 'local', options: { a: 'x', b: 'y' } },
    ],
    [
      'logging of another driver replaces',
      'logging: {driver: local, options: {a: x}}',
      'logging: {driver: syslog}',
      'logging',
      { driver: 'syslog' },
    ],
    [
      'ulimits are replaced',
      'ulimits: {nofile: {soft: 1, hard: 2}}',
      'ulimits: {nofile: 5}',
      'ulimits',
      { nofile: 5 },
    ],
    ['an empty value keeps the base', 'labels: {a: x}', 'labels:', 'labels', { a: 'x' }],
    ['a null in a mapping keeps the base', 'restart: always', 'restart:', 'restart', 'always'],
    [
      'build merges word and mapping',
      'build: ./a',
      'build: {target: t}',
      'build',
      { context: 'a', dockerfile: 'Dockerfile', target: 't' },
    ],
    [
      'networks merge list and mapping',
      'networks: [a]',
      'networks: {a: {aliases: [x]}, b: }',
      'networks',
      { a: { aliases: ['x'] }, b: null },
    ],
    [
      'depends_on by service',
      'depends_on: [db]',
      'depends_on: {db: {condition: service_healthy}}',
      'depends_on',
      { db: { condition: 'service_healthy', required: true } },
    ],
    ['reset removes', 'labels: {a: x}', 'labels: !reset {}', 'labels', undefined],
    ['reset removes one entry', 'labels: {a: x, b: y}', 'labels: {a: !reset null}', 'labels', { b: 'y' }],
    ['override replaces', 'labels: {a: x}', 'labels: !override {b: y}', 'labels', { b: 'y' }],
    ['override of a list', 'security_opt: [a]', 'security_opt: !override [b]', 'security_opt', ['b']],
    [
      'override of an empty list',
      'security_opt: [a]',
      'security_opt: !override []',
      'security_opt',
      undefined,
    ],
  ])('%s', (_name, base, over, key, expected) => {
    const { data, stack } = merged(base, over);
    expect(data[key]).toEqual(expected);
    expect(stack.problems.filter(({ code }) => code !== 'env-file-missing')).toEqual([]);
  });

  test('env files once each', () => {
    const { service } = merged('env_file: a.env', 'env_file: [b.env, {path: a.env, required: false}]');
    expect(service('web').envFiles.map(({ path, required }) => [path.value, required])).toEqual([
      ['a.env', false],
      ['b.env', true],
    ]);
  });

  test('ports are the same by host, published, target and protocol', () => {
    const { data } = merged(
      'ports: ["80:80", "127.0.0.1:81:81"]',
      'ports: ["0.0.0.0:80:80/tcp", "80:80/udp", "81:81"]',
    );
    const ports = data.ports as readonly Record<string, string>[];
    expect(
      ports.map(({ host_ip, published, protocol }) => `${host_ip ?? ''}:${published}/${protocol}`),
    ).toEqual(['0.0.0.0:80/tcp', '127.0.0.1:81/tcp', ':80/udp', ':81/tcp']);
  });

  test("volumes are the same by target, in the first one's place", () => {
    const { service } = merged('volumes: [one:/a, two:/b]', 'volumes: ["three:/a/:ro"]');
    expect(
      service('web').mounts.map(({ source, target, readOnly }) => [source?.value, target.value, readOnly]),
    ).toEqual([
      ['three', '/a', true],
      ['two', '/b', false],
    ]);
  });
});

describe('merging is lawful', () => {
  const base =
    'ports: ["80:80"]\nenvironment: [A=1]\nvolumes: [one:/a]\nbuild: .\nhealthcheck: {test: x}\ndeploy: {replicas: 2}';

  test.each([
    ['an empty file', ''],
    ['a file with an empty service', '{}'],
  ])('%s changes nothing', (_name, over) => {
    expect(merged(base, over).stack.services).toEqual(merged(base, '').stack.services);
  });

  test('a file over itself changes nothing but history', () => {
    expect(merged(base, base).data).toEqual(merged(base, '').data);
  });

  test('what was overridden stays in the history', () => {
    const reading = merged('user: one\nenvironment: {A: x}', 'user: two\nenvironment: [A=y]');
    const { user } = reading.service('web');
    expect([user?.value, reading.at(user?.span)]).toEqual(['two', 'two']);
    expect(user?.trail?.map(({ how, span, note }) => [how, reading.at(span), note])).toEqual([
      ['overrides', 'one', 'one'],
    ]);
    const value = reading.service('web').environment.get('A')?.value;
    expect([reading.at(value?.span), reading.at(value?.trail?.[0]?.span)]).toEqual(['y', 'x']);
  });

  test('a service keeps its first name and its last mapping', () => {
    const reading = merged('user: one', 'user: two');
    const web = reading.service('web');
    expect([
      web.nameSpan.file,
      web.span.file,
      web.keys.get('image')?.file,
      web.keys.get('user')?.file,
    ]).toEqual(['compose.yaml', 'over.yaml', 'compose.yaml', 'over.yaml']);
  });

  test('documents of one file are merged like files', () => {
    const reading = read(
      'services: {a: {image: x, dns: [1.1.1.1]}}\n---\nservices: {a: {dns: [2.2.2.2]}, b: {image: y}}\n',
    );
    expect([...reading.stack.services.keys()]).toEqual(['a', 'b']);
    expect(environment(reading.service('a'))).toEqual({});
    expect(values(reading.service('a').capAdd)).toEqual([]);
  });
});
