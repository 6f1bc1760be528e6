// What V8 is told for a rollout must not make the code unfit that it has compiled for the next start.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeOnCluster } from '../kubectl.ts';
import { apiAlone, upStack } from '../support/up-stack.ts';

describeOnCluster('code that V8 compiled', () => {
  test('of the program and of its client is kept by the first run, and fits the second', () => {
    const stack = upStack(apiAlone(), '');
    const plan = () => stack.run(['plan', '--engine', 'kubernetes', '-n', stack.namespace]);
    const first = plan();
    expect(first.code, first.text).toBe(0);
    const folder = join(stack.folder, '.cache/seaworthy/compiled');
    const [build = ''] = readdirSync(folder);
    const kept = () =>
      Object.fromEntries(
        readdirSync(join(folder, build)).map((name) => [name, statSync(join(folder, build, name)).mtimeMs]),
      );
    const before = kept();
    expect(Object.keys(before).sort()).toEqual(['plan.kubernetes', 'plan.program']);
    expect(plan().code).toBe(0);
    expect(kept()).toEqual(before);
  });
});
