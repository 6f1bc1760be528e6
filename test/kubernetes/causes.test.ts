// Releases that cannot come up, on real pods: the cause is said first, nobody waits for what cannot be, and the release
// before answers all the while.
import { afterAll, describe, expect, test } from 'vitest';
import { gateEnded, isSoon } from './support/gate-ended.ts';
import { realCluster } from './support/real-cluster.ts';
import { type Place, type Ran, servingStack, type UpStack, upStack } from './support/up-stack.ts';

const { started, end } = await realCluster();
afterAll(end);

const compose = `
name: shop
services:
  api:
    image: registry.test/web:\${TAG:-1}
    ports: ["8080"]
    healthcheck: { test: ["CMD", "web", "get", "http://127.0.0.1:8080/ready"], interval: 1s }
    deploy: { resources: { reservations: { memory: 16M, cpus: "0.01" }, limits: { memory: 64M, cpus: "0.50" } } }
`;
/** With another program. */
const instead = (entrypoint: readonly string[]) =>
  compose.replace('    ports:', `    entrypoint: ${JSON.stringify(entrypoint)}\n    ports:`);
const deadlineMs = 60_000;
const settingsOf = (deadline: string) =>
  `services: { api: { gate: { stable_for: 1s, success_threshold: 1, deadline: ${deadline} } } }\n`;

/** Served by its first release. */
const serving = () => servingStack(compose, settingsOf('60s'), place());

function place(): Place {
  if (typeof started === 'string') throw new Error(started);
  return started;
}

const podsOf = (stack: UpStack) => stack.get('pods', '-o', 'name').trim();

/** Ends with exit 5 and this cause; the pods of the first release are the ones of before, and answer by its name. */
function failsBeside(stack: UpStack, env: Readonly<Record<string, string>>, cause: RegExp): Ran {
  const pod = podsOf(stack);
  const ran = stack.up(env);
  expect(ran.code, ran.text).toBe(5);
  expect(ran.stdout.split('\n')[0]).toMatch(/^Failed and rolled back: api: /);
  expect(gateEnded(stack, ran).cause).toMatch(cause);
  expect(podsOf(stack)).toBe(pod);
  const asked = stack.kubectl(['exec', pod, '--', 'web', 'get', 'http://api:8080/']);
  expect(asked.stdout, asked.stderr).toMatch(/^1 api-/);
  return ran;
}

describe.skipIf(typeof started === 'string')('on real pods, beside a release that serves', () => {
  test.each([
    ['crash', /^crash loop: exits with code 1, 1 restart: fatal: DATABASE_URL is not set$/],
    ['oom', /^killed for memory \(OOMKilled\), limit 64 MiB, 1 restart; raise deploy/],
    [
      'absent',
      /^image registry\.test\/web:absent cannot be pulled \((?:ErrImagePull|ImagePullBackOff)\): .*not found/,
    ],
  ])('%s: within a third of the deadline', (tag, cause) => {
    const stack = serving();
    const ran = failsBeside(stack, { TAG: tag }, cause);
    expect(gateEnded(stack, ran)).toSatisfy((gate) => isSoon(gate, deadlineMs));
  });

  test('a program that is not there: within a third of the deadline', () => {
    const stack = serving();
    stack.write('compose.yaml', instead(['serve-all']));
    const ran = failsBeside(
      stack,
      {},
      /^the container cannot be made \(\w+\): .*"serve-all": executable file not found/,
    );
    expect(gateEnded(stack, ran)).toSatisfy((gate) => isSoon(gate, deadlineMs));
  });

  test('a probe that fails: what it says, at the deadline, as it may yet pass', () => {
    const stack = serving();
    stack.write('seaworthy.yaml', settingsOf('12s'));
    failsBeside(
      stack,
      { TAG: 'notready' },
      /^not ready after 12s, .* past the deadline: its pod is not ready: Readiness probe failed: .*503/,
    );
  });

  test('a program that ends twice while its neighbour is away, and then runs, is given the time', () => {
    // What is in /tmp outlives a start of the container, and tells how many there were.
    const count = 'echo x >> /tmp/starts; if [ $$(wc -l < /tmp/starts) -gt 2 ]; then exec web; fi';
    const stack = upStack(
      instead(['sh', '-c', `${count}; echo "db: connection refused"; exit 1`]),
      settingsOf('120s'),
      place(),
    );
    const ran = stack.up();
    expect(ran.code, ran.text).toBe(0);
    expect(stack.get('pods', '-o', 'jsonpath={.items[*].status.containerStatuses[0].restartCount}')).toBe(
      '2',
    );
  });
});
