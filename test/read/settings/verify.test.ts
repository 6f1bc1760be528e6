// `smoke:`, `load:` and `kpis:` of the settings: what they give, and what is said of mistakes.
import { describe, expect, it } from 'vitest';
import { readSettings } from '../../../src/read/settings/settings.ts';

const read = (text: string) => readSettings('seaworthy.yaml', text);

/** Each problem as what it says, the text it points at, and what to do. */
function said(text: string): readonly string[] {
  return read(text).problems.map(
    ({ message, span, hint }) => `${message} | ${text.slice(span.start, span.end)} | ${hint}`,
  );
}

describe('load tests', () => {
  it('are read with stages, targets and thresholds', () => {
    const { load, problems } = read(`
load:
  - name: browse
    target: http://gateway/
    rate: 200/s
    duration: 30s
    warm_up: 2s
    thresholds: ["p(95)<200", error_rate<1%]
  - targets:
      - { name: read, url: http://api:8000/items, weight: 9 }
      - { name: buy, url: http://api:8000/buy, body: '{"n":{{n}}}', headers: { x-key: a }, status: 201 }
    rate: 600/m
    stages: [{ rate: 100/s, duration: 10s }, { rate: 100/s, duration: 1m }]
    timeout: 5s
    connections: 10
    thresholds: ['http_req_duration{target:buy}: p(99)<1s']
`);
    expect(problems).toEqual([]);
    expect(load).toMatchObject([
      {
        name: 'browse',
        targets: [{ name: 'http://gateway/', method: 'GET', weight: 1 }],
        stages: [{ from: 200, to: 200, durationMs: 30_000 }],
        warmUpMs: 2000,
        timeoutMs: 30_000,
        thresholds: [{ limit: 200 }, { limit: 0.01 }],
      },
      {
        name: 'read',
        targets: [
          { name: 'read', weight: 9, method: 'GET' },
          {
            name: 'buy',
            weight: 1,
            method: 'POST',
            body: '{"n":{{n}}}',
            headers: { 'x-key': 'a' },
            status: 201,
          },
        ],
        stages: [
          { from: 10, to: 100, durationMs: 10_000 },
          { from: 100, to: 100, durationMs: 60_000 },
        ],
        timeoutMs: 5000,
        connections: 10,
        thresholds: [{ target: 'buy', limit: 1000 }],
      },
    ]);
  });

  it.each([
    [
      'load: [{ rate: 5/s }]',
      'load[0] has no target | { rate: 5/s } | Give it `target: http://SERVICE/`, or `targets:` as a list.',
    ],
    [
      'load: [{ target: http://a/, rate: 200 }]',
      'load[0].rate is 200 without a unit | 200 | Write a rate such as 200/s or 600/m.',
    ],
    [
      'load: [{ target: http://a/, treshold: [] }]',
      'load[0] has an unknown key "treshold" | treshold | Did you mean "thresholds"?',
    ],
    [
      'load: [{ target: http://a/, thresholds: ["eror_rate<1%"] }]',
      'load[0].thresholds[0] "eror_rate<1%": eror_rate is not known: did you mean error_rate? | "eror_rate<1%" | Write it as in k6: p(95)<200, avg<80, error_rate<0.01, http_req_failed: rate<1%.',
    ],
    [
      'load: [{ target: http://a/, stages: [{ rate: 5/s }] }]',
      'load[0].stages[0] has no duration | { rate: 5/s } | Each stage is as { rate: 200/s, duration: 30s }.',
    ],
    [
      'load: [{ target: http://a/, targets: [] }]',
      'load[0] has both target and targets | targets | Keep one of the two.',
    ],
    [
      'load: [{ targets: [{ name: x }] }]',
      'load[0].targets[0] has no url | { name: x } | Add `url: http://SERVICE/`.',
    ],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual([expected]);
  });
});

describe('smoke checks', () => {
  it('are read of every kind', () => {
    const { smoke, problems } = read(`
smoke:
  - { grpc: "api:50051", service: orders.v1.Orders }
  - { websocket: ws://gateway/ws, send: hello, expect: { body: hello } }
  - { mysql: "mysql://u:p@db/shop", query: select 7, expect: { value: 7 } }
  - { redis: "redis://redis:6379", command: GET a, expect: { body: "1" } }
  - { exec: [node, check.js], in: api, expect: { exit: 3 } }
  - { log: PANIC, in: api, lines: 50 }
  - { log: ready, in: api, expect: { log: present }, retry: { attempts: 5, every: 100ms } }
  - { http: http://api/, body: x, expect: { headers: { content-type: json } } }
`);
    expect(problems).toEqual([]);
    const twice = { attempts: 3, everyMs: 1000 };
    expect(smoke).toMatchObject([
      { kind: 'grpc', address: 'api:50051', service: 'orders.v1.Orders', retry: twice },
      { kind: 'websocket', name: 'websocket ws://gateway/ws', send: 'hello', reply: 'hello' },
      { kind: 'mysql', name: 'mysql mysql://db/shop', query: 'select 7', value: 7 },
      { kind: 'redis', command: ['GET', 'a'], reply: '1' },
      { kind: 'exec', name: 'exec node in api', service: 'api', argv: ['node', 'check.js'], exit: 3 },
      { kind: 'log', name: 'log of api: PANIC', expect: 'absent', lines: 50, retry: { attempts: 1 } },
      { kind: 'log', expect: 'present', retry: { attempts: 5, everyMs: 100 } },
      { kind: 'http', method: 'POST', body: 'x', answerHeaders: { 'content-type': 'json' } },
    ]);
  });

  it.each([
    ['smoke: [{ exec: [x] }]', 'smoke[0] names no service | { exec: [x] } | Name the service: `in: api`.'],
    [
      'smoke: [{ tcp: "a:1", query: x }]',
      'smoke[0].query has no effect on a tcp check | query | Remove query.',
    ],
    [
      'smoke: [{ tcp: "a:1", expect: { rows: 1 } }]',
      'smoke[0].expect.rows has no effect on a tcp check | rows | Remove rows.',
    ],
    ['smoke: [{ htpp: http://x }]', 'smoke[0] has an unknown key "htpp" | htpp | Did you mean "http"?'],
  ])('%s', (text, expected) => {
    expect(said(text)).toContain(expected);
  });
});

describe('kpis', () => {
  it('are targets and statements about change', () => {
    const { kpis, problems } = read(
      'kpis: { p95: 1s, total: 2m, memory: 1GiB, cpu: 30%, change: [memory smaller by 20%, total larger by at most 10%] }',
    );
    expect(problems).toEqual([]);
    expect(kpis).toMatchObject({
      p95Ms: 1000,
      totalMs: 120_000,
      memory: 2 ** 30,
      cpu: 30,
      change: [
        { measure: 'memory', factor: 0.8 },
        { measure: 'total', factor: 1.1 },
      ],
    });
  });

  it.each([
    ['kpis: { change: [memry smaller by 20%] }', 'memry is not measured', 'Did you mean memory?'],
    ['kpis: { change: [memory larger by 20%] }', 'it is not understood', 'at most 10%'],
    ['kpis: { change: [memory smaller by 100%] }', 'nothing is smaller by all of itself', 'Stay below 100%.'],
  ])('%s', (text, message, hint) => {
    const [problem] = said(text);
    expect(problem).toContain(message);
    expect(problem).toContain(hint);
  });
});
