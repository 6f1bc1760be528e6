// What must be survived, on a real API server: the numbers are those of the matrix of faults.
import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { expect, inject, test } from 'vitest';
import { demandKubectl, describeOnCluster } from '../kubectl.ts';
import { deployment, job, service } from './manifests.ts';
import { makeOwnStack } from './own-stack.ts';

const gate = 'gate: { stable_for: 0s, success_threshold: 1, deadline: 60s }';
const settings = `kubernetes: { manifests: [k8s] }\nservices: { web: { ${gate} } }\n`;

function prepared(objects: readonly string[]) {
  const stack = makeOwnStack();
  stack.write('seaworthy.yaml', settings);
  stack.write('k8s/all.yaml', objects.join('---\n'));
  const image = () =>
    stack.get('deployment', 'web', '-o', 'jsonpath={.spec.template.spec.containers[0].image}');
  return { ...stack, image };
}

const secret = (value: string) =>
  `apiVersion: v1\nkind: Secret\nmetadata: { name: access }\nstringData: { key: ${value} }\n`;

describeOnCluster('a fault on Kubernetes', () => {
  test('3: told to stop, a run can be gone on with', async () => {
    const stack = prepared([deployment('web', { tag: 'slow' }), service('web')]);
    const shared = inject('kubernetes');
    if (shared.kind !== 'running') throw new Error(shared.why);
    const env = { PATH: process.env['PATH'], HOME: stack.folder, KUBECONFIG: shared.kubeconfig };
    const args = [resolve('dist/seaworthy.js'), 'up', '-p', 'shop', '-n', stack.namespace, '-q'];
    const child = spawn(process.execPath, args, { cwd: stack.folder, env });
    while (stack.getNames('deployments').length === 0) await new Promise((again) => setTimeout(again, 50));
    child.kill('SIGINT');
    expect(await new Promise((end) => child.once('close', end))).toBe(130);
    expect(stack.run(['status'])).toMatchObject({ code: 7 });
    const resumed = stack.run(['resume', '--progress', 'plain']);
    expect(resumed, resumed.text).toMatchObject({ code: 0 });
    expect(stack.getNames('pods')).toHaveLength(1);
  });

  test('27: a field that cannot be changed is named, and the release before serves on', () => {
    const { write, up, image } = prepared([deployment('web'), service('web')]);
    expect(up()).toMatchObject({ code: 0 });
    write('k8s/all.yaml', deployment('web', { tag: '2' }).replaceAll('app: web', 'app: other'));
    const refused = up();
    expect(refused.code, refused.text).not.toBe(0);
    expect(refused.text).toMatch(/selector.*immutable/);
    expect(image()).toBe('registry.test/web:1');
    expect(up()).toMatchObject({ code: refused.code });
  });

  test('30: a migration that fails stops the run before what waits for it', () => {
    const stack = prepared([job('migrate'), deployment('web', { after: 'migrate' }), service('web')]);
    expect(stack.up()).toMatchObject({ code: 0 });
    const failing = [
      job('migrate').replace('web:1', 'web:fail'),
      deployment('web', { after: 'migrate', tag: '2' }),
      service('web'),
    ];
    stack.write('k8s/all.yaml', failing.join('---\n'));
    const failed = stack.up();
    expect(failed.code, failed.text).toBe(5);
    expect(failed.text).toContain('FAILED migrate');
    expect(stack.image()).toBe('registry.test/web:1');
  });

  test.each([
    ['cannot be undone is a point of no return: the app of before serves on', '', 6, 'web:crash'],
    ['the app of before can work with lets it come back', 'backward_compatible: true', 5, 'web:1'],
  ])('30: a migration that %s', (_what, more, code, image) => {
    const release = (tag: string, of: string) => [
      job('migrate').replace('web:1', `web:${of}`),
      deployment('web', { after: 'migrate', tag }),
      service('web'),
    ];
    const stack = prepared(release('1', '1'));
    const marks = `irreversible: true${more === '' ? '' : `, ${more}`}`;
    const once = `services: { migrate: { ${marks} }, web: {`;
    stack.write('seaworthy.yaml', settings.replace('services: { web: {', once));
    expect(stack.up()).toMatchObject({ code: 0 });
    stack.write('k8s/all.yaml', release('crash', '2').join('---\n'));
    const plan = stack.run(['plan', '-p', 'shop']);
    expect(plan.text).toMatch(/point of no return: \S+\/migrate\/start\/migrate-2/);
    const failed = stack.up();
    expect(failed.text).toContain('FAILED web');
    expect(failed.code, failed.text).toBe(code);
    expect(stack.image()).toBe(`registry.test/${image}`);
    const serving = ['-l', 'dev.seaworthy/instance=web-1', '-o', 'jsonpath={.items[*].status.phase}'];
    expect(stack.get('pods', ...serving)).toBe('Running');
    expect(stack.get('service', 'web', '-o', 'jsonpath={.spec.selector.dev\\.seaworthy/instance}')).toBe(
      'web-1',
    );
  });

  test('32: a secret that changes makes the pods that read it anew', () => {
    const web = deployment('web', { settings: 'x' }).replace(
      'configMapRef: { name: x }',
      'secretRef: { name: access }',
    );
    const { write, up, getNames, state } = prepared([secret('first-s3cret-value'), web]);
    expect(up()).toMatchObject({ code: 0 });
    const before = getNames('pods');
    write('k8s/all.yaml', [secret('second-s3cret-value'), web].join('---\n'));
    expect(up()).toMatchObject({ code: 0 });
    expect(getNames('pods')).not.toEqual(before);
    expect(state()).not.toContain('s3cret-value');
  });

  test('35: a plan whose world has changed is refused with the difference', () => {
    const { write, up, run, image, folder } = prepared([deployment('web'), service('web')]);
    expect(up()).toMatchObject({ code: 0 });
    write('k8s/all.yaml', [deployment('web', { tag: '2' }), service('web')].join('---\n'));
    const plan = join(folder, 'plan.json');
    expect(run(['plan', '-p', 'shop', '-o', plan])).toMatchObject({ code: 0 });
    write('k8s/all.yaml', [deployment('web', { tag: '3' }), service('web')].join('---\n'));
    const stale = up(plan);
    expect(stale.code, stale.text).toBe(2);
    expect(image()).toBe('registry.test/web:1');
  });

  test('39: a workload of somebody else under our name is left alone', () => {
    const { up, get, namespace } = prepared([deployment('web'), service('web')]);
    demandKubectl(['apply', '-n', namespace, '-f', '-'], deployment('web', { tag: '9' }));
    const refused = up();
    expect(refused, refused.text).toMatchObject({ code: 3 });
    expect(refused.text).toContain('Deployment web exists already');
    expect(get('services,configmaps', '-l', 'dev.seaworthy/stack=shop', '-o', 'name')).not.toContain(
      'service/',
    );
  });
});
