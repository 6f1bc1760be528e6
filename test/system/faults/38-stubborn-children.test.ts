// Fault 38: children that ignore SIGTERM, fork twice, lead their own session, or drop their environment.
import { expect, test } from 'vitest';
import { engineLane } from './engine-lane.ts';
import { markedPids, pidsOfCommand } from './processes.ts';
import { type TestStack, withStack } from './stack.ts';

const loop = 'trap "" TERM HUP INT; while :; do sleep 0.2; done';

/** `word` stands in the command line of each child, so that it can be found without its environment. */
const stubborn: readonly (readonly [string, (word: string) => string])[] = [
  ['ignores SIGTERM', () => ''],
  ['has forked twice', (word) => `(sh -c '${loop}' ${word} &)`],
  ['leads a session of its own', (word) => `setsid sh -c '${loop}' ${word} &`],
  [
    'is a daemon without its environment',
    (word) => `env -i PATH="$PATH" setsid sh -c '(sh -c "$1" ${word} &)' sh '${loop}'`,
  ],
];

async function expectNoSurvivor(stack: TestStack, graceMs: number): Promise<void> {
  const down = await stack.run(['down']);
  expect(down.code, down.all).toBe(0);
  expect({ marked: markedPids(stack.name), named: pidsOfCommand(stack.name) }).toEqual({
    marked: [],
    named: [],
  });
  expect(down.ms).toBeLessThan(graceMs + 2000);
}

test.each(stubborn)('down ends a child that %s', (_name, child) =>
  withStack({ services: {} }, async (stack) => {
    const sh = `${child(stack.name)}\necho ready\n${loop}`;
    stack.write({ services: { web: { sh, gate: { log: '^ready' }, compose: { stop_grace_period: '1s' } } } });
    const up = await stack.up();
    expect(up.code, up.all).toBe(0);
    await expectNoSurvivor(stack, 1000);
  }),
);

test('a service gets the grace and the signal that it was started with', () =>
  withStack({ services: {} }, async (stack) => {
    const end = `sleep 1; : > ${stack.folder}/ended-well; exit 0`;
    const sh = `trap '${end}' USR1; echo ready; while :; do sleep 0.1; done`;
    const volumes = engineLane.name === 'docker' ? [`${stack.folder}:${stack.folder}`] : [];
    const compose = { stop_grace_period: '5s', stop_signal: 'SIGUSR1', volumes };
    stack.write({ services: { web: { sh, gate: { log: '^ready' }, compose } } });
    expect((await stack.up()).code).toBe(0);
    const down = await stack.run(['down']);
    expect(down.code, down.all).toBe(0);
    expect(stack.has('ended-well')).toBe(true);
  }));
