// What is not taken over, and why; what of it stays for ever.
import { expect, test } from 'vitest';
import { demandKubectl, describeOnCluster } from '../kubectl.ts';
import { deployment, service } from '../own/manifests.ts';
import { upStack } from '../support/up-stack.ts';
import { adoptable, config, web } from './adoptable.ts';

const compose = `
name: shop
services:
  web:
    image: registry.test/web:\${TAG:-2}
    ports: ["8080"]
    healthcheck: { test: ["CMD", "true"], interval: 1s }
`;
const settings =
  'phases: [{ name: app, services: [web], gate: { stable_for: 0s, success_threshold: 1, deadline: 60s } }]\n';

const podsWith = (image: string) => [
  'get',
  'pods',
  '-o',
  `jsonpath={.items[?(@.spec.containers[0].image=="${image}")].metadata.labels.app}`,
];

describeOnCluster('up --adopt', () => {
  test('keeps a selector that nobody can change, for this release and the next ones', () => {
    const { kubectl, run, namespace, up, get } = upStack(compose, settings);
    kubectl(['apply', '-f', '-'], [deployment('web'), service('web')].join('---\n'));
    kubectl(['rollout', 'status', 'deployment/web', '--timeout=60s']);
    const place = ['--engine', 'kubernetes', '-n', namespace, '--progress', 'plain'];
    const adopted = run(['up', '--adopt', ...place]);
    expect(adopted, adopted.text).toMatchObject({ code: 0 });
    expect(adopted.text).toContain('selector app=web of Deployment web cannot be changed and stays');
    expect(adopted.text).toContain('Service web renames port 8080/TCP from no name to http');
    expect(get('deployment', 'web', '-o', 'jsonpath={.spec.selector.matchLabels}')).toBe('{"app":"web"}');
    expect(get('service', 'web', '-o', 'jsonpath={.spec.selector}')).toContain(
      '"app.kubernetes.io/name":"web"',
    );
    expect(up()).toMatchObject({ code: 0, text: expect.stringContaining('nothing to do') });
    expect(run(['status']).text).toContain('drift: none');
    const next = up({ TAG: '3' });
    expect(next, next.text).toMatchObject({ code: 0 });
    expect(kubectl(podsWith('registry.test/web:3')).stdout).toBe('web');
    expect(up({ TAG: 'crash' })).toMatchObject({ code: 5 });
    expect(kubectl(podsWith('registry.test/web:3')).stdout).toBe('web');
    const back = run(['rollback']);
    expect(back, back.text).toMatchObject({ code: 0 });
    expect(kubectl(podsWith('registry.test/web:2')).stdout).toBe('web');
    expect(run(['status']).text).toContain('drift: none');
  });

  test('refuses a selector that asks for another value of a label that ours need', () => {
    const theirs = deployment('web').replaceAll('app: web', 'app.kubernetes.io/name: other');
    const { kubectl, run, namespace, get } = upStack(compose, settings);
    kubectl(['apply', '-f', '-'], theirs);
    kubectl(['rollout', 'status', 'deployment/web', '--timeout=60s']);
    const refused = run(['up', '--adopt', '--engine', 'kubernetes', '-n', namespace]);
    expect(refused, refused.text).toMatchObject({ code: 3 });
    expect(refused.text).toContain(
      'Deployment web has to be replaced, not taken over: it selects pods by app.kubernetes.io/name=other',
    );
    expect(get('deployments,services', '-l', 'dev.seaworthy/stack', '-o', 'name')).toBe('');
  });

  test.each([
    ['another stack of seaworthy', 'labels: { dev.seaworthy/stack: other }', 'it belongs to the stack other'],
    [
      'an operator',
      'ownerReferences: [{ apiVersion: v1, kind: Site, name: boss, uid: 1-2-3, controller: true }]',
      'Site boss controls it',
    ],
  ])('refuses what %s has made', (_, more, words) => {
    const theirs = config('theirs').replace('name: settings', `name: settings, ${more}`);
    const { up, get } = adoptable([theirs], [config('ours'), web('2'), service('web')]);
    const refused = up('--adopt');
    expect(refused, refused.text).toMatchObject({ code: 3 });
    expect(refused.text).toContain(words);
    expect(get('configmap', 'settings', '-o', 'jsonpath={.data.mode}')).toBe('theirs');
  });

  test('refuses a Service that also sends to pods which stay somebody else’s', () => {
    const other = deployment('other')
      .replaceAll('app: other', 'app: web, part: other')
      .replace('matchLabels: { app: web, part: other }', 'matchLabels: { part: other }');
    const { up } = adoptable([other, service('web')], [config('ours'), web('2'), service('web')]);
    const refused = up('--adopt');
    expect(refused, refused.text).toMatchObject({ code: 3 });
    expect(refused.text).toMatch(/Service web also sends to pod other-\S+, which is not taken over/);
  });

  test('takes fields back that somebody has set on an object of ours, and says so', () => {
    const { up, write, spec, namespace } = adoptable([], [config('ours'), web('1'), service('web')]);
    expect(up()).toMatchObject({ code: 0 });
    demandKubectl([
      'set',
      'image',
      'deployment/web',
      'main=registry.test/web:3',
      '-n',
      namespace,
      '--field-manager=hand',
    ]);
    demandKubectl(['rollout', 'status', 'deployment/web', '-n', namespace, '--timeout=60s']);
    write([config('ours'), web('2'), service('web')]);
    const refused = up();
    expect(refused, refused.text).toMatchObject({ code: 3 });
    expect(refused.text).toContain('.spec.template.spec.containers[name="main"].image: conflict with "hand"');
    expect(refused.text).toContain('seaworthy up --adopt');
    const taken = up('--adopt');
    expect(taken, taken.text).toMatchObject({ code: 0 });
    expect(taken.text).toContain(
      'Deployment web .spec.template.spec.containers[name="main"].image of hand is taken over',
    );
    expect(spec('deployment', 'web').spec.template.spec.containers[0].image).toBe('registry.test/web:2');
  });
});
