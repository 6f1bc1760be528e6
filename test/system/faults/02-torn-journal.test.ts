// Fault 2: the deployer dies while it writes a record. What is left of it is dropped, never believed.
import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openStore } from '../../../src/journal/store.ts';
import { interruptedRun } from '../../../src/rollout/history.ts';
import { expectSettled } from './outcomes.ts';
import { type TestStack, withStack } from './stack.ts';

const sketch = { services: { web: { sh: 'echo ready; exec sleep 600', gate: { log: '^ready' } } } };

/** A run that died between the start of its instance and the end of its gate. */
async function interrupt(stack: TestStack): Promise<string> {
  const up = await stack.run(['up'], { env: { SEAWORTHY_FAILPOINT: 'app/web/gate/web-1@mid-act' } });
  expect(up.signal).toBe('SIGKILL');
  return stack.store().journalPath('r1-1');
}

/** The length up to and without the last record. */
function lastRecord(bytes: Buffer): number {
  return bytes.lastIndexOf(0x0a, bytes.length - 2) + 1;
}

test('half a record at the end is dropped and the run goes on', () =>
  withStack(sketch, async (stack) => {
    const up = await stack.run(['up'], { env: { SEAWORTHY_FAILPOINT: 'journal-half@4' } });
    expect(up.signal).toBe('SIGKILL');
    expect((await stack.run(['status'])).code).toBe(7);
    const resumed = await stack.run(['resume']);
    expect(resumed.code, resumed.all).toBe(0);
    await expectSettled(stack);
  }));

test('cut at any byte of its last record, the journal gives the run without that record', () =>
  withStack(sketch, async (stack) => {
    const path = await interrupt(stack);
    const bytes = readFileSync(path);
    const from = lastRecord(bytes);
    const copy = mkdtempSync(join(tmpdir(), 'seaworthy-torn-'));
    try {
      cpSync(join(stack.state, 'runs'), join(copy, 'runs'), { recursive: true });
      copyFileSync(join(stack.state, 'version'), join(copy, 'version'));
      const store = openStore(copy, { readOnly: true });
      const whole = interruptedRun(store)?.records.length ?? 0;
      for (let length = from; length < bytes.length; length++) {
        writeFileSync(store.journalPath('r1-1'), bytes.subarray(0, length));
        expect(interruptedRun(store)?.records.length, `cut at ${length}`).toBe(whole - 1);
      }
    } finally {
      rmSync(copy, { recursive: true, force: true });
    }
  }));

test.each([0, 0.5, 0.99])(
  'cut %d into its last record, status says interrupted and resume ends well',
  (share) =>
    withStack(sketch, async (stack) => {
      const path = await interrupt(stack);
      const bytes = readFileSync(path);
      const from = lastRecord(bytes);
      writeFileSync(path, bytes.subarray(0, from + Math.floor((bytes.length - from) * share)));
      const status = await stack.status();
      expect(status.code).toBe(7);
      const resumed = await stack.run(['resume']);
      expect(resumed.code, resumed.all).toBe(0);
      // The instance that was started before the cut is examined, not started a second time.
      expect(await stack.alive()).toEqual(['web-1']);
      await expectSettled(stack);
    }),
);
