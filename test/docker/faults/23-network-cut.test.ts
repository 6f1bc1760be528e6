// Fault 23: a service is cut off from the network of its stack.
import { expect, test } from 'vitest';
import { expectSettled } from '../../system/faults/outcomes.ts';
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
    .on('error', (error) => {
      console.log('web to store: ' + (error.code ?? error.message));
      response.writeHead(503).end();
    });
createServer((_, response) => ready(response)).listen(8001);
`;

const pair = (word: string): StackSketch => ({
  services: {
    store: { node: store, compose: { expose: ['8000'] }, gate: { tcp: 8000 } },
    web: {
      node: asking(word),
      compose: { expose: ['8001'], depends_on: ['store'] },
      gate: { http: '/ready', port: 8001 },
    },
  },
});

const cutOff = (stack: TestStack) =>
  must('POST', `/networks/${stack.name}_default/disconnect`, { Container: `${stack.name}-store-1` });

test('what is cut off by hand is drift, and up mends it', () =>
  withStack(pair('one'), async (stack) => {
    expect((await stack.up()).code).toBe(0);
    await cutOff(stack);
    const status = await stack.run(['status']);
    expect(status.stdout, status.all).toMatch(/drift.*store/s);
    const mended = await stack.up();
    expect(mended.code, mended.all).toBe(0);
    await expectSettled(stack);
  }));
