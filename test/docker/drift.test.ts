// What somebody has done to a stack beside us: told field by field, with who it was where that shows, and mended by `up`.
import { expect, test } from 'vitest';
import { expectSettled } from '../system/faults/outcomes.ts';
import { type StackSketch, type TestStack, withStack } from '../system/faults/stack.ts';
import { canHaveCompose, composeIn } from './support/compose.ts';
import { must } from './support/engine.ts';

const sketch: StackSketch = {
  services: {
    web: {
      sh: 'exec sleep 600',
      compose: { mem_limit: '64m', environment: { WORD: 'one' }, restart: 'unless-stopped' },
    },
    db: { sh: 'exec sleep 600' },
  },
};

async function begun(stack: TestStack): Promise<void> {
  const up = await stack.up();
  expect(up.code, up.all).toBe(0);
  const same = await stack.run(['diff']);
  expect({ code: same.code, stdout: same.stdout }).toEqual({ code: 0, stdout: 'drift: none\n' });
  // What happens just after a run counts as its own.
  await new Promise((resolve) => setTimeout(resolve, 2500));
}

/** A row of the table, its columns parted by one bar. */
function rowsOf(text: string): readonly string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/ {2,}/g, '|').replace(/\d\d:\d\d:\d\dZ/g, 'TIME'));
}

test('a limit and a restart policy: both values, when it was changed, and a new instance puts it right', () =>
  withStack(sketch, async (stack) => {
    await begun(stack);
    await must('POST', `/containers/${stack.name}-web-1/update`, {
      Memory: 33_554_432,
      MemorySwap: 67_108_864,
      RestartPolicy: { Name: 'no' },
    });
    const diff = await stack.run(['diff']);
    expect(diff.code, diff.all).toBe(2);
    expect(rowsOf(diff.stdout)).toEqual([
      'SERVICE|INSTANCE|FIELD|RELEASE|FOUND|BY',
      'web|web-1|memory limit|64 MiB|32 MiB|docker update at TIME',
      'web|web-1|restart policy|unless-stopped|none|docker update at TIME',
      'by hand: web-1: docker update at TIME',
    ]);
    const status = await stack.run(['status']);
    expect(status.stdout).toContain('web-1: memory limit 32 MiB, not 64 MiB (docker update at ');
    const plan = await stack.run(['plan']);
    expect(plan.stdout).toContain('somebody changed its memory limit, restart policy');
    const up = await stack.up();
    expect(up.code, up.all).toBe(0);
    expect(await stack.alive()).toEqual(['db-1', 'web-2']);
    await expectSettled(stack);
  }));

test('a network, a stop and a restart', () =>
  withStack(sketch, async (stack) => {
    await begun(stack);
    const other = `${stack.name}-other`;
    await must('POST', '/networks/create', { Name: other });
    try {
      await must('POST', `/networks/${other}/connect`, { Container: `${stack.name}-web-1` });
      await must('POST', `/containers/${stack.name}-db-1/restart?t=1`);
      await must('POST', `/containers/${stack.name}-db-1/stop?t=1`);
      const diff = await stack.run(['diff']);
      expect(rowsOf(diff.stdout).slice(1)).toEqual([
        expect.stringMatching(/^db\|-\|state\|running\|exited \(exit \d+\)\|docker stop at TIME$/),
        `web|web-1|network ${other}|none|joined|docker network connect ${other} at TIME`,
        `by hand: web-1: docker network connect ${other} at TIME`,
        expect.stringMatching(/^by hand: db-1: docker (?:kill|stop|restart) at TIME$/),
        ...Array.from({ length: rowsOf(diff.stdout).length - 5 }, () =>
          expect.stringContaining('by hand: db-1'),
        ),
      ]);
      expect(diff.stdout).toContain('by hand: db-1: docker restart at ');
      await must('POST', `/networks/${other}/disconnect`, { Container: `${stack.name}-web-1` });
    } finally {
      await must('DELETE', `/networks/${other}`);
    }
    const up = await stack.up();
    expect(up.code, up.all).toBe(0);
    await expectSettled(stack);
  }));

test('a container that was made anew with its labels: image and variables; a value is not told', () =>
  withStack(sketch, async (stack) => {
    await begun(stack);
    const name = `${stack.name}-web-1`;
    const { json } = await must('GET', `/containers/${name}/json`);
    const { Config, HostConfig } = Object(json);
    await must('DELETE', `/containers/${name}?force=1`);
    const made = { ...Config, Image: 'node:20-alpine', Env: ['WORD=hidden value'], HostConfig };
    await must('POST', `/containers/create?name=${name}`, made);
    await must('POST', `/containers/${name}/start`);
    const diff = await stack.run(['diff']);
    const fields = rowsOf(diff.stdout).filter((row) => row.startsWith('web|web-1|'));
    expect(fields.map((row) => row.split('|')[2]).sort()).toEqual(
      expect.arrayContaining(['image', 'variable WORD']),
    );
    expect(diff.stdout).not.toContain('hidden value');
    const up = await stack.up();
    expect(up.code, up.all).toBe(0);
    await expectSettled(stack);
  }));

test.runIf(canHaveCompose())('docker compose in our place is named', () =>
  withStack(sketch, async (stack) => {
    await begun(stack);
    const theirs = await composeIn(stack, 'up', '-d', 'web');
    expect(theirs.code, theirs.all).toBe(0);
    const status = await stack.run(['status']);
    expect(status.stdout, status.all).toMatch(/web does not run \(docker compose started \S+ at \d\d:/);
    const removed = await composeIn(stack, 'rm', '-sf', 'web');
    expect(removed.code, removed.all).toBe(0);
    const up = await stack.up();
    expect(up.code, up.all).toBe(0);
    await expectSettled(stack);
  }),
);
