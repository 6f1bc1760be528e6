// Fault 9: events are lost. They are a hint; looking does without them.
import { expect, test } from 'vitest';
import { expectSettled } from '../../system/faults/outcomes.ts';
import type { Fault } from '../support/fault.ts';
import { withProxy } from '../support/proxied.ts';

const healthy = {
  sh: 'sleep 0.5; echo ready > /tmp/ready; exec sleep 600',
  compose: { healthcheck: { test: ['CMD', 'test', '-e', '/tmp/ready'], interval: '1s', retries: 10 } },
};
const sketch = {
  services: { base: healthy, web: { ...healthy, compose: { ...healthy.compose, depends_on: ['base'] } } },
};

test.each<[string, Fault]>([
  ['each second event is missing', { kind: 'drop-lines', every: 2 }],
  ['the stream ends after the first event', { kind: 'end-stream', afterLines: 1 }],
  ['the stream cannot be had', { kind: 'answer', status: 500, body: { message: 'no events today' } }],
  ['the stream says nothing', { kind: 'hang' }],
])('%s: up, replacement and status come to their ends', (_name, fault) =>
  withProxy(sketch, async ({ stack, proxy, by }) => {
    proxy.inject({ path: /^\/events/, times: Number.POSITIVE_INFINITY }, fault);
    const up = await stack.run(['up'], by);
    expect(up.code, up.all).toBe(0);
    stack.write({
      services: { ...sketch.services, web: { ...sketch.services.web, sh: `: two; ${healthy.sh}` } },
    });
    const replaced = await stack.run(['up'], by);
    expect(replaced.code, replaced.all).toBe(0);
    expect(await stack.alive()).toEqual(['base-1', 'web-2']);
    await expectSettled(stack);
  }),
);

test('a service that dies while its events are lost is noticed in its soak', () =>
  withProxy(
    {
      services: { web: { sh: 'echo ready; sleep 1.5; exit 9', gate: { log: '^ready' } } },
      settings: { phases: [{ name: 'app', services: ['web'], gate: { soak: '4s' } }] },
    },
    async ({ stack, proxy, by }) => {
      proxy.inject({ path: /^\/events/, times: Number.POSITIVE_INFINITY }, { kind: 'drop-lines', every: 1 });
      const up = await stack.run(['up'], by);
      expect(up.code, up.all).toBe(5);
      expect(up.stdout).toMatch(/exited with code 9/);
    },
  ));
