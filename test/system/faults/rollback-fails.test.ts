// A failed rollout that cannot be undone: the old instance had to go first, and no copy of its source is left.
import { expect, test } from 'vitest';
import { expectSettled } from './outcomes.ts';
import { withStack } from './stack.ts';

const version = (word: string) => ({
  compose: { volumes: { store: {} } },
  services: {
    web: {
      sh: `echo ${word}; exec sleep 600`,
      compose: { volumes: ['store:/var/lib/store'] },
      gate: { log: '^ready', deadline: '1500ms' },
    },
  },
});

test('exit 6 says what failed, plan has said so before, and status does not call it good', () =>
  withStack(version('ready'), async (stack) => {
    expect((await stack.up()).code).toBe(0);
    stack.forgetSources();
    stack.write(version('broken'));
    expect((await stack.run(['plan'])).stdout).toContain('its earlier source is not kept');
    const up = await stack.up();
    expect(up.code, up.all).toBe(6);
    expect(up.stdout.split('\n')[0]).toMatch(
      /^failed and not fully rolled back: .*web: not ready after 1\.5s/,
    );
    const status = await stack.run(['status']);
    expect(status.code, status.all).toBe(6);
    expect(status.stdout).toContain('the last run failed and not fully rolled back');
    stack.write(version('ready'));
    const mended = await stack.up();
    expect(mended.code, mended.all).toBe(0);
    // What the failed rollback left was not taken for the release whose name it bears.
    expect(await stack.alive()).toEqual(['web-4']);
    await expectSettled(stack);
  }));
