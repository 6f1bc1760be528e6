// What a new release leaves as it is costs no apply; what somebody has changed or deleted since is noticed all the same.
import { expect, test } from 'vitest';
import { describeOnCluster } from '../kubectl.ts';
import { doorStack } from '../support/door-stack.ts';
import { apiAlone } from '../support/up-stack.ts';

const settings = 'services: { api: { gate: { stable_for: 0s, success_threshold: 1, deadline: 60s } } }\n';

/** Applies of the Service, tried ones too; the turn of its selector is none. */
const applies = (seen: readonly string[]) =>
  seen.filter((one) => /^PATCH .*\/services\/api\?.*fieldValidation=/.test(one));

describeOnCluster('a release that leaves its Service as it is', () => {
  test('does not apply it again, and traffic still goes to the new instance', async () => {
    const stack = await doorStack(apiAlone(), settings);
    const first = await stack.upThrough({ TAG: '1' });
    expect(first, first.stderr).toMatchObject({ code: 0 });
    expect(applies(stack.door.seen)).not.toEqual([]);
    const before = stack.door.seen.length;
    const second = await stack.upThrough({ TAG: '2' });
    expect(second, second.stderr).toMatchObject({ code: 0 });
    expect(applies(stack.door.seen.slice(before))).toEqual([]);
    const serving = stack.get('service', 'api', '-o', 'jsonpath={.spec.selector.dev\\.seaworthy/instance}');
    expect(serving).toBe('api-2');
  });

  test('is refused where somebody else has set a field of it', async () => {
    const stack = await doorStack(apiAlone(), settings);
    expect(await stack.upThrough({ TAG: '1' })).toMatchObject({ code: 0 });
    stack.kubectl(['label', 'service', 'api', 'app.kubernetes.io/component=theirs', '--overwrite']);
    const { code, stderr } = await stack.upThrough({ TAG: '2' });
    expect(code, stderr).toBe(3);
    expect(stderr).toContain('others own fields');
  });

  test('makes it again where somebody has deleted it', async () => {
    const stack = await doorStack(apiAlone(), settings);
    expect(await stack.upThrough({ TAG: '1' })).toMatchObject({ code: 0 });
    stack.kubectl(['delete', 'service', 'api']);
    const { code, stderr } = await stack.upThrough({ TAG: '2' });
    expect(code, stderr).toBe(0);
    const serving = stack.get('service', 'api', '-o', 'jsonpath={.spec.selector.dev\\.seaworthy/instance}');
    expect(serving).toBe('api-2');
  });
});
