// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are expressions of compose, not of JavaScript
import { describe, expect, test } from 'vitest';
import { SeaworthyError } from '../../../src/base/errors.ts';
import { explain } from '../../../src/read/compose/explain.ts';
import { type Reading, read } from './reading.ts';

const texts = {
  'compose.yaml': `x-common: &common
  restart: always
  environment: &env { LEVEL: info, API_TOKEN: "\${API_TOKEN}" }
include: [ { path: db/compose.yaml, env_file: db/db.env } ]
services:
  web:
    <<: *common
    image: "nginx:\${TAG}-\${KIND:-alpine}\${NONE}"
    labels: { a.b: x, "it's": y, "q[0]": z }
    ports: ["80:80"]
    command: [a]
    env_file: [web.env, more.env]
  worker:
    extends: { file: base.yaml, service: base }
    environment: *env
    scale: 2
`,
  'over.yaml': `services:
  web:
    environment: { API_TOKEN: two, FROM_FILE: own }
    command: [b]
    ports: ["80:80", "81:81"]
  worker: { scale: 3 }
`,
  'last.yaml': 'services: { worker: { scale: 4, environment: [PASSED] } }\n',
  'base.yaml': 'services: { base: { image: "base:1", user: "5" } }\n',
  'db/compose.yaml': 'services: { db: { image: "postgres:${PG}" } }\n',
  'db/db.env': 'PG=17\n',
  'web.env': 'FROM_FILE=file\nTWICE=one\nONLY=${TAG}x\n',
  'more.env': 'TWICE=two\n',
};

function reading(): Reading {
  return read(
    texts,
    {
      envFiles: [{ file: '.env', text: 'TAG=1.27\nAPI_TOKEN=hunter2\n' }],
      processEnv: { PASSED: 'on', KIND: '' },
    },
    ['compose.yaml', 'over.yaml', 'last.yaml'],
  );
}

function chain(path: string): readonly string[] {
  const from = reading();
  const [own] = explain(from.stack, path);
  return (own?.links ?? []).map(
    ({ how, value, span }) => `${how} ${span.file}: ${from.at(span).replace(/\s+/g, ' ')} | ${value}`,
  );
}

describe('the chain of a value', () => {
  test('the files have nothing else wrong', () => {
    expect(reading().problems).toEqual([]);
  });

  test.each<[string, readonly string[]]>([
    [
      'services.web.image',
      [
        'set compose.yaml: "nginx:${TAG}-${KIND:-alpine}${NONE}" | nginx:1.27-alpine',
        'interpolation .env: 1.27 | TAG = 1.27',
        'interpolation compose.yaml: ${KIND:-alpine} | KIND = , from the environment of the process',
        'interpolation compose.yaml: ${NONE} | NONE is not set',
      ],
    ],
    [
      'services.web.environment.API_TOKEN',
      ['set over.yaml: two | ***', 'overrides compose.yaml: "${API_TOKEN}" | ***'],
    ],
    ['services.web.environment.FROM_FILE', ['set over.yaml: own | own', 'overrides web.env: file | file']],
    [
      'services.web.environment.TWICE',
      ['set more.env: two | two', 'env-file compose.yaml: more.env | ', 'overrides web.env: one | one'],
    ],
    [
      'services.web.environment.ONLY',
      [
        'set web.env: ${TAG}x | 1.27x',
        'interpolation .env: 1.27 | TAG = 1.27',
        'env-file compose.yaml: web.env | ',
      ],
    ],
    ['services.web.restart', ['set compose.yaml: always | always', 'merge compose.yaml: << | ']],
    [
      'services.worker.environment.API_TOKEN',
      [
        'set compose.yaml: "${API_TOKEN}" | ***',
        'interpolation .env: hunter2 | API_TOKEN = ***',
        'alias compose.yaml: *env | ',
      ],
    ],
    [
      'services.worker.environment.PASSED',
      [
        'set last.yaml: PASSED | on',
        'interpolation last.yaml: PASSED | PASSED = on, from the environment of the process',
      ],
    ],
    [
      'services.worker.image',
      ['set base.yaml: "base:1" | base:1', 'extends compose.yaml: { file: base.yaml, service: base } | '],
    ],
    [
      'services.worker.scale',
      ['set last.yaml: 4 | 4', 'overrides over.yaml: 3 | 3', 'overrides compose.yaml: 2 | 2'],
    ],
    [
      'services.db.image',
      [
        'set db/compose.yaml: "postgres:${PG}" | postgres:17',
        'interpolation db/db.env: 17 | PG = 17',
        'include compose.yaml: { path: db/compose.yaml, env_file: db/db.env } | ',
      ],
    ],
    ['services.web.ports[0].published', ['set over.yaml: 80 | 80']],
    ['services.web.command', ['set over.yaml: [b] | ["b"]', 'overrides compose.yaml: [a] | ']],
    ['services.web.ports[1].protocol', ['default over.yaml: "81:81" | tcp']],
    ['networks.default.name', ['default last.yaml:  | shop_default']],
  ])('%s', (path, expected) => {
    const found = chain(path).map((line) =>
      path.startsWith('networks') ? line.replace(/: .*\|/, ':  |') : line,
    );
    expect(found).toEqual(expected);
  });
});

describe('paths', () => {
  test.each([
    ['services.web.labels.a.b', 'x'],
    ['services.web.labels["a.b"]', 'x'],
    ["services.web.labels['a.b']", 'x'],
    ['services["web"]["labels"]["a.b"]', 'x'],
    ['$.services.web.labels["it\'s"]', 'y'],
    ['$["services"].web.labels["q[0]"]', 'z'],
    ['.services.web.command[0]', 'b'],
    ['services.web.command.0', 'b'],
  ])('%s', (path, value) => {
    expect(explain(reading().stack, path)[0]?.links[0]?.value).toBe(value);
  });

  test('a mapping tells of each value in it', () => {
    const found = explain(reading().stack, 'services.web.labels');
    expect(found.map(({ path, links }) => [path, links[0]?.value])).toEqual([
      ['services.web.labels', '{"a.b":"x","it\'s":"y","q[0]":"z"}'],
      ['services.web.labels["a.b"]', 'x'],
      ['services.web.labels["it\'s"]', 'y'],
      ['services.web.labels["q[0]"]', 'z'],
    ]);
  });

  test.each(['', '$', '.'])('%j is the whole project, and each path in it can be asked for', (all) => {
    const { stack } = reading();
    const found = explain(stack, all);
    expect(found.length).toBeGreaterThan(30);
    expect(found[0]?.path).toBe('$');
    for (const { path, links } of found) expect(explain(stack, path)[0]?.links).toEqual(links);
  });

  test.each([
    ['services.wbe.image', 'Did you mean "services.web.image"?'],
    ['$.services.web.imgae', 'Did you mean "services.web.image"?'],
    ['services.web.ports[3]', 'Ask for services.web.ports as a whole.'],
    ['services.web.image.x', 'It is a single value.'],
    ['zzzzzz', 'It has services, x-common, name, networks.'],
  ])('%s does not exist', (path, hint) => {
    const { stack } = reading();
    try {
      explain(stack, path);
      expect.unreachable();
    } catch (error) {
      expect(error instanceof SeaworthyError && [error.exitCode, error.hint]).toEqual([64, hint]);
    }
  });
});
