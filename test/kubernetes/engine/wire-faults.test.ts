// Faults of the wire between us and a real API server, by the numbers of the matrix of faults: 8 and 28, and 9 of watches.
import { expect, test } from 'vitest';
import type { Fault, Where } from '../../docker/support/fault.ts';
import { describeOnCluster } from '../kubectl.ts';
import { type DoorStack, doorStack } from '../support/door-stack.ts';

const compose = `
name: shop
services:
  db:
    image: registry.test/web:\${TAG:-1}
    volumes: ["data:/data"]
  api:
    image: registry.test/web:\${TAG:-1}
    ports: ["8080"]
    environment: { MODE_NAME: "\${TAG:-1}" }
    healthcheck: { test: ["CMD", "true"], interval: 1s }
    depends_on: [db]
volumes: { data: {} }
`;
const gate = '{ stable_for: 0s, success_threshold: 1, deadline: 60s }';
const settings = `phases: [{ name: app, services: [db, api], gate: ${gate} }]\n`;

/** Exactly what an undisturbed run leaves, and nothing more to do. */
async function expectSettled(stack: DoorStack, tag: string): Promise<void> {
  stack.door.heal();
  const names = (kinds: string, what: string) =>
    stack.get(kinds, '-l', 'dev.seaworthy/stack=shop', '-o', `jsonpath={${what}}`).trim().split(/\s+/).sort();
  expect(names('deployments,statefulsets', '.items[*].metadata.name')).toEqual(['api', 'db']);
  expect(names('pods', '.items[*].spec.containers[0].image')).toEqual(
    Array(2).fill(`registry.test/web:${tag}`),
  );
  expect(names('services', '.items[*].metadata.name')).toEqual(['api', 'db']);
  // One that the api has, and the inventory.
  expect(names('configmaps', '.items[*].metadata.name')).toHaveLength(2);
  expect((await stack.upThrough({ TAG: tag })).stdout).toContain('nothing to do');
  expect(stack.run(['status']).text).toContain('drift: none');
}

const of = (method: string, path: RegExp, nth = 1): Where => ({ method, path, nth });

