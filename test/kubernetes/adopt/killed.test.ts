// Killed while it takes over: resuming ends where an uninterrupted run would, undoing where all began.
import { expect, test } from 'vitest';
import { describeOnCluster } from '../kubectl.ts';
import { service, statefulSet } from '../own/manifests.ts';
import { adoptable, config, said, web } from './adoptable.ts';
import { watchServed } from './served.ts';

const places = [
  'start/web-1@mid-act',
  'start/web-1@after-act',
  'route/web-1@mid-act',
  'route/web-1@after-act',
  'stop/web-0@mid-act',
  'remove/web-0@after-act',
];

const theirs = [config('theirs'), web('1', { replicas: 2 }), service('web')];
const ours = [config('ours'), web('2'), service('web')];

describeOnCluster('up --adopt, killed at', () => {
  test.each(places)('%s, can be gone on with', async (place) => {
    const { run, up, spec, getNames, namespace } = adoptable(theirs, ours);
    const served = await watchServed(namespace, 'web', 2);
    const env = { SEAWORTHY_FAILPOINT: `app/web/${place}` };
    const killed = run(['up', '--adopt', '-p', 'shop', '-n', namespace, '--progress', 'plain'], env);
    expect(killed.code, killed.text).toBe(null);
    const resumed = run(['resume', '--progress', 'plain']);
    expect(resumed, resumed.text).toMatchObject({ code: 0 });
    expect(spec('deployment', 'web').spec.template.spec.containers[0].image).toBe('registry.test/web:2');
    expect(spec('deployment', 'web').spec.replicas).toBe(1);
    expect(spec('service', 'web').spec.selector).toMatchObject({ 'dev.seaworthy/instance': 'web-1' });
    expect(getNames('pods')).toHaveLength(1);
    expect(Math.min(...(await served()))).toBeGreaterThan(0);
    expect(getNames('secrets')).toEqual([]);
    expect(up()).toMatchObject({ code: 0, text: expect.stringContaining('nothing to do') });
  });

  test.each(places)('%s, can be undone', async (place) => {
    const { run, up, spec, get, namespace } = adoptable(theirs, ours);
    const before = ['deployment', 'service'].map((kind) => said(spec(kind, 'web')));
    const served = await watchServed(namespace, 'web', 2);
    const env = { SEAWORTHY_FAILPOINT: `app/web/${place}` };
    const killed = run(['up', '--adopt', '-p', 'shop', '-n', namespace, '--progress', 'plain'], env);
    expect(killed.code, killed.text).toBe(null);
    const undone = run(['rollback', '--progress', 'plain']);
    expect(undone.text).toContain('rolled back');
    expect(
      ['deployment', 'service'].map((kind) => said(spec(kind, 'web'))),
      undone.text,
    ).toEqual(before);
    expect(Math.min(...(await served()))).toBeGreaterThan(0);
    expect(spec('configmap', 'settings').data).toEqual({ mode: 'theirs' });
    expect(get('pods', '-o', 'jsonpath={.items[*].spec.containers[0].image}')).toBe(
      'registry.test/web:1 registry.test/web:1',
    );
    expect(up()).toMatchObject({ code: 3, text: expect.stringContaining('--adopt') });
  });

  test.each(['resume', 'rollback'])('the gap of a StatefulSet: %s', (verb) => {
    const { run, spec, namespace, get } = adoptable(
      [statefulSet('store'), service('store')],
      [statefulSet('store', { tag: '2' }), service('store')],
      'store',
    );
    const before = ['statefulset', 'service'].map((kind) => said(spec(kind, 'store')));
    const env = { SEAWORTHY_FAILPOINT: 'app/store/start/store-1@after-act' };
    const killed = run(['up', '--adopt', '-p', 'shop', '-n', namespace, '--progress', 'plain'], env);
    expect(killed.code, killed.text).toBe(null);
    const ended = run([verb, '--progress', 'plain']);
    if (verb === 'resume') {
      expect(ended, ended.text).toMatchObject({ code: 0 });
      expect(get('pods', '-o', 'jsonpath={.items[*].spec.containers[0].image}')).toBe('registry.test/web:2');
    } else {
      expect(
        ['statefulset', 'service'].map((kind) => said(spec(kind, 'store'))),
        ended.text,
      ).toEqual(before);
    }
  });
});
