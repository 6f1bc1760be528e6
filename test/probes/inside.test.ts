import { describe, expect, test } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import type { Probe } from '../../src/model/probe.ts';
import { measureHttp } from '../../src/probes/http.ts';
import type { ProbeTarget } from '../../src/probes/target.ts';
import { measureTcp } from '../../src/probes/tcp.ts';

const limits = { timeoutMs: 5000, signal: new AbortController().signal, clock: systemClock };

/** An instance that can only be asked from inside, and what its programs answer. */
function target(exitCode: number, output: string, asked: string[][] = []): ProbeTarget {
  return {
    address: () => undefined,
    inside: () => '172.20.0.2',
    exec: async (argv) => {
      asked.push([...argv]);
      return { exitCode, output };
    },
    logs: async function* () {},
    observe: async () => undefined,
  };
}

const http = (more: Partial<Extract<Probe, { kind: 'http' }>> = {}): Extract<Probe, { kind: 'http' }> => ({
  kind: 'http',
  port: 8000,
  path: '/alive',
  ...more,
});

const busybox = '  HTTP/1.1 200 OK\r\n  Content-Length: 5\r\n  \r\n\n\nfine';

describe('GET from inside', () => {
  test.each([
    ['curl', 'HTTP/1.1 200 OK\r\nX: y\r\n\r\nfine', 'pass', /GET \/alive → 200/],
    ['wget of busybox', busybox, 'pass', /→ 200/],
    ['a status that is none', '  HTTP/1.1 404 Not Found\nwget: server returned error\n\n', 'fail', /→ 404/],
    ['another body', 'HTTP/2 200\r\n\r\nworse', 'fail', /does not match/],
    ['a refusal', "wget: can't connect to remote host: Connection refused", 'fail', /inside: wget.*refused/],
  ])('%s', async (_name, output, state, reason) => {
    const verdict = await measureHttp(http({ match: '^fine' }), target(0, output), limits);
    expect(verdict).toMatchObject({ state, reason: expect.stringMatching(reason) });
  });

  test('the path is an argument, and no part of the script', async () => {
    const asked: string[][] = [];
    await measureHttp(http({ path: '/a;reboot' }), target(0, busybox, asked), limits);
    expect(asked[0]?.slice(3)).toEqual(['sh', 'http://172.20.0.2:8000/a;reboot', '5']);
    expect(asked[0]?.[2]).not.toContain('reboot');
  });

  test.each([126, 127])('an image without a client (%d) is a bad check, not a bad service', async (code) => {
    const verdict = await measureHttp(http(), target(code, ''), limits);
    expect(verdict).toMatchObject({ state: 'bad', reason: expect.stringContaining('publish the port') });
  });
});

const table = (...rows: readonly string[]) =>
  ['  sl  local_address rem_address   st', ...rows.map((row, at) => `   ${at}: ${row}`)].join('\n');

describe('who listens inside', () => {
  test.each([
    ['on every address', ['00000000:1F40 00000000:0000 0A'], 'pass', 'somebody listens'],
    [
      'on every address of IPv6',
      [`${'0'.repeat(32)}:1F40 ${'0'.repeat(32)}:0000 0A`],
      'pass',
      'somebody listens',
    ],
    ['on loopback', ['0100007F:1F40 00000000:0000 0A'], 'fail', 'own loopback'],
    ['on another port', ['00000000:1F41 00000000:0000 0A'], 'fail', 'nobody listens'],
    ['a connection only', ['020014AC:1F40 010014AC:8000 01'], 'fail', 'nobody listens'],
  ])('%s', async (_name, rows, state, reason) => {
    const verdict = await measureTcp({ kind: 'tcp', port: 8000 }, target(1, table(...rows)), limits);
    expect(verdict).toMatchObject({ state, reason: expect.stringContaining(reason) });
  });
});
