import { createServer, type RequestListener } from 'node:http';
import { createServer as createTcpServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import type { SmokeCheck } from '../../src/model/smoke.ts';
import { parseJsonPath, valueAt } from '../../src/verify/json-path.ts';
import { runSmoke, smokeEvidence } from '../../src/verify/smoke.ts';
import type { Variables } from '../../src/verify/variables.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(server: Server): Promise<number> {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const web = (listener: RequestListener) => listen(createServer(listener));
const span = { file: 'seaworthy.yaml', start: 0, end: 0 };

function http(part: Partial<Extract<SmokeCheck, { kind: 'http' }>>): SmokeCheck {
  return {
    kind: 'http',
    name: 'policies',
    url: 'http://gateway/api/policies',
    method: 'GET',
    status: 200,
    headers: {},
    json: {},
    bodyMatch: undefined,
    withinMs: 400,
    span,
    ...part,
  };
}

/** Service `gateway`, port 80, is the given port of this machine; there is no other. */
async function smoke(check: SmokeCheck, port: number | undefined, variables: Variables = {}) {
  const resolve = async (service: string, asked: number) =>
    service === 'gateway' && (asked === 80 || asked === 5432) && port !== undefined
      ? { host: '127.0.0.1', port }
      : undefined;
  const options = { clock: systemClock, signal: new AbortController().signal, variables };
  const [result] = await runSmoke([check], resolve, options);
  if (result === undefined) throw new Error('no result');
  return result;
}

const document = JSON.stringify({ items: [{ id: 7, name: 'a' }], total: 1, next: null });

describe('an http smoke check', () => {
  const cases: readonly (readonly [string, Parameters<typeof http>[0], string, RegExp])[] = [
    ['passes on its status', {}, 'pass', /^GET \/api\/policies → 200 in \d+/],
    ['holds to another status', { status: 204 }, 'fail', /→ 200: expected 204; \{"items"/],
    [
      'finds what exists',
      { json: { '$.items': { exists: true }, '$.items[0].id': { equals: 7 } } },
      'pass',
      /200/,
    ],
    ['finds null', { json: { '$.next': { equals: null } } }, 'pass', /200/],
    [
      'misses what does not',
      { json: { '$.items[1]': { exists: true } } },
      'fail',
      /200: \$\.items\[1\] does not exist$/,
    ],
    [
      'compares without casting',
      { json: { '$.total': { equals: '1' } } },
      'fail',
      /\$\.total is 1, not "1"$/,
    ],
    [
      'does not guess at a path',
      { json: { '$..id': { exists: true } } },
      'unknown',
      /JSON path \$\.\.id is not understood/,
    ],
    ['looks into the body', { bodyMatch: '"total":2' }, 'fail', /body does not match/],
    [
      'does not know other services',
      { url: 'http://billing/' },
      'unknown',
      /no running service billing with port 80/,
    ],
    [
      'needs its variables',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the check's own syntax
      { url: 'http://gateway/${PATH_PART}' },
      'unknown',
      /variable PATH_PART is not set/,
    ],
    ['needs an address', { url: 'gateway' }, 'unknown', /not an http or https address/],
  ];

  it.each(cases)('%s', async (_name, part, outcome, reason) => {
    const port = await web((_request, response) => response.end(document));
    const result = await smoke(http(part), port);
    expect(result).toMatchObject({ outcome, attempts: 1, name: 'policies', kind: 'http' });
    expect(result.reason).toMatch(reason);
  });

  it('sends method, headers and the name that the stack uses', async () => {
    let seen = '';
    const port = await web((request, response) => {
      seen = `${request.method} ${request.headers.host} ${request.headers.authorization} ${request.url}`;
      response.writeHead(201).end();
    });
    const check = http({
      method: 'POST',
      status: 201,
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the check's own syntax
      headers: { authorization: 'Bearer ${TOKEN}' },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the check's own syntax
      url: 'http://gateway/x?tenant=${TENANT:-a}',
    });
    expect((await smoke(check, port, { TOKEN: 't0k' })).outcome).toBe('pass');
    expect(seen).toBe('POST gateway Bearer t0k /x?tenant=a');
  });

  it('never prints a secret that the service repeats', async () => {
    const port = await web((request, response) =>
      response.writeHead(401).end(`no: ${request.headers.authorization}`),
    );
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the check's own syntax
    const check = http({ headers: { authorization: 'Bearer ${API_TOKEN}' } });
    const result = await smoke(check, port, { API_TOKEN: 'very-secret' });
    expect(result.reason).toBe('GET /api/policies → 401: expected 200; no: Bearer ***');
  });

  it('fails on time, on a broken body and on a refusal', async () => {
    const slow = await web(() => undefined);
    expect((await smoke(http({ withinMs: 60 }), slow)).reason).toBe(
      'GET /api/policies: no answer within 60ms',
    );
    const broken = await web((_request, response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"items":');
      setImmediate(() => response.destroy());
    });
    const json = { '$.items': { exists: true } } as const;
    expect((await smoke(http({ json }), broken)).reason).toContain('body broke off');
    const closing = servers.pop();
    await new Promise((resolve) => closing?.close(resolve));
    expect((await smoke(http({}), broken)).reason).toContain('connection refused');
  });
});

describe('a tcp smoke check', () => {
  const tcp = (address: string): SmokeCheck => ({ kind: 'tcp', name: 'port', address, withinMs: 300, span });

  it('connects to services and to addresses', async () => {
    const port = await listen(createTcpServer((socket) => socket.destroy()));
    expect((await smoke(tcp('gateway:80'), port)).outcome).toBe('pass');
    expect((await smoke(tcp(`127.0.0.1:${port}`), undefined)).outcome).toBe('pass');
    expect((await smoke(tcp('redis:6379'), port)).outcome).toBe('unknown');
    expect((await smoke(tcp('gateway'), port)).reason).toBe('gateway is not host:port');
  });
});

describe('a postgres smoke check', () => {
  const check = (url: string): SmokeCheck => ({
    kind: 'postgres',
    name: 'rows',
    url,
    query: 'select 1',
    rows: 1,
    withinMs: 300,
    span,
  });

  it('says what stands in the way, without the password', async () => {
    const hanging = await listen(createTcpServer(() => undefined));
    const url = 'postgres://app:hunter2@gateway/shop';
    const results = [
      await smoke(check(url), hanging),
      await smoke(check('postgres://app:hunter2@elsewhere/shop'), hanging),
      await smoke(check('mysql://app:hunter2@gateway/shop'), hanging),
      await smoke(check(url), 1),
    ];
    expect(results.map((one) => one.outcome)).toEqual(['fail', 'unknown', 'unknown', 'fail']);
    expect(results[3]?.reason).toBe('connection refused on 127.0.0.1:1');
    expect(JSON.stringify(results)).not.toContain('hunter2');
  });
});

describe('evidence of smoke checks', () => {
  it('is one measured fact a check', async () => {
    const port = await web((_request, response) => response.end('ok'));
    const result = await smoke(http({}), port);
    const [evidence] = smokeEvidence([result], 'abc');
    expect(evidence).toMatchObject({ name: 'smoke/policies', outcome: 'pass', unit: 'ms', release: 'abc' });
    expect(evidence?.value).toBe(result.ms);
  });
});

describe('a JSON path', () => {
  const value = { a: { b: [1, 2, { c: null }] }, 'odd key': 5 };
  it.each([
    ['$', value],
    ['$.a.b[2]', { c: null }],
    ['$.a.b[2].c', null],
    ['$.a.b[9]', undefined],
    ['$.a.b.length', undefined],
    ['$.a[0]', undefined],
    ['$.constructor', undefined],
    ["$['odd key']", 5],
  ])('%s', (path, expected) => {
    expect(valueAt(value, parseJsonPath(path) ?? ['?'])).toEqual(expected);
  });

  it.each(['a', '$a', '$.', '$[x]', '$.a.', '$.*'])('refuses %s', (path) => {
    expect(parseJsonPath(path)).toBeUndefined();
  });
});
