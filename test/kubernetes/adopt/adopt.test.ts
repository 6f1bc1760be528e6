// `up --adopt` takes over what others made under the names of the stack; whatever goes wrong, that serves again.
import { expect, test } from 'vitest';
import { describeOnCluster } from '../kubectl.ts';
import { service, statefulSet } from '../own/manifests.ts';
import { adoptable, config, said, web } from './adoptable.ts';
import { watchServed } from './served.ts';

describeOnCluster('up --adopt', () => {
  test('shows the plan, with --dry-run touches nothing, and takes over what kubectl made', async () => {
    const { up, spec, get, getNames, run, namespace } = adoptable(
      [config('theirs', ', other: kept'), web('1', { replicas: 2 }), service('web')],
      [config('ours'), web('2'), service('web')],
    );
    const refused = up();
    expect(refused.code, refused.text).toBe(3);
    expect(refused.text).toContain('seaworthy up --adopt takes it over');
    const before = ['deployment/web', 'service/web', 'configmap/settings'].map((one) =>
      said(spec(one.split('/')[0] ?? '', one.split('/')[1] ?? '')),
    );
    const dry = up('--adopt', '--dry-run');
    expect(dry.code, dry.text).toBe(0);
    expect(dry.text).toContain('kubectl started it: it goes when the new one is good');
    expect(dry.text).toContain(
      'Deployment web .spec.replicas is 2, not 1 (set by kubectl-client-side-apply)',
    );
    expect(dry.text).toContain('ConfigMap settings .data.other is "kept", not unset');
    const after = ['deployment/web', 'service/web', 'configmap/settings'].map((one) =>
      said(spec(one.split('/')[0] ?? '', one.split('/')[1] ?? '')),
    );
    expect(after).toEqual(before);
    const served = await watchServed(namespace, 'web', 2);
    const adopted = up('--adopt');
    expect(adopted.code, adopted.text).toBe(0);
    expect(Math.min(...(await served()))).toBeGreaterThan(0);
    expect(adopted.text).toContain('is 2, not 1');
    expect(spec('deployment', 'web').spec.template.spec.containers[0].image).toBe('registry.test/web:2');
    expect(spec('service', 'web').spec.selector).toEqual({ app: 'web', 'dev.seaworthy/instance': 'web-1' });
    expect(spec('configmap', 'settings').data).toEqual({ mode: 'ours' });
    expect(getNames('pods')).toHaveLength(1);
    expect(up()).toMatchObject({ code: 0, text: expect.stringContaining('nothing to do') });
    expect(run(['status']).text).toContain('drift: none');
    expect(run(['down', '--progress', 'plain'])).toMatchObject({ code: 0 });
    expect(get('deployments,services,pods,secrets', '-o', 'name').trim()).toBe('');
  });

  test('when the new pods are not good, all is as it was and somebody else’s', async () => {
    const { up, spec, get, namespace } = adoptable(
      [config('theirs', ', other: kept'), web('1', { replicas: 2 }), service('web')],
      [config('ours'), web('crash'), service('web')],
    );
    const pods = get('pods', '-o', 'name');
    const before = ['deployment', 'service'].map((kind) => said(spec(kind, 'web')));
    const served = await watchServed(namespace, 'web', 2);
    const failed = up('--adopt');
    expect(failed.code, failed.text).toBe(5);
    expect(
      ['deployment', 'service'].map((kind) => said(spec(kind, 'web'))),
      failed.text,
    ).toEqual(before);
    expect(spec('configmap', 'settings').data).toEqual({ mode: 'theirs', other: 'kept' });
    for (const kind of ['deployment', 'service'])
      expect(JSON.stringify(spec(kind, 'web').metadata.managedFields)).not.toContain('seaworthy');
    expect(get('pods', '-o', 'name')).toBe(pods);
    expect(new Set(await served())).toEqual(new Set([2]));
    expect(up()).toMatchObject({ code: 3, text: expect.stringContaining('--adopt') });
  });

  test.each([
    ['good', '2', 0],
    ['not good', 'crash', 5],
  ])('a StatefulSet is stopped first; when its successor is %s', (_, tag, code) => {
    const { up, spec, get } = adoptable(
      [statefulSet('store'), service('store')],
      [statefulSet('store', { tag }), service('store')],
      'store',
    );
    const before = said(spec('statefulset', 'store'));
    const adopted = up('--adopt');
    expect(adopted.code, adopted.text).toBe(code);
    expect(adopted.text).toContain('stop-first');
    if (code === 0) {
      expect(get('pods', '-o', 'jsonpath={.items[*].spec.containers[0].image}')).toBe('registry.test/web:2');
    } else {
      expect(said(spec('statefulset', 'store'))).toEqual(before);
      expect(spec('service', 'store').spec.selector).toEqual({ app: 'store' });
    }
  });
});
