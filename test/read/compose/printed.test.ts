import { describe, expect, test } from 'vitest';
import { plainConfig } from '../../../src/read/compose/config.ts';
import {
  bytesText,
  deviceCount,
  durationText,
  modeText,
  singlePrecision,
} from '../../../src/read/compose/printed/amounts.ts';
import { type Reading, read, web } from './reading.ts';

function service({ stack }: Reading): unknown {
  const project = plainConfig(stack, true);
  const services =
    project !== null && typeof project === 'object' && 'services' in project ? project.services : {};
  return Object.values(services ?? {})[0];
}

describe('amounts are printed as docker compose prints them', () => {
  test.each([
    ['90s', '1m30s'],
    ['1h5m30s20ms', '1h5m30.02s'],
    ['0.5s', '500ms'],
    ['100us', '100µs'],
    ['2w3d', '408h0m0s'],
    ['0s', '0s'],
    ['-5s', '-5s'],
  ])('the duration %s', (text, expected) => {
    expect(durationText(text)).toBe(expected);
  });

  test.each([
    ['64m', '67108864'],
    ['1.5g', '1610612736'],
    ['0.1m', '104857'],
    [1024, '1024'],
    ['-1', '-1'],
  ])('the size %s', (value, expected) => {
    expect(bytesText(value)).toBe(expected);
  });

  test('numbers of single precision, modes and counts', () => {
    expect([0.1, 0.3333333333, 2].map(singlePrecision)).toEqual([0.1, 0.33333334, 2]);
    expect([288, '440', '0440'].map(modeText)).toEqual(['0440', '0440', '0440']);
    expect(['all', '3', 2].map(deviceCount)).toEqual([-1, 3, 2]);
  });
});

describe('what says nothing is left out', () => {
  test.each([
    ['flags that are off', 'tty: false\nprivileged: false', {}],
    ['a flag that is off and means it', 'init: false\nattach: false', { attach: false, init: false }],
    ['empty lists and texts', 'cap_add: []\nhostname: ""\nlabels: {}', {}],
    ['an empty command takes that of the image away', 'command: []', { command: [] }],
    ['empty values of variables', 'environment: {A: "", B: }', { environment: { A: '', B: null } }],
    ['zeros', 'cpus: 0\nscale: 0', { scale: 0 }],
    ['no mapping within', 'deploy: {resources: {}, placement: {}}', { deploy: {} }],
    ['extensions stay whole', 'x-a: {b: "", c: false, d: []}', { 'x-a': { b: '', c: false, d: [] } }],
  ])('%s', (_name, lines, expected) => {
    expect(service(web(lines))).toEqual({ image: 'nginx', networks: { default: null }, ...expected });
  });

  test('resources that nothing uses, unless asked for', () => {
    const { stack } = read('services: {a: {image: x, volumes: ["one:/x"]}}\nvolumes: {one: , spare: }');
    expect(plainConfig(stack, true)).toMatchObject({ volumes: { one: { name: 'shop_one' } } });
    expect(JSON.stringify(plainConfig(stack, true))).not.toContain('spare');
  });
});

describe('short and long forms', () => {
  test.each([
    [
      'hosts in order, without brackets',
      'extra_hosts: ["z:[::1]", "a=1.1.1.1,2.2.2.2"]',
      { extra_hosts: ['a=1.1.1.1', 'a=2.2.2.2', 'z=::1'] },
    ],
    ['a command ends at a bare operator', 'command: echo a 2>/dev/null | wc', { command: ['echo', 'a'] }],
    ['quoted operators are words', "command: sh -c 'a | b'", { command: ['sh', '-c', 'a | b'] }],
    ['ulimits of nothing', 'ulimits: {core: 0}', { ulimits: { core: { hard: 0, soft: 0 } } }],
    ['devices are all unless told', 'gpus: [{driver: a}]', { gpus: [{ count: -1, driver: 'a' }] }],
    ['options are texts', 'logging: {options: {n: 10, e: }}', { logging: { options: { e: '', n: '10' } } }],
    ['a fraction is cut', 'pids_limit: 10.7', { pids_limit: 10 }],
    ['the old word for missing', 'pull_policy: if_not_present', { pull_policy: 'missing' }],
  ])('%s', (_name, lines, expected) => {
    expect(service(web(lines))).toEqual({ image: 'nginx', networks: { default: null }, ...expected });
  });

  test('label files stand below own labels', () => {
    const texts = {
      'compose.yaml': 'services: {web: {image: x, label_file: [a.labels, b.labels], labels: {own: "1"}}}',
      'a.labels': 'a=1\nown=2\n',
      'b.labels': 'a=3\n',
    };
    expect(service(read(texts))).toMatchObject({ labels: { a: '3', own: '1' } });
  });

  test('a label file that is missing is a problem', () => {
    expect(web('label_file: nowhere').problems).toEqual(['invalid-value: nowhere']);
  });

  test('a hook before the start has what its service has, mounts apart', () => {
    const lines =
      'user: app\nenvironment: {A: "1"}\nvolumes: ["./a:/a"]\npre_start: [{command: m, environment: [B=2]}]';
    const hook = {
      command: ['m'],
      environment: { A: '1', B: '2' },
      image: 'nginx',
      networks: { default: null },
      user: 'app',
    };
    expect(service(web(lines))).toMatchObject({ pre_start: [hook] });
    expect(JSON.stringify(service(web(lines)))).toContain(
      '"pre_start":[{"command":["m"],"environment":{"A":"1","B":"2"},"image":"nginx","networks":{"default":null},"user":"app"}]',
    );
  });

  test('jobs are resolved as services are, and use what they name', () => {
    const { stack, problems } = read(
      'services: {}\njobs: {j: {image: x, command: a b, volumes: ["data:/d"], triggers: {manual: true}}}\nvolumes: {data: }',
    );
    expect(problems).toEqual([]);
    expect(plainConfig(stack, true)).toMatchObject({
      jobs: { j: { command: ['a', 'b'], volumes: [{ source: 'data', type: 'volume' }] } },
      volumes: { data: {} },
    });
  });
});

describe('what docker compose takes is said and taken', () => {
  test.each([
    ['a port that cannot be', 'ports: [{target: 99999}]', '99999'],
    ['a fraction', 'cpu_shares: 1.5', '1.5'],
    ['an unknown restart policy', 'restart: sometimes', 'sometimes'],
    ['a relative mount target', 'volumes: ["./a:data"]', '"./a:data"'],
    ['a duration below zero', 'stop_grace_period: "-5s"', '"-5s"'],
  ])('%s', (_name, lines, at) => {
    const { stack, at: text } = web(lines);
    expect(stack.problems.map(({ accepted, span }) => [accepted, text(span)])).toEqual([[true, at]]);
  });
});
