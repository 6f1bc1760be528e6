// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the expressions are the input under test
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settingsSchema } from '../../../src/read/settings/schema.ts';
import { readExtension, readSettings } from '../../../src/read/settings/settings.ts';

const read = (text: string) => readSettings('seaworthy.yaml', text);

/** The example of flow.md, section 8. */
const whole = `
stack: policy-platform
engine: local
compose: [compose.yaml]
environments:
  production: { compose: [compose.yaml, compose.production.yaml], env_files: [.env.production] }
budget: { memory: 4GiB, cpus: 4, disk: 15GiB, images: 1GiB }
phases:
  - name: core
    services: [postgres, api]
    budget: { memory: 512MiB, cpus: 500m }
    gate: { stable_for: 10s, deadline: 90s }
  - name: business
    services: [auth]
    scope: phase
services:
  api:
    priority: critical
    gate: { http: /ready, port: 8000, status: 204, success_threshold: 3, stable_for: 10s, deadline: 60s }
    replace: start-first
    drain: 5s
    local: { command: [node, server.js] }
  migrate: { irreversible: true, needs: { verified_backup: 24h } }
smoke:
  - http: http://gateway/api/policies
    expect: { status: 200, json: { $.items: exists, $.total: 3 }, within: 500ms }
  - tcp: redis:6379
  - postgres: postgres://u:\${PASSWORD}@postgres:5432/x
    query: select 1
    expect: { rows: 1 }
load:
  - { name: browse, target: http://gateway/, rate: 200/s, duration: 30s, thresholds: ["p(95)<200"] }
kpis: { p95: 200ms, uptime: 99.5%, use: 80%, healthy: 100% }
backup:
  - { service: postgres, every: 24h, keep: 7d, verify: restore }
rules:
  compose/port-published: { severity: high }
  dockerfile/latest-tag: off
  compose/x: low
`;

/** Name, text, then per problem its code, the text it points at, and the replacement if there is one. */
const mistakes: readonly (readonly [string, string, readonly (readonly string[])[]])[] = [
  ['an unknown key', 'stakc: x', [['unknown-key', 'stakc', 'stack']]],
  [
    'an unknown key of a service',
    'services: { api: { replase: stop-first } }',
    [['unknown-key', 'replase', 'replace']],
  ],
  ['nothing like it', 'services: { api: { zzzzzz: 1 } }', [['unknown-key', 'zzzzzz']]],
  [
    'a duration without a unit',
    'services: { a: { gate: { tcp: 80, deadline: 60 } } }',
    [['invalid-value', '60']],
  ],
  [
    'a share of nothing',
    'budget: { memory: 25%, cpus: 25% }',
    [
      ['invalid-value', '25%'],
      ['invalid-value', '25%'],
    ],
  ],
  ['a size without a unit', 'budget: { memory: 512 }', [['invalid-value', '512']]],
  ['more than all', 'kpis: { uptime: 120% }', [['invalid-value', '120%']]],
  ['an unknown word', 'engine: podman', [['invalid-value', 'podman']]],
  ['a list for a mapping', 'services: [a]', [['wrong-type', '[a]']]],
  ['a text for a list', 'compose: compose.yaml', [['wrong-type', 'compose.yaml']]],
  ['a list for a text', 'stack: [a]', [['wrong-type', '[a]']]],
  ['a scalar for the whole', 'hello', [['wrong-type', 'hello']]],
  ['two probes', 'services: { a: { gate: { http: /, port: 80, log: x } } }', [['invalid-value', 'log']]],
  ['a probe without a port', 'services: { a: { gate: { http: /x } } }', [['missing-key', 'http']]],
  [
    'a key of another probe',
    'services: { a: { gate: { tcp: 80, status: 200 } } }',
    [['invalid-value', 'status']],
  ],
  ['a port out of range', 'services: { a: { gate: { tcp: 70000 } } }', [['invalid-value', '70000']]],
  ['a broken pattern', "services: { a: { gate: { log: '(' } } }", [['invalid-value', "'('"]]],
  ['a phase without a name', 'phases: [{ services: [a] }]', [['missing-key', '{ services: [a] }']]],
  ['an empty check', 'smoke: [{ name: x }]', [['invalid-value', '{ name: x }']]],
  ['a check of two kinds', 'smoke: [{ tcp: "a:1", http: http://x }]', [['invalid-value', 'tcp']]],
  ['a URL of another kind', 'smoke: [{ http: gateway/x }]', [['invalid-value', 'gateway/x']]],
  ['an address without a port', 'smoke: [{ tcp: redis }]', [['invalid-value', 'redis']]],
  ['a severity that is none', 'rules: { a/b: loud }', [['invalid-value', 'loud']]],
  [
    'overrides without files',
    'overrides: [{ rules: { a/b: off } }]',
    [['missing-key', '{ rules: { a/b: off } }']],
  ],
  [
    'a registry with a scheme',
    'policy: {trusted_registries: ["https://ghcr.io"]}',
    [['invalid-value', '"https://ghcr.io"']],
  ],
  ['an owner without its actions', 'policy: {actions: {allow: [acme]}}', [['invalid-value', 'acme']]],
  ['a form that labels do not have', 'policy: {label_schema: {team: name}}', [['invalid-value', 'name']]],
  ['overrides without rules', 'overrides: [{ files: [x] }]', [['missing-key', '{ files: [x] }']]],
  [
    'a severity of overrides',
    'overrides: [{ files: [x], rules: { a/b: loud } }]',
    [['invalid-value', 'loud']],
  ],
];

