// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expressions of compose, not of JavaScript
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderConfig } from '../../../src/read/compose/config.ts';
import { read } from './reading.ts';

const good = `name: shop
x-common: &common
  restart: unless-stopped
  logging: { driver: json-file, options: { max-size: 10m } }
include:
  - sub/compose.yaml
services:
  web:
    <<: *common
    image: "reg/web:\${TAG:-\${OTHER:-1}}"
    build: { context: ., args: [A=1, B] }
    command: node server.js --name "a b"
    env_file: [a.env, { path: b.env, required: false }]
    environment: { A: 1, B: true, C: , D: "$$x" }
    ports: ["127.0.0.1:8000-8001:80-81/tcp", 90, { target: 5, published: 6 }]
    volumes: ["./data:/data:ro", cache:/cache, { type: tmpfs, target: /t }]
    depends_on: { db: { condition: service_healthy } }
    healthcheck: { test: [CMD, curl], interval: 10s, retries: 3 }
    deploy: { replicas: 2, resources: { limits: { cpus: "0.5", memory: 1g } } }
    extends: { file: common.yaml, service: base }
  db:
    extends: web
    image: postgres
    ports: !reset []
    secrets: [pw, { source: pw, target: x, mode: 0440 }]
secrets: { pw: { file: ./pw } }
volumes: { cache: }
`;
const texts = {
  'compose.yaml': good,
  'common.yaml': 'services: { base: { user: "5", extends: { service: root } }, root: { tty: true } }\n',
  'sub/compose.yaml': 'services: { sub: { image: "x:${TAG:?no}", build: {} } }\n',
  'a.env': 'X=1\nY="${X}2"\n',
};

const tokens = [
  '',
  '\n',
  ' ',
  '  ',
  '-',
  ':',
  '[',
  ']',
  '{',
  '}',
  '"',
  "'",
  '$',
  '${',
  '}',
  '&a ',
  '*a',
  '*common',
  '!reset ',
  '!override ',
  '<<: ',
  '|',
  '#',
  '0',
  'x',
  ': null',
  '${A:-',
  '\t',
  '\u0000',
  '\ud800',
  '*',
  '__proto__: 1\n',
];

const change = fc.record({ at: fc.nat(good.length), remove: fc.nat(20), add: fc.constantFrom(...tokens) });

// Generous limits: the machine may be busy with other suites.
describe('whatever is written, reading ends with a stack', { timeout: 30_000 }, () => {
  test('mutations of a good file never throw, and all spans lie in their texts', () => {
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), fc.boolean(), (changes, alone) => {
        let text = good;
        for (const { at, remove, add } of changes) text = text.slice(0, at) + add + text.slice(at + remove);
        const all: Record<string, string> = { ...texts, 'compose.yaml': text, 'over.yaml': good };
        const { stack } = read(all, {}, alone ? ['compose.yaml'] : ['over.yaml', 'compose.yaml']);
        renderConfig(stack, { format: 'yaml', showSecrets: false });
        for (const { span, message, hint } of stack.problems) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThanOrEqual(span.start);
          expect(span.end).toBeLessThanOrEqual((all[span.file] ?? '').length);
          expect(message.length * hint.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('the good file has no problems but the variable that it wants', () => {
    expect(read(texts).problems).toEqual(['variable-required: ${TAG:?no}']);
  });

  test('any text is read', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        read({ 'compose.yaml': text, '.env': text }, { envFiles: [{ file: '.env', text }] });
      }),
      { numRuns: 100 },
    );
  });

  test('names of the language are names like others', () => {
    const reading = read(
      'services: {constructor: {image: x, environment: {__proto__: 1, toString: 2}}, a: {__proto__: 1, image: "x:${constructor}"}}',
    );
    expect([...reading.service('constructor').environment.keys()]).toEqual(['__proto__', 'toString']);
    expect(reading.service('a').image?.value).toBe('x:');
    expect(reading.problems).toEqual(['unknown-key: __proto__']);
    renderConfig(reading.stack, { format: 'json', showSecrets: false });
  });

  test('large files take time by their size', () => {
    const services = (amount: number) =>
      `services:\n${Array.from({ length: amount }, (_, index) => `  s${index}:\n    image: "x:\${TAG:-${index}}"\n    ports: ["${1024 + index}:80"]\n    depends_on: [s0]\n    environment: {A: 1, B: 2}\n`).join('')}`;
    const started = performance.now();
    expect(read(services(2000)).stack.services.size).toBe(2000);
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  test('blank lines before the first key cost nothing', () => {
    const started = performance.now();
    expect(read(`${'\n'.repeat(500)}   \nservices: {a: {image: x}}\n`).problems).toEqual([]);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test('aliases that multiply are stopped', () => {
    const lines = [
      'a0: &a0 {x: 1}',
      ...Array.from(
        { length: 20 },
        (_, index) => `a${index + 1}: &a${index + 1} [${Array(9).fill(`*a${index}`).join(', ')}]`,
      ),
    ];
    const { stack } = read(
      `x-a:\n${lines.map((line) => `  ${line}`).join('\n')}\nservices: {a: {image: x}}\n`,
    );
    expect(stack.problems.map(({ code }) => code)).toContain('yaml-alias-bomb');
  });
});
