// Fault 17: a service that passes its gate and dies while its phase is soaked is not promoted.
import { expect, test } from 'vitest';
import { expectRolledBack } from './outcomes.ts';
import { withStack } from './stack.ts';

const version = (sh: string) => ({
  services: {
    base: { sh: 'echo base; exec sleep 600' },
    web: { sh, gate: { log: '^ready' }, compose: { depends_on: ['base'] } },
  },
  settings: {
    phases: [
      { name: 'ground', services: ['base'] },
      { name: 'app', services: ['web'], gate: { soak: '2s' } },
    ],
  },
});

test('the phase is rolled back by itself and the previous release serves', () =>
  withStack(version('echo ready; exec sleep 600'), async (stack) => {
    const first = await stack.up();
    expect(first.code, first.all).toBe(0);
    stack.write(version('echo ready; sleep 1.2; echo PANIC out of handles; exit 9'));
    await expectRolledBack(stack, await stack.up(), {
      service: 'web',
      cause: /exited with code 9, \d+(?:\.\d+)?m?s into the soak/,
      lastLog: 'PANIC out of handles',
      serving: ['base-1', 'web-1'],
    });
  }));