describe('readSettings', () => {
  it('reads the example of the documentation', () => {
    const settings = read(whole);
    expect(settings.problems).toEqual([]);
    expect(settings).toMatchObject({
      stack: { value: 'policy-platform' },
      engine: { value: 'local' },
      compose: [{ value: 'compose.yaml' }],
      environments: new Map([
        [
          'production',
          { compose: ['compose.yaml', 'compose.production.yaml'], envFiles: ['.env.production'] },
        ],
      ]),
      budget: { memory: 4 * 1024 ** 3, cpus: 4 },
      phases: [
        {
          name: 'core',
          services: [{ value: 'postgres' }, { value: 'api' }],
          scope: 'cumulative',
          budget: { cpus: 0.5 },
          gate: { stableForMs: 10_000, deadlineMs: 90_000 },
        },
        { name: 'business', scope: 'phase', gate: {} },
      ],
      kpis: { p95Ms: 200, uptime: 99.5, use: 80, healthy: 100 },
      rules: new Map([
        ['compose/port-published', { off: false, severity: 'high' }],
        ['dockerfile/latest-tag', { off: true, severity: undefined }],
        ['compose/x', { off: false, severity: 'low' }],
      ]),
    });
    expect(settings.services.get('api')).toMatchObject({
      priority: 'critical',
      replace: 'start-first',
      drainMs: 5000,
      irreversible: false,
      gate: {
        probe: { kind: 'http', port: 8000, path: '/ready', status: 204 },
        policy: { successThreshold: 3, stableForMs: 10_000, deadlineMs: 60_000 },
      },
      local: { command: ['node', 'server.js'] },
    });
    expect(settings.services.get('migrate')).toMatchObject({ priority: 'normal', irreversible: true });
    expect(settings.smoke).toMatchObject([
      {
        kind: 'http',
        name: 'GET http://gateway/api/policies',
        status: 200,
        withinMs: 500,
        json: { '$.items': { exists: true }, '$.total': { equals: 3 } },
      },
      { kind: 'tcp', address: 'redis:6379', name: 'tcp redis:6379' },
      {
        kind: 'postgres',
        name: 'postgres postgres://postgres:5432/x',
        url: 'postgres://u:${PASSWORD}@postgres:5432/x',
        rows: 1,
      },
    ]);
  });

  it.each(['repaired', 'flawed'])('reads the %s example without a problem', (name) => {
    const file = new URL(`../../../examples/policy-platform/${name}/seaworthy.yaml`, import.meta.url);
    expect(read(readFileSync(file, 'utf8')).problems).toEqual([]);
  });

  it.each(mistakes)('reports %s', (_, text, expected) => {
    const found = read(text).problems.map(({ code, span, replacement }) => [
      code,
      text.slice(span.start, span.end),
      ...(replacement === undefined ? [] : [replacement]),
    ]);
    expect(found).toEqual(expected);
  });

  it('gives the readable half of a half-broken file', () => {
    const settings = read(
      'stack: x\nengine: podman\nservices:\n  api: { priority: high, gate: { tcp: x } }\n',
    );
    expect(settings.stack?.value).toBe('x');
    expect(settings.services.get('api')).toMatchObject({ priority: 'high', gate: { probe: undefined } });
    expect(settings.problems).toHaveLength(2);
  });

  it('takes an empty file', () => expect(read('')).toMatchObject({ problems: [], phases: [], smoke: [] }));

  it('reads x-seaworthy with the places of the compose file', () => {
    const text = 'services: {}\nx-seaworthy:\n  stack: s\n  engin: local\n';
    const settings = readExtension('compose.yaml', text);
    expect(settings?.stack).toEqual({ value: 's', span: { file: 'compose.yaml', start: 35, end: 36 } });
    expect(settings?.problems).toMatchObject([{ code: 'unknown-key', replacement: 'engine' }]);
    expect(readExtension('compose.yaml', 'services: {}\n')).toBeUndefined();
  });

  it('throws on no text', () => {
    const word = fc.constantFrom(
      'services',
      'gate',
      'smoke',
      'phases',
      'http',
      ': ',
      '\n',
      '  ',
      '- ',
      '{',
      '}',
      '[',
      ']',
      'a',
      '80',
      '10s',
      '&x',
      '*x',
      '__proto__',
      'constructor',
      '"',
      'null',
      '~',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(word).map((words) => words.join('')),
        ),
        (text) =>
          read(text).problems.every(({ span, message }) => span.start <= text.length && message !== ''),
      ),
      { numRuns: 500 },
    );
  });
});

describe('settingsSchema', () => {
  it('knows the keys of the reader', () => {
    const schema = JSON.parse(JSON.stringify(settingsSchema()));
    expect(Object.keys(schema.properties)).toEqual([
      'stack',
      'engine',
      'compose',
      'kubernetes',
      'environments',
      'budget',
      'phases',
      'services',
      'smoke',
      'load',
      'kpis',
      'backup',
      'readiness',
      'claims',
      'policy',
      'rules',
      'overrides',
    ]);
    expect(schema.properties.services.additionalProperties.properties.gate.properties.stable_for).toEqual({
      type: ['string', 'integer'],
      'x-unit': 'duration',
      description: 'How long the passes must have lasted without a miss',
    });
    expect(schema.additionalProperties).toBe(false);
  });
});
