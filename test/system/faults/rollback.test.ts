// `rollback` without an interrupted run: back one release, or to a named one.
import { expect, test } from 'vitest';
import { engineLane } from './engine-lane.ts';
import { expectSettled } from './outcomes.ts';
import { type TestStack, withStack } from './stack.ts';

/** The same sources with another configuration. */
const version = (word: string, more: object = {}) => ({
  services: {
    web: {
      sh: 'echo $WORD; exec sleep 600',
      gate: { log: `^${word}` },
      compose: { environment: { WORD: word } },
    },
    ...more,
  },
});

async function logOf(stack: TestStack): Promise<string> {
  return (await stack.run(['logs', 'web', '--no-log-prefix'])).stdout.trim();
}

async function threeReleases(stack: TestStack): Promise<void> {
  for (const sketch of [
    version('one'),
    version('two', { extra: { sh: 'exec sleep 600' } }),
    version('three'),
  ]) {
    stack.write(sketch);
    const up = await stack.up();
    expect(up.code, up.all).toBe(0);
  }
}

test('goes back one release', () =>
  withStack(version('one'), async (stack) => {
    await threeReleases(stack);
    const back = await stack.run(['rollback']);
    expect(back.code, back.all).toBe(0);
    expect(await logOf(stack)).toBe('two');
    expect(await stack.alive()).toEqual(['extra-2', 'web-4']);
    expect((await stack.status()).release?.number).toBe(2);
    stack.write(version('two', { extra: { sh: 'exec sleep 600' } }));
    await expectSettled(stack);
  }));

test('goes back to a named release, and takes away what that one did not have', () =>
  withStack(version('one'), async (stack) => {
    await threeReleases(stack);
    const back = await stack.run(['rollback', 'r1']);
    expect(back.code, back.all).toBe(0);
    expect(await logOf(stack)).toBe('one');
    expect((await stack.status()).release?.number).toBe(1);
    const again = await stack.run(['rollback', 'r1']);
    expect(again.code, again.all).toBe(0);
    expect(again.stdout).toContain('nothing to do');
    stack.write(version('one'));
    await expectSettled(stack);
  }));

const other = { services: { web: { sh: 'echo other; exec sleep 600', gate: { log: '^other' } } } };

test('runs the code of then, although its folder holds another', () =>
  withStack(version('one'), async (stack) => {
    expect((await stack.up()).code).toBe(0);
    stack.write(other);
    expect((await stack.up()).code).toBe(0);
    expect(await logOf(stack)).toBe('other');
    const back = await stack.run(['rollback', 'r1']);
    expect(back.code, back.all).toBe(0);
    expect(await logOf(stack)).toBe('one');
    const forth = await stack.up();
    expect(forth.code, forth.all).toBe(0);
    expect(await logOf(stack)).toBe('other');
    await expectSettled(stack);
  }));

test.runIf(engineLane.name === 'local')(
  'sources of which no copy is left are named, and nothing is touched',
  () =>
    withStack(version('one'), async (stack) => {
      expect((await stack.up()).code).toBe(0);
      stack.forgetSources();
      stack.write(other);
      expect((await stack.up()).code).toBe(0);
      const back = await stack.run(['rollback']);
      expect(back.code, back.all).toBe(3);
      expect(back.stderr).toMatch(/web: \S+\/web no longer holds what that release ran/);
      expect(await stack.alive()).toEqual(['web-2']);
      await expectSettled(stack);
    }),
);

test.each([['r9'], ['nonsense']])('an unknown release %s is refused with those that are known', (name) =>
  withStack(version('one'), async (stack) => {
    expect((await stack.up()).code).toBe(0);
    const back = await stack.run(['rollback', name]);
    expect(back.code, back.all).toBe(3);
    expect(back.stderr).toContain('Known: r1');
  }),
);

test('with only one release there is nothing to go back to', () =>
  withStack(version('one'), async (stack) => {
    expect((await stack.up()).code).toBe(0);
    const back = await stack.run(['rollback']);
    expect(back.code, back.all).toBe(3);
    expect(await stack.alive()).toEqual(['web-1']);
  }));
