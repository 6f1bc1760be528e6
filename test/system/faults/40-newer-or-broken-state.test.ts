// Fault 40: state of a newer version, or damaged. Nothing is written there; what can be read is shown.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectSettled } from './outcomes.ts';
import { type TestStack, withStack } from './stack.ts';

const sketch = { services: { web: { sh: 'echo ready; exec sleep 600', gate: { log: '^ready' } } } };

/** What breaks the state: the file and its new content. */
const damages: readonly (readonly [
  string,
  (stack: TestStack) => string,
  (bytes: Buffer) => Buffer,
  RegExp,
])[] = [
  [
    'a newer state folder',
    (stack) => join(stack.state, 'version'),
    () => Buffer.from('99\n'),
    /of version 99.*knows version 1/,
  ],
  [
    'a newer journal',
    (stack) => stack.store().journalPath('r1-1'),
    (bytes) => Buffer.from(bytes.toString().replace('seaworthy.journal/1', 'seaworthy.journal/9')),
    /version 9; this seaworthy reads up to version 1/,
  ],
  [
    'a flipped byte in the middle of the journal',
    (stack) => stack.store().journalPath('r1-1'),
    (bytes) => {
      const flipped = Buffer.from(bytes);
      const middle = flipped.length >> 1;
      flipped[middle] = (flipped[middle] ?? 0) ^ 0x01;
      return flipped;
    },
    /line \d+ is damaged/,
  ],
];

test.each(damages)('%s: up refuses with 1, status still shows what runs', (_name, place, damage, words) =>
  withStack(sketch, async (stack) => {
    expect((await stack.up()).code).toBe(0);
    const path = place(stack);
    const sound = readFileSync(path);
    writeFileSync(path, damage(sound));
    try {
      for (const verb of ['up', 'resume', 'rollback']) {
        const refused = await stack.run([verb]);
        expect(refused.code, `${verb}: ${refused.all}`).toBe(1);
        expect(refused.stderr).toMatch(words);
        expect(refused.stderr).not.toContain('unexpected error');
      }
      const status = await stack.run(['status']);
      expect(status.code, status.all).toBe(1);
      expect(status.stdout).toMatch(words);
      expect(status.stdout).toMatch(/web +web-1 +running/);
    } finally {
      writeFileSync(path, sound);
    }
    await expectSettled(stack);
  }),
);
