// Fault 33 of the matrix: a release fails, and so does the way back.
import { expect, test } from 'vitest';
import { exitCodes } from '../../../src/base/errors.ts';
import { describeOnCluster } from '../kubectl.ts';
import { doorStack } from '../support/door-stack.ts';
import { apiAlone } from '../support/up-stack.ts';

const gate = '{ stable_for: 0s, success_threshold: 1, deadline: 60s }';
const settings = `phases: [{ name: app, services: [api], gate: ${gate} }]\n`;

describeOnCluster('33: the way back fails', () => {
  test('it stops and says so, status says what runs, and the next up puts it right', async () => {
    const stack = await doorStack(apiAlone(), settings);
    expect(stack.up().code).toBe(0);
    // The first brings the new template; whatever is written after it is refused.
    const where = {
      method: 'PATCH',
      path: /\/deployments\/api\?(?!.*dryRun)/,
      nth: 2,
      times: Number.POSITIVE_INFINITY,
    };
    const body = { kind: 'Status', status: 'Failure', code: 403, reason: 'Forbidden', message: 'not today' };
    stack.door.inject(where, { kind: 'answer', status: 403, body });
    const up = await stack.upThrough({ TAG: 'pull' });
    expect(up.code, up.stdout + up.stderr).toBe(exitCodes.partial);
    expect(up.stdout.split('\n')[0]).toMatch(
      /not fully rolled back: .*api-2: .*not today; api: image .* cannot be pulled/,
    );
    stack.door.heal();
    const status = stack.run(['status']);
    expect(status.text).toMatch(/^api +api-1 +running, serving/m);
    expect(status.text).toContain('drift: api also runs an instance of another release');
    const again = stack.up();
    expect(again.code, again.text).toBe(0);
    expect(stack.get('pods', '-o', 'jsonpath={.items[*].spec.containers[0].image}')).toBe(
      'registry.test/web:1',
    );
    expect(stack.run(['status']).text).toContain('drift: none');
  });
});
