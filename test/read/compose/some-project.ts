// Compose projects made by fast-check: whatever the keys' tables allow most, in short and long forms.
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expressions of compose, not of JavaScript
import fc from 'fast-check';
import { emitYaml, type PlainValue } from '../../../src/read/compose/emit-yaml.ts';

const names = ['web', 'api', 'db', 'job'] as const;
const word = fc.constantFrom(
  'a',
  'b1',
  'x y',
  "it's",
  'q"q',
  '5',
  'true',
  '$$d',
  '${A}',
  '${B:-c}',
  'ü',
  '',
  '#n',
  '-',
);
const port = fc.oneof(
  fc.integer({ min: 1, max: 65_535 }),
  fc.integer({ min: 1, max: 9000 }).map((at) => `${at}:${at + 1}`),
  fc.integer({ min: 1, max: 9000 }).map((at) => `127.0.0.1:${at}-${at + 1}:${at}-${at + 1}/udp`),
  fc.integer({ min: 1, max: 9000 }).map((target) => ({ target, published: String(target), protocol: 'tcp' })),
);
const variables = fc.oneof(
  fc.dictionary(fc.constantFrom('A', 'B', 'C_D'), fc.oneof(word, fc.integer(), fc.constant(null))),
  fc.uniqueArray(fc.constantFrom('A=1', 'B', 'C_D=$$x', 'E='), { selector: (text) => text.split('=')[0] }),
);
const volume = fc.constantFrom<PlainValue>(
  'cache:/cache',
  './src:/src:ro',
  '/anonymous',
  { type: 'tmpfs', target: '/tmp', tmpfs: { size: 1000 } },
  { type: 'bind', source: '../up', target: '/up', bind: { create_host_path: false } },
);
const duration = fc.constantFrom('10s', '1m30s', '500ms', '1h');

const service: fc.Arbitrary<PlainValue> = fc.record(
  {
    image: fc.constantFrom('nginx', 'reg.example.com/x:1.2', 'x@sha256:0', 'x:${TAG:-1}'),
    build: fc.constantFrom<PlainValue>('./web', { context: '.', args: { A: '1', B: null }, target: 't' }),
    command: fc.oneof(fc.constantFrom('run -a "b c"', 'x'), fc.array(word, { maxLength: 3 })),
    environment: variables,
    labels: fc.dictionary(fc.constantFrom('a.b', 'c'), word),
    ports: fc.array(port, { maxLength: 3 }),
    volumes: fc.uniqueArray(volume, { maxLength: 3, selector: (one) => JSON.stringify(one) }),
    networks: fc.constantFrom<PlainValue>(['front'], { front: { aliases: ['f'] }, back: null }),
    healthcheck: fc.record({ test: fc.constantFrom<PlainValue>('curl x', ['CMD', 'x']), interval: duration }),
    deploy: fc.record({
      replicas: fc.nat(5),
      resources: fc.constant({ limits: { memory: '64M', cpus: '0.5' } }),
    }),
    shm_size: fc.constantFrom('1g', '512m', 1024),
    cap_add: fc.constant(['NET_ADMIN']),
    tmpfs: fc.constantFrom<PlainValue>('/run', ['/a', '/b']),
    extra_hosts: fc.constantFrom<PlainValue>(['a:1.2.3.4'], { b: '::1' }),
    ulimits: fc.constantFrom<PlainValue>({ nofile: 10 }, { nofile: { soft: 1, hard: 2 } }),
    restart: fc.constantFrom('always', 'on-failure:3'),
    stop_grace_period: duration,
    secrets: fc.constantFrom<PlainValue>(['pw'], [{ source: 'pw', target: 't', mode: 288 }]),
    'x-own': fc.constantFrom<PlainValue>({ a: [1, null, 'x'] }, 'text'),
  },
  { requiredKeys: ['image'] },
);

const top = {
  networks: { front: {}, back: { internal: true } },
  volumes: { cache: null },
  secrets: { pw: { file: './pw' } },
};

/** A whole project of one to four services. */
export const projectText: fc.Arbitrary<string> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...names), service), {
    minLength: 1,
    maxLength: 4,
    selector: ([name]) => name,
  })
  .map((services) => emitYaml({ name: 'shop', services: Object.fromEntries(services), ...top }));

/** An override of services that are there or not. */
export const overrideText: fc.Arbitrary<string> = fc
  .uniqueArray(fc.tuple(fc.constantFrom(...names), service), {
    minLength: 1,
    maxLength: 3,
    selector: ([name]) => name,
  })
  .map((services) => emitYaml({ services: Object.fromEntries(services) }));
