// `up --adopt` takes over what others made under the names of the stack; whatever goes wrong, that serves again.
import { expect, test } from 'vitest';
import { demandKubectl, describeOnCluster } from '../kubectl.ts';
import { deployment, service, statefulSet } from '../own/manifests.ts';
import { makeOwnStack } from '../own/own-stack.ts';

const gate = 'gate: { stable_for: 0s, success_threshold: 1, deadline: 20s }';
const settings = (name: string) => `kubernetes: { manifests: [k8s] }\nservices: { ${name}: { ${gate} } }\n`;

/** What somebody has applied with kubectl, and what the stack's files say. */
function adoptable(theirs: readonly string[], ours: readonly string[], name = 'web') {
  const stack = makeOwnStack();
  stack.write('seaworthy.yaml', settings(name));
  const write = (objects: readonly string[]) => stack.write('k8s/all.yaml', objects.join('---\n'));
  write(ours);
  demandKubectl(['apply', '-n', stack.namespace, '-f', '-'], theirs.join('---\n'));
  for (const kind of ['deployment', 'statefulset'])
    for (const name of stack.get(kind, '-o', 'name').trim().split('\n'))
      if (name !== '') demandKubectl(['rollout', 'status', name, '-n', stack.namespace, '--timeout=60s']);
  const spec = (kind: string, name: string) =>
    JSON.parse(stack.get(kind, name, '-o', 'json', '--show-managed-fields'));
  return { ...stack, write, spec };
}

const config = (value: string, more = '') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { mode: ${value}${more} }\n`;

const web = (tag: string, more: Parameters<typeof deployment>[1] = {}) =>
  deployment('web', { tag, settings: 'settings', ...more });

/** Without what the server counts. */
function said(object: { readonly metadata: Record<string, unknown>; readonly status?: unknown }) {
  const { status: _, metadata, ...rest } = object;
  const { labels, annotations } = metadata;
  const { 'deployment.kubernetes.io/revision': _of, ...notes } = {
    ...(annotations as Record<string, string>),
  };
  return { ...rest, labels, notes };
}

describeOnCluster('up --adopt', () => {
  test('shows the plan, with --dry-run touches nothing, and takes over what kubectl made', () => {
    const { up, spec, get, getNames, run } = adoptable(
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
    const adopted = up('--adopt');
    expect(adopted.code, adopted.text).toBe(0);
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

  test('when the new pods are not good, all is as it was and somebody else’s', () => {
    const { up, spec, get } = adoptable(
      [config('theirs', ', other: kept'), web('1', { replicas: 2 }), service('web')],
      [config('ours'), web('crash'), service('web')],
    );
    const pods = get('pods', '-o', 'name');
    const before = ['deployment', 'service'].map((kind) => said(spec(kind, 'web')));
    const failed = up('--adopt');
    expect(failed.code, failed.text).toBe(5);
    expect(
      ['deployment', 'service'].map((kind) => said(spec(kind, 'web'))),
      failed.text,
    ).toEqual(before);
    expect(spec('configmap', 'settings').data).toEqual({ mode: 'theirs', other: 'kept' });
    expect(get('pods', '-o', 'name')).toBe(pods);
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
