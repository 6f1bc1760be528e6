// The command line against a real API server: a stack comes up in phases, is replaced, fails with its cause, and goes.
import { expect, test } from 'vitest';
import { demandKubectl, describeOnCluster } from '../kubectl.ts';
import { upStack } from '../support/up-stack.ts';

const compose = `
name: shop
services:
  migrate:
    image: registry.test/web:1
    entrypoint: ["true"]
  api:
    image: registry.test/web:\${TAG:-1}
    ports: ["8080"]
    environment: { DB_PASSWORD: s3cret-value, MODE_NAME: plain }
    healthcheck: { test: ["CMD", "true"], interval: 1s }
    depends_on: { migrate: { condition: service_completed_successfully } }
  front:
    image: registry.test/web:2
    ports: ["8080"]
    healthcheck: { test: ["CMD", "true"], interval: 1s }
    depends_on: { api: { condition: service_healthy } }
`;

const settings = `
phases:
  - { name: core, services: [migrate, api], gate: { stable_for: 1s, deadline: 60s } }
  - { name: edge, services: [front], gate: { stable_for: 1s, deadline: 60s } }
`;

const makeStack = () => upStack(compose, settings);

describeOnCluster('seaworthy up --engine kubernetes', () => {
  test('up in phases, a second time nothing, a new image, and down to nothing', () => {
    const { run, up, get } = makeStack();
    expect(up()).toMatchObject({ code: 0 });
    expect(get('deployments,jobs', '-o', 'name').trim().split('\n')).toEqual([
      'deployment.apps/api',
      'deployment.apps/front',
      'job.batch/migrate-1',
    ]);
    expect(up().text).toContain('nothing to do');
    expect(up({ TAG: '2' })).toMatchObject({ code: 0 });
    expect(get('deployment', 'api', '-o', 'jsonpath={.spec.template.spec.containers[0].image}')).toBe(
      'registry.test/web:2',
    );
    const status = run(['status']);
    expect(status).toMatchObject({ code: 0, text: expect.stringContaining('drift: none') });
    expect(run(['down', '--volumes', '--progress', 'plain'])).toMatchObject({ code: 0 });
    const left = get(
      'all,configmaps,secrets,serviceaccounts,leases',
      '-l',
      'app.kubernetes.io/managed-by=seaworthy',
      '-o',
      'name',
    );
    expect(left).toBe('');
  });

  test('a dry run leaves nothing on the cluster, no hold either', () => {
    const { run, namespace, get } = makeStack();
    const dry = run(['up', '--engine', 'kubernetes', '-n', namespace, '--dry-run']);
    expect(dry, dry.text).toMatchObject({ code: 0, text: expect.stringContaining('phase 1 core') });
    expect(get('leases,configmaps', '-l', 'app.kubernetes.io/managed-by=seaworthy', '-o', 'name')).toBe('');
  });

  test('a Deployment that was deleted without its pods: what comes after it and fails leaves them serving', () => {
    const { up, get, namespace } = makeStack();
    expect(up()).toMatchObject({ code: 0 });
    const before = get('pods', '-l', 'dev.seaworthy/service=api', '-o', 'name');
    demandKubectl(['delete', 'deployment', 'api', '-n', namespace, '--cascade=orphan']);
    expect(up({ TAG: 'crash' })).toMatchObject({ code: 5 });
    expect(get('pods', '-l', 'dev.seaworthy/service=api', '-o', 'name')).toBe(before);
  });

  test.each([
    ['pull', 'image registry.test/web:pull cannot be pulled (ImagePullBackOff)'],
    ['crash', 'crash loop: exits with code 1'],
    ['oom', 'killed for memory (OOMKilled)'],
  ])('%s: the cause comes first, exit 5, and the release before serves on', (tag, cause) => {
    const { run, up, get } = makeStack();
    expect(up()).toMatchObject({ code: 0 });
    const before = get('pods', '-l', 'dev.seaworthy/service=api', '-o', 'name');
    const failed = up({ TAG: tag });
    expect(failed).toMatchObject({ code: 5, text: expect.stringContaining(`FAILED api: ${cause}`) });
    expect(get('pods', '-l', 'dev.seaworthy/service=api', '-o', 'name')).toBe(before);
    expect(get('service', 'api', '-o', 'jsonpath={.spec.selector}')).toContain('"api-1"');
    expect(run(['status']).text).toContain('drift: none');
  });
});
