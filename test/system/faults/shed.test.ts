// Shedding load by priority, the way back, and both of them killed in between.
import { expect, test } from 'vitest';
import { engineLane } from './engine-lane.ts';
import { expectSettled } from './outcomes.ts';
import { type StackSketch, type TestStack, withStack } from './stack.ts';

const sketch = {
  services: {
    db: { sh: 'exec sleep 600' },
    api: {
      sh: 'exec sleep 600',
      setting: { priority: 'critical' },
      compose: { depends_on: ['db'] },
    },
    report: { sh: 'exec sleep 600', compose: { depends_on: ['cache'] } },
    cache: { sh: 'exec sleep 600', setting: { priority: 'low' } },
    mail: { sh: 'exec sleep 600', setting: { priority: 'low' } },
  },
};
const everything = ['api-1', 'cache-1', 'db-1', 'mail-1', 'report-1'];
const again = ['api-1', 'cache-2', 'db-1', 'mail-2', 'report-2'];

async function begun(stack: TestStack): Promise<void> {
  const up = await stack.up();
  expect(up.code, up.all).toBe(0);
  expect(await stack.alive()).toEqual(everything);
}

async function must(stack: TestStack, ...args: readonly string[]): Promise<string> {
  const ended = await stack.run(args);
  expect(ended.code, ended.all).toBe(0);
  return ended.stdout;
}

test('sheds what is not critical, says so, and brings it back', () =>
  withStack(sketch, async (stack) => {
    await begun(stack);
    expect(await must(stack, 'shed', '--keep', 'critical', '--dry-run')).toBe(
      'would stop, priority low: mail\nwould stop, priority normal: cache, report\n',
    );
    expect(await stack.alive()).toEqual(everything);
    expect(await must(stack, 'shed', '--keep', 'normal')).toContain('has shed mail;');
    expect(await must(stack, 'shed')).toContain('has shed cache, report;');
    expect(await stack.alive()).toEqual(['api-1', 'db-1']);
    const status = await must(stack, 'status');
    expect(status).toContain('drift: none');
    expect(status).toMatch(/^shed: cache, mail, report since .*\nnext: seaworthy restore-load$/m);
    expect(await must(stack, 'shed')).toContain('nothing to shed');
    expect(await must(stack, 'restore-load')).toContain('runs cache, report, mail again');
    expect(await stack.alive()).toEqual(again);
    expect(await must(stack, 'status')).not.toContain('shed');
    expect(await must(stack, 'restore-load')).toContain('nothing is shed');
    await expectSettled(stack);
  }));

test.each([
  ['shed', 'shed-normal/report/stop/report-1@mid-act', 'resume', ['api-1', 'db-1']],
  ['shed', 'shed-normal/cache/remove/cache-1@after-act', 'rollback', again],
  ['restore-load', 'restore-normal/cache/start/cache-2@mid-act', 'resume', again],
  ['restore-load', 'restore-low/mail/gate/mail-2@after-act', 'rollback', ['api-1', 'db-1']],
])('%s killed at %s, then %s', (verb, point, way, alive) =>
  withStack(sketch, async (stack) => {
    await begun(stack);
    if (verb === 'restore-load') await must(stack, 'shed');
    const killed = await stack.run([verb], { env: { SEAWORTHY_FAILPOINT: point } });
    expect(killed.signal, killed.all).toBe('SIGKILL');
    expect((await stack.status()).code).toBe(7);
    await must(stack, way);
    expect(await stack.alive()).toEqual(alive);
    const { code, drift } = await stack.status();
    expect({ code, drift }).toEqual({ code: 0, drift: [] });
    if (alive.length === 2) await must(stack, 'restore-load');
    await expectSettled(stack);
  }),
);

/** Only the first start of `mail`, which leaves a mark in the folder of the test, is good. */
function goodOnce(folder: string, volumes: readonly string[]): StackSketch {
  const mark = `${folder}/mark`;
  return {
    services: {
      api: { sh: 'exec sleep 600', setting: { priority: 'critical' } },
      mail: {
        sh: `test -e ${mark} && exit 3; : > ${mark}; echo good; exec sleep 600`,
        gate: { log: '^good' },
        compose: { volumes },
      },
    },
  };
}

test('what comes back and is not good is taken away again, and stays shed', () =>
  withStack({ services: {} }, async (stack) => {
    const { folder } = stack;
    stack.write(goodOnce(folder, engineLane.name === 'docker' ? [`${folder}:${folder}`] : []));
    const up = await stack.up();
    expect(up.code, up.all).toBe(0);
    await must(stack, 'shed');
    const back = await stack.run(['restore-load']);
    expect(back.code, back.all).toBe(5);
    expect(back.stdout).toContain('exited with code 3');
    expect(await stack.alive()).toEqual(['api-1']);
    expect(await must(stack, 'status')).toContain('shed: mail since');
  }));

test('nothing is stopped when nothing matters so much', () =>
  withStack({ services: { web: { sh: 'exec sleep 600' } } }, async (stack) => {
    const up = await stack.up();
    expect(up.code, up.all).toBe(0);
    const shed = await stack.run(['shed']);
    expect(shed.code, shed.all).toBe(3);
    expect(shed.all).toContain('no service has the priority critical');
    expect(await stack.alive()).toEqual(['web-1']);
  }));
