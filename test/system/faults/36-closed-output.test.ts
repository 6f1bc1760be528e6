// Fault 36: nobody reads the output any more, there is no terminal, or it changes its size.
import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { expectSettled } from './outcomes.ts';
import { type TestStack, withStack } from './stack.ts';

const slow = { sh: 'sleep 0.7; echo ready; exec sleep 600', gate: { log: '^ready' } };
const sketch = {
  services: {
    web: slow,
    worker: { ...slow, compose: { depends_on: { web: { condition: 'service_healthy' } } } },
  },
};

async function expectDone(stack: TestStack): Promise<void> {
  const { run } = await stack.status();
  expect(run?.ended).toMatchObject({ outcome: 'done', exitCode: 0 });
  await expectSettled(stack);
}

test.each([
  ['both streams into a reader that leaves after one line', '"$@" 2>&1 | head -1', /./],
  ['a reader of progress that leaves at once', '{ "$@" 2>&1 >&3 | true; } 3>&1', /runs release/],
  ['streams that are closed', '"$@" >&- 2>&-; echo "exit $?"', /exit 0/],
])('%s: the deploy goes on and ends well', (_name, pipeline, printed) =>
  withStack(sketch, async (stack) => {
    const result = await stack.shell(pipeline, ['up']).ended;
    expect(result.all).toMatch(printed);
    // With `| head` the shell is done before the deploy is.
    const again = await stack.run(['up', '--wait-lock', '20s']);
    expect(again.code, again.all).toBe(0);
    await expectDone(stack);
  }),
);

test('without a terminal progress is plain lines', () =>
  withStack(sketch, async (stack) => {
    const up = await stack.up();
    expect(up.code, up.all).toBe(0);
    expect(up.stderr).not.toContain('\u001b');
    expect(up.stderr).toMatch(/\[1\/1 app\] web ready after/);
  }));

const control = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*[A-Za-z]`, 'g');

/** Lines as printed, without escape codes. */
function rowsOf(text: string): readonly string[] {
  return text
    .replace(control, '')
    .split(/\r?\n/)
    .filter((row) => row.trim() !== '');
}

const hasScript = spawnSync('script', ['--version']).status === 0;
const pty = 'exec script -qec "$(printf "\'%s\' " "$@")" /dev/null';

test.skipIf(!hasScript)('a dumb terminal gets plain lines', () =>
  withStack(sketch, async (stack) => {
    const up = await stack.shell(pty, ['up'], { env: { TERM: 'dumb', NO_COLOR: '' } }).ended;
    expect(up.code, up.all).toBe(0);
    expect(up.all).not.toContain('\u001b');
    expect(up.all).toMatch(/\[1\/1 app\] web ready after/);
  }),
);

test.skipIf(!hasScript)('a terminal that is resized gets lines cut to its new width', () =>
  withStack(sketch, async (stack) => {
    const inner = '(stty cols 100; sleep 1; stty cols 30) </dev/tty & exec "$@"';
    const up = await stack.shell(
      `exec script -qec "sh -c '${inner.replaceAll('"', '\\"').replaceAll('$@', '\\$@')}' sh $(printf "'%s' " "$@")" /dev/null`,
      ['up'],
      { env: { TERM: 'xterm', NO_COLOR: '' } },
    ).ended;
    expect(up.code, up.all).toBe(0);
    const rows = rowsOf(up.all);
    expect(rows.some((row) => row.length > 40)).toBe(true);
    const last = rows.slice(-2, -1);
    expect(last.join('\n')).toContain('app');
    expect(Math.max(...last.map((row) => row.length))).toBeLessThanOrEqual(30);
    // The result stands below the last picture and is not drawn over.
    expect(rows.at(-1)).toContain('runs release');
    await expectDone(stack);
  }),
);
