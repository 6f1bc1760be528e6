// Fault 8: the engine does what it was asked for and the reply is lost. What was done is found by its label.
import { expect, test } from 'vitest';
import { expectSettled } from '../../system/faults/outcomes.ts';
import type { StackSketch } from '../../system/faults/stack.ts';
import { objectsOf, withProxy } from '../support/proxied.ts';

const version = (word: string): StackSketch => ({
  compose: { volumes: { data: {} } },
  services: {
    store: { compose: { volumes: ['data:/data'], stop_grace_period: '1s' } },
    web: { sh: `echo ${word}; exec sleep 600`, gate: { log: `^${word}` } },
  },
});

const whole = ['container store-1', 'network default', 'volume data'];

test.each([
  ['making a network', { method: 'POST', path: /^\/networks\/create/ }],
  ['making a volume', { method: 'POST', path: /^\/volumes\/create/ }],
  ['making a container', { method: 'POST', path: /^\/containers\/create/ }],
  ['making the second container', { method: 'POST', path: /^\/containers\/create/, nth: 2 }],
  ['starting a container', { method: 'POST', path: /^\/containers\/[^/]+\/start/ }],
])('of a first up, %s', (_name, where) =>
  withProxy(version('one'), async ({ stack, proxy, by }) => {
    proxy.inject(where, { kind: 'cut-after' });
    const up = await stack.run(['up'], by);
    expect(up.code, up.all).toBe(0);
    expect(proxy.calls.filter((one) => one.fault !== undefined)).toHaveLength(1);
    expect(await objectsOf(stack)).toEqual(['container store-1', 'container web-1', ...whole.slice(1)]);
    await expectSettled(stack);
  }),
);

test.each([
  ['moving the name', { method: 'POST', path: /^\/networks\/[^/]+\/(?:dis)?connect/ }],
  ['moving the name, second half', { method: 'POST', path: /^\/networks\/[^/]+\/(?:dis)?connect/, nth: 2 }],
  ['stopping the old one', { method: 'POST', path: /^\/containers\/[^/]+\/(?:stop|kill)/ }],
  ['removing the old one', { method: 'DELETE', path: /^\/containers\// }],
])('of a replacement, %s', (_name, where) =>
  withProxy(version('one'), async ({ stack, proxy, by }) => {
    expect((await stack.up()).code).toBe(0);
    stack.write(version('two'));
    proxy.inject(where, { kind: 'cut-after' });
    const up = await stack.run(['up'], by);
    expect(up.code, up.all).toBe(0);
    expect(proxy.calls.filter((one) => one.fault !== undefined)).toHaveLength(1);
    expect(await objectsOf(stack)).toEqual(['container store-1', 'container web-2', ...whole.slice(1)]);
    await expectSettled(stack);
  }),
);
