// Fault 2 of the matrix: the deployer dies while it writes a record. What is left of it is dropped, never believed, and the
// cluster is asked instead.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { describeOnCluster } from '../kubectl.ts';
import { apiAlone, type UpStack, upStack } from '../support/up-stack.ts';

const settings =
  'phases: [{ name: app, services: [api], gate: { stable_for: 0s, success_threshold: 1, deadline: 60s } }]\n';

function journalOf({ folder }: UpStack): string {
  const all = readdirSync(join(folder, '.seaworthy'), { recursive: true, encoding: 'utf8' });
  const found = all.find((name) => /r1-1\/.*journal|journal.*r1-1/.test(name) && isFile(folder, name));
  if (found === undefined) throw new Error(`no journal among ${all.join(', ')}`);
  return join(folder, '.seaworthy', found);
}

function isFile(folder: string, name: string): boolean {
  return statSync(join(folder, '.seaworthy', name)).isFile();
}

/** One pod, made once, and nothing left to do. */
function expectSettled(stack: UpStack): void {
  expect(stack.get('pods', '-o', 'jsonpath={.items[*].metadata.labels.dev\\.seaworthy/instance}')).toBe(
    'api-1',
  );
  expect(stack.get('replicasets', '-o', 'name').trim().split('\n')).toHaveLength(1);
  expect(stack.run(['status']).text).toContain('drift: none');
  expect(stack.up().text).toContain('nothing to do');
}

describeOnCluster('2: killed while it writes its journal', () => {
  // Before the start is asked for, while it is under way, and after it.
  test.each([2, 3, 4, 5, 6])('half of record %d is dropped and the run goes on', (record) => {
    const stack = upStack(apiAlone(), settings);
    expect(stack.up({ SEAWORTHY_FAILPOINT: `journal-half@${record}` }).code).toBe(null);
    expect(stack.run(['status'])).toMatchObject({ code: 7 });
    const resumed = stack.run(['resume', '--progress', 'plain']);
    expect(resumed, resumed.text).toMatchObject({ code: 0 });
    expectSettled(stack);
  });

  test.each([0, 0.5, 0.99])(
    'cut %d into its last record, the pod that was started is found, not started again',
    (share) => {
      const stack = upStack(apiAlone(), settings);
      expect(stack.up({ SEAWORTHY_FAILPOINT: 'app/api/gate/api-1@mid-act' }).code).toBe(null);
      const before = stack.get('pods', '-o', 'name');
      const path = journalOf(stack);
      const bytes = readFileSync(path);
      const from = bytes.lastIndexOf(0x0a, bytes.length - 2) + 1;
      writeFileSync(path, bytes.subarray(0, from + Math.floor((bytes.length - from) * share)));
      expect(stack.run(['status'])).toMatchObject({ code: 7 });
      const resumed = stack.run(['resume', '--progress', 'plain']);
      expect(resumed, resumed.text).toMatchObject({ code: 0 });
      expect(stack.get('pods', '-o', 'name')).toBe(before);
      expectSettled(stack);
    },
  );

  test('half a record of the way back is dropped, too', () => {
    const stack = upStack(apiAlone(), settings);
    expect(stack.up()).toMatchObject({ code: 0 });
    const before = stack.get('pods', '-o', 'name');
    const killed = stack.up({ TAG: '2', SEAWORTHY_FAILPOINT: 'journal-half@4' });
    expect(killed.code, killed.text).toBe(null);
    const undone = stack.run(['rollback', '--progress', 'plain']);
    expect(undone.text).toContain('rolled back');
    expect(stack.get('pods', '-o', 'name')).toBe(before);
    expect(stack.run(['status']).text).toContain('drift: none');
  });
});
