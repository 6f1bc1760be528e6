// Fault 24 of the matrix: the wall clock of a deployer jumps by an hour while it holds a stack.
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { exitCodes } from '../../../src/base/errors.ts';
import { describeOnCluster } from '../kubectl.ts';
import { apiAlone, type UpStack, upStack } from '../support/up-stack.ts';

const gate = '{ stable_for: 10s, success_threshold: 1, deadline: 60s }';
const settings = `phases: [{ name: app, services: [api], gate: ${gate} }]\n`;

/** Required by Node before anything else: from a second on, `Date` is off by so much; monotonic time is as it was. */
function jump(ms: number): string {
  return `
const True = Date;
const begun = performance.now();
const now = () => True.now() + (performance.now() - begun > 1000 ? ${ms} : 0);
globalThis.Date = class extends True {
  constructor(...given) { if (given.length === 0) super(now()); else super(...given); }
  static now() { return now(); }
};
`;
}

async function untilHeld({ kubectl }: UpStack): Promise<void> {
  while (!kubectl(['get', 'leases', '-o', 'name']).stdout.includes('seaworthy')) await pause(100);
  // Beyond the jump, with the lease renewed by the new time.
  await pause(4000);
}

describeOnCluster('24: a clock that jumps', () => {
  test.each([
    ['ahead', 3_600_000],
    ['back', -3_600_000],
  ])('an hour %s: no deadline comes sooner, and nobody takes the lease', async (_name, ms) => {
    const stack = upStack(apiAlone(), settings);
    const other = upStack(apiAlone(), settings);
    stack.write('jump.cjs', jump(ms));
    const up = ['up', '--engine', 'kubernetes', '-n', stack.namespace, '--progress', 'plain'];
    const first = stack.begin(up, { NODE_OPTIONS: `--require=${join(stack.folder, 'jump.cjs')}` });
    await untilHeld(stack);
    const second = other.run(up, { TAG: '2' });
    expect(second.code, second.text).toBe(exitCodes.locked);
    const { code, stdout, stderr } = await first;
    expect(code, stdout + stderr).toBe(0);
    expect(stack.get('deployments', '-o', 'jsonpath={..image}')).toBe('registry.test/web:1');
    const again = stack.up();
    expect(again.code, again.text).toBe(0);
    expect(again.text).toContain('nothing to do');
  });
});
