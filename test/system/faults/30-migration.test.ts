// Fault 30: a migration fails half-way, or the app fails after it. What ran before is not brought back to data that it may
// not understand.
import { describe, expect, test } from 'vitest';
import { type StackSketch, type TestStack, withStack } from './stack.ts';

interface Release {
  readonly app?: string;
  readonly migration?: string;
  readonly setting?: Readonly<Record<string, unknown>>;
}

function release(number: number, { app, migration, setting = {} }: Release = {}): StackSketch {
  return {
    services: {
      migrate: {
        sh: `echo to schema ${number}; ${migration ?? 'exit 0'}`,
        setting: { irreversible: true, ...setting },
      },
      web: {
        sh: `echo app ${number}; ${app ?? 'echo ready; exec sleep 600'}`,
        gate: { log: '^ready' },
        compose: { depends_on: { migrate: { condition: 'service_completed_successfully' } } },
      },
    },
    settings: { phases: [{ name: 'app', services: ['migrate', 'web'] }] },
  };
}

const badApp = { app: 'echo PANIC unknown column; exit 9' };

async function migrations(stack: TestStack): Promise<readonly string[]> {
  const { instances } = await stack.status();
  return instances.flatMap(({ service, instance }) => (service === 'migrate' ? [instance] : []));
}

async function expectFenced(stack: TestStack, args: readonly string[]): Promise<void> {
  const failed = await stack.run(args);
  expect(failed.code, failed.all).toBe(6);
  expect(failed.all).toContain('Failed past the point of no return');
  expect(failed.all).toContain('what migrate did cannot be undone');
  expect(failed.all).toContain('seaworthy backup restore');
  expect(failed.all).not.toContain('rolling back');
  expect(await stack.alive()).toContain('web-1');
  expect((await stack.status()).run?.ended).toMatchObject({ outcome: 'failed', exitCode: 6 });
}

describe('past the point of no return', () => {
  test('an app that fails is not rolled back, the one before serves on, and a fix goes forward', () =>
    withStack(release(1), async (stack) => {
      expect((await stack.up()).code).toBe(0);
      stack.write(release(2, badApp));
      await expectFenced(stack, ['up']);
      stack.write({
        ...release(2),
        services: { ...release(2).services, web: release(3).services['web'] ?? {} },
      });
      const fixed = await stack.up();
      expect(fixed.code, fixed.all).toBe(0);
      expect(await migrations(stack)).toEqual(['migrate-2']);
      expect((await stack.status()).drift).toEqual([]);
    }));

  test('a migration that fails half-way stops there', () =>
    withStack(release(1), async (stack) => {
      expect((await stack.up()).code).toBe(0);
      stack.write(release(2, { migration: 'echo half; exit 3' }));
      await expectFenced(stack, ['up']);
    }));

  test('of a first release that fails nothing is left: nobody knew the data before', () =>
    withStack(release(1, badApp), async (stack) => {
      const failed = await stack.up();
      expect(failed.code, failed.all).toBe(5);
      expect(await stack.alive()).toEqual([]);
    }));

  test('a run that was killed behind it and is resumed stops there, too', () =>
    withStack(release(1), async (stack) => {
      expect((await stack.up()).code).toBe(0);
      stack.write(release(2, badApp));
      const point = 'app/migrate/gate/migrate-2@after-done';
      const killed = await stack.run(['up'], { env: { SEAWORTHY_FAILPOINT: point } });
      expect(killed.code, killed.all).toBeNull();
      await expectFenced(stack, ['resume']);
    }));

  test('who asks for it goes back all the same, and no old migration runs again', () =>
    withStack(release(1), async (stack) => {
      expect((await stack.up()).code).toBe(0);
      stack.write(release(2));
      const point = 'app/migrate/gate/migrate-2@after-done';
      const killed = await stack.run(['up'], { env: { SEAWORTHY_FAILPOINT: point } });
      expect(killed.code, killed.all).toBeNull();
      const back = await stack.run(['rollback']);
      expect(back.code, back.all).toBe(0);
      expect(back.all).not.toContain('started');
      expect(await stack.alive()).toEqual(['web-1']);
    }));
});

test('a rollback to the release before starts its app, and not its migration', () =>
  withStack(release(1), async (stack) => {
    expect((await stack.up()).code).toBe(0);
    stack.write(release(2));
    expect((await stack.up()).code).toBe(0);
    const back = await stack.run(['rollback']);
    expect(back.code, back.all).toBe(0);
    expect(await stack.alive()).toEqual(['web-3']);
    expect(await migrations(stack)).toEqual(['migrate-2']);
    expect((await stack.status()).drift).toEqual([]);
  }));

test('what the release before can work with is no point of no return: the app comes back, the old migration does not', () =>
  withStack(release(1), async (stack) => {
    expect((await stack.up()).code).toBe(0);
    stack.write(release(2, { ...badApp, setting: { backward_compatible: true } }));
    const failed = await stack.up();
    expect(failed.code, failed.all).toBe(5);
    expect(failed.all).toContain('Failed and rolled back');
    expect(failed.all).not.toContain('migrate-3');
    expect(await stack.alive()).toEqual(['web-1']);
    expect((await stack.status()).run?.ended).toMatchObject({ outcome: 'rolled-back', exitCode: 5 });
  }));

test('an app that migrates by itself comes back as every app does, once that is said to be possible', () => {
  const app = (sh: string): StackSketch => ({
    services: {
      web: {
        sh,
        gate: { log: '^ready' },
        setting: { irreversible: true, backward_compatible: true, replace: 'stop-first' },
      },
    },
  });
  const good = (number: number) => app(`echo ready ${number}; exec sleep 600`);
  return withStack(good(1), async (stack) => {
    expect((await stack.up()).code).toBe(0);
    stack.write(app('echo PANIC; exit 9'));
    const failed = await stack.up();
    expect(failed.code, failed.all).toBe(5);
    expect(await stack.alive()).toEqual(['web-3']);
    stack.write(good(2));
    expect((await stack.up()).code).toBe(0);
    const back = await stack.run(['rollback']);
    expect(back.code, back.all).toBe(0);
    expect(await stack.alive()).toEqual(['web-5']);
    expect((await stack.run(['logs', '--no-log-prefix', 'web'])).stdout).toContain('ready 1');
  });
});
