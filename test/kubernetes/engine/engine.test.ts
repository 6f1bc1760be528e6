// What the engine does with workloads, on a real API server and its controllers, with simulated pods.
import { expect, inject, onTestFinished, test } from 'vitest';
import type { Engine } from '../../../src/engines/engine.ts';
import { openConnection } from '../../../src/engines/kubernetes/connection.ts';
import { createKubernetesEngine } from '../../../src/engines/kubernetes/engine.ts';
import type { Observed, UnitSpec } from '../../../src/model/unit.ts';
import { demandKubectl, describeOnCluster, ownNamespace } from '../kubectl.ts';
import { kubernetesUnit, wantedOf } from '../support/unit.ts';

const never = new AbortController().signal;

async function open(namespace: string): Promise<Engine> {
  const shared = inject('kubernetes');
  if (shared.kind !== 'running') throw new Error(shared.why);
  const connection = await openConnection({ kubeconfig: shared.kubeconfig });
  const engine = createKubernetesEngine({
    stack: 'shop',
    connection,
    place: { namespace, kubeconfig: shared.kubeconfig, context: undefined },
    secrets: () => undefined,
  });
  onTestFinished(() => engine.close());
  return engine;
}

const context = (key: string, unit?: UnitSpec) => ({
  key: `run-1/core/${key}`,
  run: 'run-1',
  release: 'release-1',
  signal: never,
  wanted: unit === undefined ? undefined : wantedOf(unit),
});

const start = (engine: Engine, instance: string, unit: UnitSpec) =>
  engine.apply({ kind: 'start', service: 'svc', instance, config: 'c' }, context(`start/${instance}`, unit));

