// Where a team's own objects come from: a kustomization, a chart, definitions of kinds; and what is refused of them.
import { expect, test } from 'vitest';
import { demandKubectl, describeOnCluster, kubectl } from '../kubectl.ts';
import { deployment, service } from './manifests.ts';
import { makeOwnStack } from './own-stack.ts';

const quick = 'services: { web: { gate: { stable_for: 0s, success_threshold: 1, deadline: 60s } } }\n';

describeOnCluster('the sources of own objects', () => {
  test('a kustomization is rendered, by environment', () => {
    const { write, up, get, getNames } = makeOwnStack();
    const settings = `${quick}kubernetes: { kustomization: base }
environments: { production: { kubernetes: { kustomization: overlays/production } } }\n`;
    write('seaworthy.yaml', settings);
    write(
      'base/kustomization.yaml',
      'resources: [web.yaml]\nconfigMapGenerator: [{ name: settings, literals: [A=1] }]\n',
    );
    write('base/web.yaml', `${deployment('web', { settings: 'settings' })}---\n${service('web')}`);
    write(
      'overlays/production/kustomization.yaml',
      'resources: [../../base]\nreplicas: [{ name: web, count: 3 }]\n',
    );
    const done = up('-e', 'production');
    expect(done, done.text).toMatchObject({ code: 0 });
    expect(get('deployment', 'web', '-o', 'jsonpath={.spec.replicas} {.status.readyReplicas}')).toBe('3 3');
    expect(getNames('configmaps')).toEqual([expect.stringMatching(/^configmap\/settings-\w{10}$/)]);
    write(
      'base/kustomization.yaml',
      'resources: [web.yaml]\nconfigMapGenerator: [{ name: settings, literals: [A=2] }]\n',
    );
    const [before] = getNames('configmaps');
    expect(up('-e', 'production')).toMatchObject({ code: 0 });
    expect(getNames('configmaps')).toHaveLength(1);
    expect(getNames('configmaps')).not.toEqual([before]);
  });

  test('helm renders a chart with values, hooks first, and its tests are left out', () => {
    const { write, up, getNames } = makeOwnStack();
    write('seaworthy.yaml', `${quick}kubernetes: { chart: { path: chart, values: [production.yaml] } }\n`);
    write('production.yaml', 'tag: "2"\n');
    write('chart/Chart.yaml', 'apiVersion: v2\nname: shop\nversion: 1.0.0\n');
    write('chart/values.yaml', 'tag: "1"\n');
    write('chart/templates/web.yaml', deployment('web').replace('web:1', 'web:{{ .Values.tag }}'));
    const hook = (name: string, kind: string) =>
      `apiVersion: batch/v1\nkind: Job\nmetadata: { name: ${name}, annotations: { helm.sh/hook: ${kind} } }\nspec: { template: { spec: { restartPolicy: Never, containers: [{ name: main, image: 'registry.test/web:1' }] } } }\n`;
    write(
      'chart/templates/hooks.yaml',
      `${hook('before', 'pre-install,pre-upgrade')}---\n${hook('trial', 'test')}`,
    );
    const done = up();
    expect(done, done.text).toMatchObject({ code: 0 });
    expect(getNames('deployments,jobs')).toEqual(['deployment.apps/web', 'job.batch/before-1']);
    expect(done.text.indexOf('before-1')).toBeLessThan(done.text.indexOf('web-1'));
  });

  test('a kind is defined before an object of it is made, and both outlive what leaves the files or not', () => {
    const { write, up, run, namespace, getNames } = makeOwnStack();
    const group = `${namespace}.test`;
    const definition = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: boats.${group} }
spec:
  group: ${group}
  scope: Namespaced
  names: { plural: boats, singular: boat, kind: Boat }
  versions:
    - name: v1
      served: true
      storage: true
      schema: { openAPIV3Schema: { type: object, properties: { spec: { type: object, properties: { length: { type: integer } } } } } }
`;
    const boat = `apiVersion: ${group}/v1\nkind: Boat\nmetadata: { name: tug }\nspec: { length: 9 }\n`;
    const priority = `apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: { name: ${namespace} }\nvalue: 10\n`;
    write('seaworthy.yaml', `${quick}kubernetes: { manifests: [all.yaml] }\n`);
    write('all.yaml', [boat, deployment('web'), definition, priority].join('---\n'));
    const done = up();
    expect(done, done.text).toMatchObject({ code: 0 });
    expect(getNames(`boats.${group}`)).toEqual([`boat.${group}/tug`]);
    expect(kubectl(['get', 'priorityclass', namespace])).toMatchObject({ code: 0 });
    write('all.yaml', deployment('web'));
    expect(up()).toMatchObject({ code: 0 });
    expect(getNames(`boats.${group}`)).toEqual([]);
    expect(kubectl(['get', 'priorityclass', namespace])).toMatchObject({ code: 1 });
    // It may hold what others have made.
    demandKubectl(['get', 'crd', `boats.${group}`]);
    expect(run(['down', '--progress', 'plain'])).toMatchObject({ code: 0 });
    demandKubectl(['delete', 'crd', `boats.${group}`]);
  });

  test('what somebody else has made is neither taken over nor pruned', () => {
    const { write, up, namespace, getNames } = makeOwnStack();
    demandKubectl(['create', 'configmap', 'settings', '--from-literal=A=theirs', '-n', namespace]);
    write('seaworthy.yaml', `${quick}kubernetes: { manifests: [all.yaml] }\n`);
    write(
      'all.yaml',
      `${deployment('web')}---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata: { A: ours }\n`,
    );
    expect(up()).toMatchObject({
      code: 3,
      text: expect.stringContaining('ConfigMap settings'),
    });
    expect(getNames('deployments,configmaps')).toEqual([]);
    expect(demandKubectl(['get', 'configmap', 'settings', '-n', namespace, '-o', 'jsonpath={.data.A}'])).toBe(
      'theirs',
    );
  });

  test.each([
    ['manifests: [nowhere]', '', 'seaworthy.yaml:2:27: there is no nowhere'],
    ['kustomization: nowhere', '', 'there is no kustomization.yaml in nowhere'],
    ['chart: nowhere', '', 'there is no Chart.yaml in nowhere'],
    [
      'manifests: [all.yaml]',
      'kind: Pod\napiVersion: v1\nmetadata: { name: x }\n',
      'all.yaml:3:19: Pod x cannot be replaced',
    ],
    [
      'manifests: [all.yaml]',
      `${deployment('web')}---\n${deployment('web')}`,
      'Deployment web is there twice',
    ],
    ['manifests: [all.yaml]', deployment('api'), 'services names web, which is no workload of the manifests'],
    ['manifests: [all.yaml], chart: x', deployment('web'), 'kubernetes has both manifests and chart'],
    ['manifest: [all.yaml]', deployment('web'), 'Did you mean "manifests"?'],
  ])('%s is refused with its place: %s', (setting, text, message) => {
    const { write, up, getNames } = makeOwnStack();
    write('seaworthy.yaml', `${quick}kubernetes: { ${setting} }\nengine: kubernetes\n`);
    write('all.yaml', text);
    const refused = up();
    expect(refused.code, refused.text).toBe(3);
    expect(refused.text).toContain(message);
    expect(getNames('deployments')).toEqual([]);
  });
});