describeOnCluster('8: the server does what it was asked for, and the answer is lost', () => {
  test.each([
    ['taking the lease', of('POST', /\/leases$/)],
    ['beginning the inventory', of('PATCH', /\/configmaps\/seaworthy-shop/)],
    ['writing the inventory', of('PATCH', /\/configmaps\/seaworthy-shop/, 2)],
    ['making settings', of('PATCH', /\/configmaps\/api-/)],
    ['making a Service', of('PATCH', /\/services\/api\?/)],
    ['making a StatefulSet', of('PATCH', /\/statefulsets\/db\?(?!.*dryRun)/)],
    ['making a Deployment', of('PATCH', /\/deployments\/api\?(?!.*dryRun)/)],
  ])('of a first up, %s', async (_name, where) => {
    const stack = await doorStack(compose, settings);
    stack.door.inject(where, { kind: 'cut-after' });
    const up = await stack.upThrough();
    expect(up.code, up.stderr + up.stdout).toBe(0);
    expect(stack.door.struck).toHaveLength(1);
    await expectSettled(stack, '1');
  });

  test.each([
    ['turning the traffic', of('PATCH', /\/services\/api\?(?!.*dryRun)/)],
    ['stopping a StatefulSet', of('PATCH', /\/statefulsets\/db\?(?!.*dryRun)/)],
    ['making the new template', of('PATCH', /\/deployments\/api\?(?!.*dryRun)/)],
    ['letting the old pods go', of('PATCH', /\/deployments\/api\?(?!.*dryRun)/, 2)],
    ['ending a pod', of('DELETE', /\/pods\//)],
    ['deleting what only the old one needed', of('DELETE', /\/configmaps\//)],
  ])('of a replacement, %s', async (_name, where) => {
    const stack = await doorStack(compose, settings);
    expect(stack.up().code).toBe(0);
    stack.door.inject(where, { kind: 'cut-after' });
    const up = await stack.upThrough({ TAG: '2' });
    expect(up.code, up.stderr + up.stdout).toBe(0);
    expect(stack.door.struck).toHaveLength(1);
    await expectSettled(stack, '2');
  });
});

describeOnCluster('9: what a watch tells is cut off, late or missing', () => {
  test.each<[string, Fault]>([
    ['each second change is missing', { kind: 'drop-lines', every: 2 }],
    ['it ends after the first change', { kind: 'end-stream', afterLines: 1 }],
    ['it cannot be had', { kind: 'answer', status: 500, body: {} }],
    [
      'what came before is forgotten',
      { kind: 'answer', status: 410, body: { kind: 'Status', reason: 'Expired' } },
    ],
    ['it says nothing', { kind: 'hang' }],
  ])('%s: up and a replacement come to their ends', async (_name, fault) => {
    const stack = await doorStack(compose, settings);
    stack.door.inject({ path: /[?&]watch=/, times: Number.POSITIVE_INFINITY }, fault);
    const up = await stack.upThrough();
    expect(up.code, up.stderr + up.stdout).toBe(0);
    const replaced = await stack.upThrough({ TAG: '2' });
    expect(replaced.code, replaced.stderr + replaced.stdout).toBe(0);
    await expectSettled(stack, '2');
  });
});

const status = (code: number, reason: string) => ({
  kind: 'Status',
  status: 'Failure',
  code,
  reason,
  message: reason,
});
const answers = (code: number, reason: string, headers?: Readonly<Record<string, string>>): Fault => ({
  kind: 'answer',
  status: code,
  body: status(code, reason),
  ...(headers && { headers }),
});

describeOnCluster('28: a server in trouble', () => {
  test.each<[string, readonly Fault[]]>([
    ['too many requests, with seconds to wait', [answers(429, 'TooManyRequests', { 'retry-after': '0' })]],
    [
      'too many requests, with a time to come back at',
      [answers(429, 'TooManyRequests', { 'retry-after': new Date(0).toUTCString() })],
    ],
    ['its own errors', [answers(500, 'InternalError'), answers(503, 'ServiceUnavailable')]],
    ['connections that break off', [{ kind: 'refuse' }, { kind: 'cut-amid', afterBytes: 20 }]],
    [
      'all of it, and answers that are lost',
      [{ kind: 'cut-after' }, answers(503, 'ServiceUnavailable'), { kind: 'refuse' }],
    ],
  ])('each fifth call meets %s: up and a replacement come through', async (_name, faults) => {
    const stack = await doorStack(compose, settings);
    stack.door.storm(5, ...faults);
    const up = await stack.upThrough();
    expect(up.code, up.stderr + up.stdout).toBe(0);
    const replaced = await stack.upThrough({ TAG: '2' });
    expect(replaced.code, replaced.stderr + replaced.stdout).toBe(0);
    expect(stack.door.struck.length).toBeGreaterThan(10);
    await expectSettled(stack, '2');
  });

  test('a race for every object: what was read anew is what counts', async () => {
    const stack = await doorStack(compose, settings);
    stack.door.inject({ method: 'PATCH', path: /./, times: 6 }, answers(409, 'Conflict'));
    const up = await stack.upThrough();
    expect(up.code, up.stderr + up.stdout).toBe(0);
    await expectSettled(stack, '1');
  });

  test('gone for good in the middle: exit 9, and the run is gone on with when it is back', async () => {
    const stack = await doorStack(compose, settings);
    stack.door.inject({ method: 'PATCH', path: /\/deployments\/api\?(?!.*dryRun)/ }, { kind: 'cut-after' });
    const running = stack.upThrough();
    await stack.door.hit();
    stack.door.away();
    const up = await running;
    expect(up.code, up.stderr + up.stdout).toBe(9);
    expect(up.stdout + up.stderr).toMatch(/is interrupted; next: seaworthy resume/);
    const resumed = stack.run(['resume']);
    expect(resumed.code, resumed.text).toBe(0);
    expect(stack.get('pods', '-o', 'name').trim().split('\n')).toHaveLength(2);
  });
});