async function until(engine: Engine, instance: string, is: (one: Observed) => boolean): Promise<Observed> {
  for (let turn = 0; turn < 300; turn++) {
    const found = (await engine.observe(never)).find((one) => one.instance === instance);
    if (found !== undefined && is(found)) return found;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${instance}: ${JSON.stringify(await engine.observe(never))}`);
}

/** Or as often ended as no gate tolerates unasked. */
const isHopeless = ({ trouble }: Observed) => trouble?.isFinal === true || (trouble?.ends ?? 0) > 2;
const isRunning = ({ state }: Observed) => state === 'running';
const names = async (engine: Engine) => (await engine.observe(never)).map(({ instance }) => instance).sort();

describeOnCluster('replacing', () => {
  test('the old pods stay until they are stopped, and go then by the rollout of one Deployment', async () => {
    const namespace = ownNamespace();
    const engine = await open(namespace);
    await start(engine, 'svc-1', kubernetesUnit('svc', { tag: '1', replicas: 2 }));
    await until(engine, 'svc-1', isRunning);
    await start(engine, 'svc-2', kubernetesUnit('svc', { tag: '2', replicas: 2 }));
    await until(engine, 'svc-2', isRunning);
    expect(await until(engine, 'svc-1', isRunning)).toMatchObject({ state: 'running' });
    await engine.apply({ kind: 'route', service: 'svc', instance: 'svc-2' }, context('route/svc-2'));
    expect(await until(engine, 'svc-2', isRunning)).toMatchObject({ routed: true });
    const stop = {
      kind: 'stop',
      service: 'svc',
      instance: 'svc-1',
      graceMs: 1000,
      signal: 'SIGTERM',
    } as const;
    await engine.apply(stop, context('stop/svc-1'));
    await engine.apply({ kind: 'remove', service: 'svc', instance: 'svc-1' }, context('remove/svc-1'));
    expect(await names(engine)).toEqual(['svc-2']);
    expect(demandKubectl(['get', 'deployments', '-n', namespace, '-o', 'name'])).toBe(
      'deployment.apps/svc\n',
    );
    demandKubectl(['rollout', 'status', 'deployment/svc', '-n', namespace, '--timeout=20s']);
  });

  test('what did not prove itself goes, and the old pods were never touched', async () => {
    const namespace = ownNamespace();
    const engine = await open(namespace);
    await start(engine, 'svc-1', kubernetesUnit('svc', { tag: '1' }));
    await until(engine, 'svc-1', isRunning);
    const uid = [
      'get',
      'pods',
      '-n',
      namespace,
      '-l',
      'dev.seaworthy/instance=svc-1',
      '-o',
      'jsonpath={.items[*].metadata.uid}',
    ];
    const before = demandKubectl(uid);
    await start(engine, 'svc-2', kubernetesUnit('svc', { tag: 'notready' }));
    await until(engine, 'svc-2', ({ state }) => state === 'starting');
    const stop = {
      kind: 'stop',
      service: 'svc',
      instance: 'svc-2',
      graceMs: 1000,
      signal: 'SIGTERM',
    } as const;
    await engine.apply(stop, context('stop/svc-2'));
    await engine.apply({ kind: 'remove', service: 'svc', instance: 'svc-2' }, context('remove/svc-2'));
    expect(await names(engine)).toEqual(['svc-1']);
    expect(demandKubectl(uid)).toBe(before);
    await start(engine, 'svc-3', kubernetesUnit('svc', { tag: '3' }));
    expect(await until(engine, 'svc-3', isRunning)).toMatchObject({ key: 'run-1/core/start/svc-3' });
  });
});

describeOnCluster('the cause first', () => {
  test.each([
    ['pull', /^image registry\.test\/web:pull cannot be pulled \(ImagePullBackOff\).*not found/],
    ['crash', /^crash loop: exits with code 1, 3 restarts/],
    ['oom', /^killed for memory \(OOMKilled\), limit 64 MiB/],
  ])('%s', async (tag, words) => {
    const engine = await open(ownNamespace());
    await start(engine, 'svc-1', kubernetesUnit('svc', { tag }));
    const seen = await until(engine, 'svc-1', isHopeless);
    expect(seen.trouble?.cause).toMatch(words);
  });

  test('no node is large enough: in the words of the scheduler', async () => {
    const engine = await open(ownNamespace());
    await start(engine, 'svc-1', kubernetesUnit('svc', { requests: { memory: '900Ti' } }));
    const seen = await until(engine, 'svc-1', ({ trouble }) => trouble !== undefined);
    expect(seen.trouble).toMatchObject({
      cause: expect.stringMatching(/^no node takes its pod: 0\/3 nodes/),
      isFinal: false,
    });
  });

  test('a quota says no', async () => {
    const namespace = ownNamespace();
    demandKubectl(['create', 'quota', 'small', '-n', namespace, '--hard=pods=0']);
    const engine = await open(namespace);
    await start(engine, 'svc-1', kubernetesUnit('svc'));
    const seen = await until(engine, 'svc-1', ({ trouble }) => trouble?.isFinal === true);
    expect(seen.trouble?.cause).toMatch(/^its pods are refused: .*exceeded quota: small/);
  });
});

describeOnCluster('what is ours', () => {
  test('an object of somebody else is left alone', async () => {
    const namespace = ownNamespace();
    demandKubectl(['create', 'deployment', 'svc', '-n', namespace, '--image=registry.test/web:1']);
    const engine = await open(namespace);
    await expect(start(engine, 'svc-1', kubernetesUnit('svc'))).rejects.toMatchObject({
      code: 'FOREIGN_OBJECT',
    });
    expect((await engine.teardown({ volumes: true }, never)).length).toBe(0);
    demandKubectl(['get', 'deployment', 'svc', '-n', namespace]);
  });

  test('settings go with the last instance that needs them, and the inventory names what is left', async () => {
    const namespace = ownNamespace();
    const engine = await open(namespace);
    const maps = () =>
      demandKubectl(['get', 'configmaps', '-n', namespace, '-l', 'dev.seaworthy/service=svc', '-o', 'name'])
        .trim()
        .split('\n');
    await start(engine, 'svc-1', kubernetesUnit('svc', { settings: { MODE: 'one' } }));
    await until(engine, 'svc-1', isRunning);
    await start(engine, 'svc-2', kubernetesUnit('svc', { settings: { MODE: 'two' } }));
    expect(maps()).toHaveLength(2);
    await engine.apply({ kind: 'remove', service: 'svc', instance: 'svc-1' }, context('remove/svc-1'));
    expect(maps()).toHaveLength(1);
    await engine.teardown({ volumes: true }, never);
    expect(
      demandKubectl([
        'get',
        'all,configmaps',
        '-n',
        namespace,
        '-l',
        'dev.seaworthy/stack=shop',
        '-o',
        'name',
      ]),
    ).toBe('');
  });
});

describeOnCluster('two deployers', () => {
  test('the second is told that the stack is held, and the first does nothing more once another has the lease', async () => {
    const namespace = ownNamespace();
    const [first, second] = [await open(namespace), await open(namespace)];
    await first.hold?.(0, never);
    await expect(second.hold?.(0, never)).rejects.toMatchObject({ code: 'LOCKED' });
    const lease = ['-n', namespace, 'lease/seaworthy-shop', '--type=merge', '-p'];
    demandKubectl(['patch', ...lease, '{"spec":{"holderIdentity":"elsewhere","leaseTransitions":7}}']);
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await expect(start(first, 'svc-1', kubernetesUnit('svc'))).rejects.toMatchObject({ code: 'LOCKED' });
    expect(await names(first)).toEqual([]);
  });
});
