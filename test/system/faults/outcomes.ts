// What must hold after any rollout that failed, and after any that ended well.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Result } from './running.ts';
import type { TestStack } from './stack.ts';

export interface Failure {
  readonly service: string;
  /** In the first line of the result. */
  readonly cause: RegExp;
  /** Last line that the service logged. */
  readonly lastLog: string;
  /** Instances that are alive afterwards. */
  readonly serving: readonly string[];
}

/** Exit 5, the cause in the first line, evidence kept, and what was before is there again. */
export async function expectRolledBack(stack: TestStack, result: Result, failure: Failure): Promise<void> {
  expect(result.code, result.all).toBe(5);
  const [first = '', ...more] = result.stdout.split('\n');
  expect(first).toContain(`Failed and rolled back: ${failure.service}: `);
  expect(first).toMatch(failure.cause);
  expect(first).toContain(failure.lastLog);
  const folder = /evidence (\S+)\//.exec(more.join('\n'))?.[1] ?? '';
  expect(existsSync(join(folder, 'log.txt')), result.stdout).toBe(true);
  expect(readFileSync(join(folder, 'log.txt'), 'utf8')).toContain(failure.lastLog);
  const status = await stack.status();
  expect(status.run?.ended).toMatchObject({ outcome: 'rolled-back', exitCode: 5 });
  expect({ code: status.code, drift: status.drift }).toEqual({ code: 0, drift: [] });
  expect(await stack.alive()).toEqual(failure.serving);
}

/** Nothing differs from what is wanted, and a further `up` finds nothing to do (I7). */
export async function expectSettled(stack: TestStack): Promise<void> {
  const { code, drift, interrupted, damage } = await stack.status();
  expect({ code, drift, interrupted, damage }).toEqual({
    code: 0,
    drift: [],
    interrupted: null,
    damage: null,
  });
  const again = await stack.up();
  expect(again.code, again.all).toBe(0);
  expect(again.stdout, again.all).toContain('nothing to do');
}
