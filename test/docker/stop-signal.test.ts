// Which signal asks a container to end: the one that the file says, or else the one of its image.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type StackSketch, withStack } from '../system/faults/stack.ts';

const script = ['INT', 'TERM']
  .map((name) => `trap 'echo ${name} >> /told/signals; exit 0' ${name}`)
  .concat('echo waits', 'while :; do sleep 0.1; done')
  .join('\n');

/** The image says SIGINT, as a database does whose clients keep their connections. */
const store = (release: string, keys: Readonly<Record<string, unknown>>): StackSketch => ({
  services: {
    store: {
      compose: {
        image: 'postgres:18.1-alpine3.22',
        entrypoint: ['sh', '-c', script],
        command: [],
        environment: { RELEASE: release },
        volumes: ['./told:/told'],
        ...keys,
      },
      gate: { log: 'waits' },
    },
  },
});

test.each([
  ['of the image', {}, 'INT'],
  ['of the file', { stop_signal: 'TERM' }, 'TERM'],
])('the signal %s, when it is replaced and at the end', (_whose, keys, expected) =>
  withStack(store('one', keys), async (stack) => {
    stack.file('told/signals', '');
    const signals = () => readFileSync(join(stack.folder, 'told/signals'), 'utf8').trim().split('\n');
    const first = await stack.up();
    expect(first.code, first.all).toBe(0);
    stack.write(store('two', keys));
    const second = await stack.up();
    expect(second.code, second.all).toBe(0);
    expect(signals()).toEqual([expected]);
    expect((await stack.run(['down'])).code).toBe(0);
    expect(signals()).toEqual([expected, expected]);
  }),
);
