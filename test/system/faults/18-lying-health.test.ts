// Fault 18: a health check that cannot run, and one that lies.
import { expect, test } from 'vitest';
import { expectRolledBack } from './outcomes.ts';
import { withStack } from './stack.ts';

const missing = {
  services: {
    web: {
      sh: 'echo serving; exec sleep 600',
      compose: {
        healthcheck: { test: ['CMD', 'no-such-prober', '-f', 'http://localhost:8000/'], interval: '1s' },
      },
      gate: {},
    },
  },
};

test('a check whose program is missing is called a bad check, not a bad service', () =>
  withStack(missing, async (stack) => {
    await expectRolledBack(stack, await stack.up(), {
      service: 'web',
      cause: /bad check: exec no-such-prober: exit 127 \(program not found\): bad check, not bad service/,
      lastLog: 'serving',
      serving: [],
    });
  }));

test('review finds a check whose program is not in the image', () =>
  withStack(
    {
      services: {
        web: { compose: { healthcheck: { test: ['CMD', 'curl', '-f', 'http://localhost:8000/'] } } },
      },
    },
    async (stack) => {
      const review = await stack.run(['review', '--rule', 'compose/healthcheck-program-missing']);
      expect(review.code, review.all).toBe(3);
      expect(review.stdout).toContain('curl');
    },
  ));

/** Says 200 on / whatever happens; /ready asks its dependency. */
const server = (word: string) => `
import { createServer, get } from 'node:http';
console.log('${word}');
const ready = (response) =>
  get(process.env.UPSTREAM, (answer) => response.writeHead(answer.statusCode).end())
    .on('error', (error) => response.writeHead(503).end(JSON.stringify({ upstream: error.code ?? error.message })));
createServer((request, response) => (request.url === '/ready' ? ready(response) : response.end('fine')))
  .listen(Number(process.env.PORT), process.env.HOST ?? '127.0.0.1');
`;

const upstream = (status: number) => `
import { createServer } from 'node:http';
createServer((_, response) => response.writeHead(${status}).end()).listen(Number(process.env.PORT), process.env.HOST ?? '127.0.0.1');
`;

const pair = (status: number, word: string) => ({
  services: {
    db: { node: upstream(status), compose: { expose: ['8000'] }, gate: { tcp: 8000 } },
    web: {
      node: server(word),
      compose: { expose: ['8000'], environment: { UPSTREAM: 'http://db:8000/' }, depends_on: ['db'] },
      gate: { http: '/ready', port: 8000, deadline: '2s' },
    },
  },
});

test('a service that says 200 while its dependency is down is caught by a gate on /ready', () =>
  withStack(pair(200, 'first'), async (stack) => {
    const first = await stack.up();
    expect(first.code, first.all).toBe(0);
    stack.write(pair(500, 'second'));
    await expectRolledBack(stack, await stack.up(), {
      service: 'web',
      cause: /not ready after 2s.*GET \/ready → 500/,
      lastLog: 'second',
      serving: ['db-1', 'web-1'],
    });
  }));
