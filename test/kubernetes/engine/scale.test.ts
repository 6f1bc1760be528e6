// `up --scale` and `deploy.replicas`: so many pods, behind one gate and one Service.
import { expect, test } from 'vitest';
import { describeOnCluster } from '../kubectl.ts';
import { apiAlone, upStack } from '../support/up-stack.ts';

const settings =
  'phases: [{ name: app, services: [api], gate: { stable_for: 0s, success_threshold: 1, deadline: 20s } }]\n';

function scalable(...more: readonly string[]) {
  const stack = upStack(apiAlone(...more), settings);
  const place = ['--engine', 'kubernetes', '-n', stack.namespace, '--progress', 'plain'];
  const scale = (count: number, env: Readonly<Record<string, string>> = {}) =>
    stack.run(['up', '--scale', `api=${count}`, ...place], env);
  const images = () =>
    stack
      .get('pods', '-o', 'jsonpath={.items[*].spec.containers[0].image}')
      .split(' ')
      .filter((one) => one !== '');
  return { ...stack, scale, images };
}

describeOnCluster('up --scale on Kubernetes', () => {
  test('three pods, then another version of three, then one', () => {
    const { scale, images, run, get } = scalable();
    const first = scale(3);
    expect(first, first.text).toMatchObject({ code: 0 });
    expect(images()).toEqual(Array(3).fill('registry.test/web:1'));
    expect(scale(3)).toMatchObject({ code: 0, text: expect.stringContaining('nothing to do') });
    expect(run(['status']).text).toContain('drift: none');
    const next = scale(3, { TAG: '2' });
    expect(next, next.text).toMatchObject({ code: 0 });
    expect(images()).toEqual(Array(3).fill('registry.test/web:2'));
    const one = scale(1, { TAG: '2' });
    expect(one, one.text).toMatchObject({ code: 0 });
    expect(images()).toEqual(['registry.test/web:2']);
    expect(
      get(
        'endpointslices',
        '-l',
        'kubernetes.io/service-name=api',
        '-o',
        'jsonpath={.items[*].endpoints[*].conditions.ready}',
      ),
    ).toBe('true');
  });

  test('the flag wins over the file, and one bad pod of three brings all of the release before back', () => {
    const { scale, images, up } = scalable('deploy: { replicas: 2 }');
    expect(up()).toMatchObject({ code: 0 });
    expect(images()).toHaveLength(2);
    const failed = scale(3, { TAG: 'crash' });
    expect(failed, failed.text).toMatchObject({ code: 5 });
    expect(images()).toEqual(Array(2).fill('registry.test/web:1'));
  });

  test('of none nothing is applied, and what ran goes', () => {
    const { scale, images, up } = scalable();
    expect(up()).toMatchObject({ code: 0 });
    const none = scale(0);
    expect(none, none.text).toMatchObject({ code: 0 });
    expect(images()).toEqual([]);
  });
});
