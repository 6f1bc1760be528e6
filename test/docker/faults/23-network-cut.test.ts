// Fault 23: the network between two services is cut. The gate says what the service says of it, and heals with it.
import { expect, test } from 'vitest';
import { expectRolledBack, expectSettled } from '../../system/faults/outcomes.ts';
import { type StackSketch, type TestStack, withStack } from '../../system/faults/stack.ts';
import { must } from '../support/engine.ts';

const store = `
import { createServer } from 'node:http';
createServer((_, response) => response.end('ok')).listen(8000);
`;

/** /ready asks the store by its name, and says which edge is broken and how. */
const asking = (word: string) => `
import { createServer, get } from 'node:http';
console.log('${word}');
const ready = (response) =>
  get({ host: 'store', port: 8000, timeout: 500, agent: false }, (answer) => response.writeHead(answer.statusCode).end())
    .on('timeout', function () { this.destroy(new Error('timeout')); })
    .on('error', (error) => response.writeHead(503).end('web to store: ' + (error.code ?? error.message)));
createServer((_, response) => ready(response)).listen(8001);
`;

const pair = (word: string): StackSketch => ({
  services: {
    store: { node: store, compose: { expose: ['8000'] }, gate: { tcp: 8000 } },
    web: {
      node: asking(word),
      compose: { expose: ['8001'], depends_on: ['store'] },
      // Not good before the cut is made.
      gate: { http: '/ready', port: 8001, stable_for: '3s', deadline: '8s' },
    },
  },
});

const network = (stack: TestStack, verb: 'connect' | 'disconnect', extra = {}) =>
  must('POST', `/networks/${stack.name}_default/${verb}`, { Container: `${stack.name}-store-1`, ...extra });

test('a replacement behind the cut fails with the edge, the old one stays, and after healing it passes', () =>
  withStack(pair('one'), async (stack) => {
    const first = await stack.up();
    expect(first.code, first.all).toBe(0);
    stack.write(pair('two'));
    const up = stack.begin(['up']);
    await up.untilPrinted('web-2 started');
    await network(stack, 'disconnect');
    const cut = await up.ended;
    await network(stack, 'connect', { EndpointConfig: { Aliases: ['store', 'store-1'] } });
    await expectRolledBack(stack, cut, {
      service: 'web',
      cause: /GET \/ready → 503.*web to store/,
      lastLog: 'two',
      serving: ['store-1', 'web-1'],
    });
    const healed = await stack.up();
    expect(healed.code, healed.all).toBe(0);
    await expectSettled(stack);
  }));

test('what is cut off by hand is drift, and up mends it', () =>
  withStack(pair('one'), async (stack) => {
    expect((await stack.up()).code).toBe(0);
    await network(stack, 'disconnect');
    const status = await stack.run(['status']);
    expect(status.stdout, status.all).toMatch(/drift.*store/s);
    const mended = await stack.up();
    expect(mended.code, mended.all).toBe(0);
    await expectSettled(stack);
  }));
