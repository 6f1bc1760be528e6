// What a stack looks like to those who know Kubernetes: labels, owners of fields, events; and a namespace that is deleted
// takes all of it along.
import { expect, test } from 'vitest';
import { at, listAt, textAt } from '../../../src/base/json.ts';
import { demandKubectl, describeOnCluster } from '../kubectl.ts';
import { deployment, job, service } from '../own/manifests.ts';
import { makeOwnStack } from '../own/own-stack.ts';
import { accountConfig } from '../support/account.ts';
import { servingStack, type UpStack, upStack } from '../support/up-stack.ts';

const compose = `
name: shop
services:
  migrate:
    image: registry.test/web:1
    entrypoint: ["true"]
  postgres:
    image: registry.test/postgres:16
    volumes: ["data:/data"]
  api:
    image: registry.test/web:\${API_TAG:-1}
    ports: ["8080"]
    environment: { MODE_NAME: plain, DB_PASSWORD: s3cret-value }
    healthcheck: { test: ["CMD", "true"], interval: 1s }
    depends_on: { migrate: { condition: service_completed_successfully } }
volumes: { data: {} }
`;
const gate = '{ stable_for: 0s, success_threshold: 1, deadline: 60s }';
const settings = `phases: [{ name: app, services: [migrate, postgres, api], gate: ${gate} }]
services: { postgres: { gate: { engine: running } } }
`;
const everythingButEvents =
  'pods,pods/log,services,configmaps,secrets,serviceaccounts,persistentvolumeclaims,leases.coordination.k8s.io,jobs.batch,deployments.apps,replicasets.apps,statefulsets.apps';
const kinds = 'deployments,statefulsets,jobs,pods,services,configmaps,secrets,serviceaccounts,leases,pvc';

function items(stack: Pick<UpStack, 'get'>, ...args: readonly string[]): readonly unknown[] {
  return listAt(JSON.parse(stack.get(...args, '-o', 'json')), 'items');
}

const kindAndName = (one: unknown) => `${textAt(one, 'kind')}/${textAt(one, 'metadata', 'name')}`;
const label = (one: unknown, name: string) => textAt(one, 'metadata', 'labels', `app.kubernetes.io/${name}`);

const serving = () => servingStack(compose, settings);

describeOnCluster('what kubectl shows', () => {
  test('every object has the labels that Kubernetes recommends', () => {
    const stack = serving();
    const all = items(stack, kinds, '-l', 'dev.seaworthy/stack=shop');
    expect(all.length).toBeGreaterThan(12);
    expect(JSON.stringify(all), 'what asks a person to fill it in').not.toContain('owner.invalid');
    for (const one of all) {
      expect(label(one, 'managed-by'), kindAndName(one)).toBe('seaworthy');
      expect(label(one, 'instance'), kindAndName(one)).toBe('shop');
      // What the cluster makes of a template of claims has what the template could say for ever.
      if (textAt(one, 'kind') === 'PersistentVolumeClaim') continue;
      expect(label(one, 'part-of'), kindAndName(one)).toBe('shop');
      expect(label(one, 'name'), kindAndName(one)).toMatch(/^(?:migrate|postgres|api|seaworthy)$/);
      expect(label(one, 'component'), kindAndName(one)).toMatch(
        /^(?:job|data-store|service|inventory|lock|salt)$/,
      );
    }
    const ofKind = (component: string) =>
      items(stack, 'pods', '-l', `app.kubernetes.io/component=${component}`).map(
        (one) => `${label(one, 'name')} ${label(one, 'version')}`,
      );
    expect(ofKind('data-store')).toEqual(['postgres 16']);
    expect(ofKind('service')).toEqual(['api 1']);
    expect(ofKind('job')).toEqual(['migrate 1']);
  });

  test("a team's own labels stay as they are, and those that it leaves out are added", () => {
    const { write, up, get } = makeOwnStack();
    const own = deployment('web').replace(
      'metadata: { name: web }',
      'metadata: { name: web, labels: { app.kubernetes.io/name: storefront } }',
    );
    write('seaworthy.yaml', `kubernetes: { manifests: [k8s] }\nservices: { web: { gate: ${gate} } }\n`);
    write('k8s/all.yaml', [own, service('web'), job('seed')].join('---\n'));
    expect(up()).toMatchObject({ code: 0 });
    const [web] = items({ get }, 'deployments');
    expect(
      ['name', 'instance', 'version', 'component', 'part-of', 'managed-by'].map((one) => label(web, one)),
    ).toEqual(['storefront', 'shop', '1', 'service', 'shop', 'seaworthy']);
    expect(at(web, 'spec', 'selector', 'matchLabels')).toEqual({ app: 'web' });
    expect(items({ get }, 'jobs').map((one) => label(one, 'component'))).toEqual(['job']);
  });

  test('our fields are owned by seaworthy, and no others are', () => {
    const stack = serving();
    const second = stack.up({ API_TAG: '2' });
    expect(second.code, second.text).toBe(0);
    const all = items(
      stack,
      `${kinds.replace('pods,', '')}`,
      '-l',
      'dev.seaworthy/stack=shop',
      '--show-managed-fields',
    );
    for (const one of all.filter((each) => textAt(each, 'kind') !== 'PersistentVolumeClaim')) {
      const managers = listAt(one, 'metadata', 'managedFields').map((entry) => textAt(entry, 'manager'));
      expect(managers, kindAndName(one)).toContain('seaworthy');
      expect(
        managers.filter((name) => !/^(?:seaworthy|kube-controller-manager|kwok)$/.test(name ?? '')),
      ).toEqual([]);
    }
  });

  test('events say what the rollout did, to the workload, a few of them', () => {
    const stack = serving();
    expect(stack.up({ API_TAG: '2' })).toMatchObject({ code: 0 });
    expect(stack.up({ API_TAG: 'crash' }).code).toBe(5);
    const ours = items(stack, 'events.v1.events.k8s.io').filter(
      (one) => textAt(one, 'reportingController') === 'seaworthy',
    );
    const ofApi = ours
      .filter((one) => textAt(one, 'regarding', 'name') === 'api')
      .sort((a, b) => ((textAt(a, 'eventTime') ?? '') < (textAt(b, 'eventTime') ?? '') ? -1 : 1))
      .map((one) => `${textAt(one, 'type')} ${textAt(one, 'reason')} ${textAt(one, 'note')}`);
    expect(ofApi).toEqual([
      expect.stringMatching(/^Normal RolloutStarted api-1 of release \w+ starts \(run r1-1\)$/),
      expect.stringMatching(/^Normal RolloutStarted api-2 of release \w+ starts beside api-1 \(run r2-1\)$/),
      expect.stringMatching(
        /^Normal TrafficSwitched The Service leads to api-2 of release \w+ \(run r2-1\)$/,
      ),
      expect.stringMatching(/^Normal RolloutStarted api-3 of release \w+ starts beside api-2 \(run r3-1\)$/),
      expect.stringMatching(
        /^Warning RolledBack api-3 is taken back, api-2 serves on \(run r3-1\): crash loop: exits with code 1/,
      ),
    ]);
    expect(ours.length).toBeLessThan(16);
    const described = stack.kubectl(['describe', 'deployment', 'api']).stdout;
    expect(described).toMatch(/Warning\s+RolledBack\s.*\sseaworthy\s+api-3 is taken back, api-2 serves on/);
  });

  test('who may write no events rolls out all the same', () => {
    const stack = upStack(compose, settings);
    const up = stack.up({ KUBECONFIG: accountConfig(stack, 'ci', everythingButEvents) });
    expect(up.code, up.text).toBe(0);
    const ours = items(stack, 'events.v1.events.k8s.io').filter(
      (one) => textAt(one, 'reportingController') === 'seaworthy',
    );
    expect(ours).toEqual([]);
  });

  test('a deleted namespace leaves nothing behind elsewhere; status says so, and up makes it all anew', () => {
    const stack = serving();
    demandKubectl(['delete', 'namespace', stack.namespace, '--wait=true', '--timeout=120s']);
    const names = demandKubectl(['api-resources', '--verbs=list', '-o', 'name']).trim().split('\n').join(',');
    const left = (selector: string) =>
      demandKubectl(['get', names, '-A', '-l', selector, '--ignore-not-found', '-o', 'json']);
    const inIt = (text: string) =>
      listAt(JSON.parse(text === '' ? '{}' : text), 'items').filter((one) =>
        JSON.stringify(one).includes(stack.namespace),
      );
    expect(inIt(left('dev.seaworthy/stack')).map(kindAndName)).toEqual([]);
    expect(inIt(left('app.kubernetes.io/managed-by=seaworthy')).map(kindAndName)).toEqual([]);
    const status = stack.run(['status']);
    expect(status.text).toMatch(/^nothing runs\ndrift: api does not run/m);
    const again = stack.up();
    expect(again.code, again.text).toBe(0);
    expect(stack.get('deployments', '-o', 'name')).toBe('deployment.apps/api\n');
    expect(stack.run(['status']).text).toContain('drift: none');
  });
});
