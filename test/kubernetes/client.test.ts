// The client of the Kubernetes engine, at a real API server.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { untilAnswer } from '../../scripts/kubernetes/api.ts';
import { killProcess, restartProcess } from '../../scripts/kubernetes/processes.ts';
import { at, textAt } from '../../src/base/json.ts';
import { Adoption } from '../../src/engines/kubernetes/adoption.ts';
import { type Client, createClient } from '../../src/engines/kubernetes/client.ts';
import { openConnection } from '../../src/engines/kubernetes/connection.ts';
import { Informer } from '../../src/engines/kubernetes/informer.ts';
import type { ApiObject } from '../../src/engines/kubernetes/json.ts';
import { Live } from '../../src/engines/kubernetes/live.ts';
import { Priorities } from '../../src/engines/kubernetes/priorities.ts';
import { Warnings } from '../../src/engines/kubernetes/warnings.ts';
import { FakeClock } from '../fake-clock.ts';
import { type Door, faultyDoor } from './faulty-door.ts';
import { demandKubectl, describeOnCluster, ownNamespace } from './kubectl.ts';
import { access } from './trial.ts';

const never = new AbortController().signal;
const shared = inject('kubernetes');
const adminConfig = shared.kind === 'running' ? shared.kubeconfig : '';

function configMap(namespace: string, data: Readonly<Record<string, string>>): ApiObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings', namespace }, data };
}

/** A kubeconfig with these parts, in a folder of its own. */
function kubeconfig(user: object, cluster?: object): string {
  const folder = mkdtempSync(join(tmpdir(), 'seaworthy-kubeconfig-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const { options, server } = access ?? { options: {}, server: '' };
  const own = {
    server: `${server}`,
    'certificate-authority-data': Buffer.from(String(options.ca)).toString('base64'),
  };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: cluster ?? own }],
    users: [{ name: 'user', user }],
    contexts: [{ name: 'there', context: { cluster: 'test', user: 'user', namespace: 'kube-public' } }],
    'current-context': 'there',
  };
  const path = join(folder, 'config');
  writeFileSync(path, JSON.stringify(config));
  return path;
}

async function clientOf(config: string): Promise<Client> {
  const connection = await openConnection({ kubeconfig: config });
  onTestFinished(() => connection.close());
  return createClient(connection);
}

/** A client whose every request passes a door that can be told to fail. */
async function clientThroughDoor(): Promise<{ readonly client: Client; readonly door: Door }> {
  if (access === undefined) throw new Error('there is no cluster');
  const door = await faultyDoor(access.server, access.options);
  return {
    client: await clientOf(kubeconfig({}, { server: door.url, 'insecure-skip-tls-verify': true })),
    door,
  };
}

async function whoAmI(client: Client): Promise<string> {
  const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
  const answer = await client.ask({ method: 'POST', path, body }, never);
  return JSON.stringify(answer.body);
}

/** The account is made a moment after its namespace. */
function tokenOf(namespace: string): string {
  demandKubectl(['wait', 'serviceaccount/default', '--for=create', '-n', namespace, '--timeout=30s']);
  return demandKubectl(['create', 'token', 'default', '-n', namespace, '--duration=1h']).trim();
}

describeOnCluster('who asks', () => {
  test('a client certificate proves the administrator', async () => {
    expect(await whoAmI(await clientOf(adminConfig))).toContain('"username":"admin"');
  });

  test('a token proves a service account', async () => {
    const client = await clientOf(kubeconfig({ token: tokenOf(ownNamespace()) }));
    expect(await whoAmI(client)).toContain('"username":"system:serviceaccount:');
    expect(client.connection.namespace).toBe('kube-public');
  });

  test('a plugin is run, and once more when the server does not take its first answer', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'seaworthy-plugin-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const credential = (token: string) =>
      JSON.stringify({
        apiVersion: 'client.authentication.k8s.io/v1',
        kind: 'ExecCredential',
        status: { token },
      });
    writeFileSync(join(folder, 'first'), credential('run-out'));
    writeFileSync(join(folder, 'second'), credential(tokenOf(ownNamespace())));
    const script = `cd ${folder}; cat first; cp second first`;
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: 'sh',
      args: ['-c', script],
      interactiveMode: 'Never',
    };
    const client = await clientOf(kubeconfig({ exec }));
    expect(await whoAmI(client)).toContain('"username":"system:serviceaccount:');
    expect(client.sent).toBe(2);
  });

  test('what is not there is told with what is', async () => {
    await expect(openConnection({ kubeconfig: adminConfig, context: 'mars' })).rejects.toMatchObject({
      code: 'PREFLIGHT',
      hint: 'It has test.',
    });
    await expect(openConnection({ kubeconfig: '/nonexistent' })).rejects.toMatchObject({ code: 'PREFLIGHT' });
  });

  test('a right that is missing is named', async () => {
    const namespace = ownNamespace();
    const client = await clientOf(kubeconfig({ token: tokenOf(namespace) }));
    await expect(client.apply(configMap(namespace, {}), {}, never)).rejects.toMatchObject({
      code: 'ENGINE_REFUSED',
      message: expect.stringContaining('cannot patch resource "configmaps"'),
      hint: expect.stringContaining('Role'),
    });
  });
});

describeOnCluster('apply', () => {
  test('makes, changes, finds and removes; a dry run does nothing', async () => {
    const namespace = ownNamespace();
    const client = await clientOf(adminConfig);
    await client.apply(configMap(namespace, { mode: 'dry' }), { dryRun: true }, never);
    expect(await client.read(configMap(namespace, {}), never)).toBeUndefined();
    await client.apply(configMap(namespace, { mode: 'fast', left: 'x' }), {}, never);
    await client.apply(configMap(namespace, { mode: 'slow' }), {}, never);
    expect(await client.read(configMap(namespace, {}), never)).toMatchObject({ data: { mode: 'slow' } });
    expect(await client.remove(configMap(namespace, {}), undefined, never)).toBe(true);
    expect(await client.remove(configMap(namespace, {}), undefined, never)).toBe(false);
  });

  test('a field that another owns is shown with its owner, and kept until it is taken over on purpose', async () => {
    const namespace = ownNamespace();
    const client = await clientOf(adminConfig);
    const other = ['create', 'configmap', 'settings', '-n', namespace, '--from-literal=mode=theirs'];
    demandKubectl([...other, '--field-manager=helm']);
    const refused = client.apply(configMap(namespace, { mode: 'ours' }), {}, never);
    await expect(refused).rejects.toMatchObject({
      code: 'FOREIGN_OBJECT',
      detail: [expect.stringMatching(/^\.data\.mode: conflict with "helm"/)],
    });
    const taken = await client.apply(configMap(namespace, { mode: 'ours' }), { force: true }, never);
    expect(taken).toMatchObject({ data: { mode: 'ours' } });
  });

  test('a misspelt field, and a kind that nobody defined, are refused in words', async () => {
    const namespace = ownNamespace();
    const client = await clientOf(adminConfig);
    const misspelt = { ...configMap(namespace, {}), dat: {} };
    await expect(client.apply(misspelt, {}, never)).rejects.toMatchObject({
      code: 'ENGINE_REFUSED',
      message: expect.stringContaining('.dat: field not declared in schema'),
    });
    expect(client.sent, 'it is not tried again').toBe(2);
    const unknown = { ...configMap(namespace, {}), apiVersion: 'acme.dev/v1', kind: 'Rocket' };
    await expect(client.apply(unknown, {}, never)).rejects.toThrow('serves no Rocket of acme.dev/v1');
  });
});

describeOnCluster('a server in trouble', () => {
  test.each([
    ['too many requests', { status: 429, headers: { 'retry-after': '0' } }],
    ['it starts anew', { status: 503 }],
    ['the connection is cut before the answer', { cutAfter: 0 }],
    ['the answer breaks off', { cutAfter: 40 }],
  ])('%s: the request is sent again, and comes through', async (_name, fault) => {
    const namespace = ownNamespace();
    const { client, door } = await clientThroughDoor();
    await client.apply(configMap(namespace, { mode: 'first' }), {}, never);
    const before = client.sent;
    door.next(fault);
    await client.apply(configMap(namespace, { mode: 'second' }), {}, never);
    expect(client.sent).toBe(before + 2);
    expect(await client.read(configMap(namespace, {}), never)).toMatchObject({ data: { mode: 'second' } });
  });

  test('a POST without an answer is not sent twice: nobody knows what it did', async () => {
    const { client, door } = await clientThroughDoor();
    door.next({ cutAfter: 0 });
    const path = '/api/v1/namespaces/default/configmaps';
    const made = client.ask({ method: 'POST', path, body: configMap('default', {}) }, never);
    await expect(made).rejects.toMatchObject({ code: 'ENGINE_UNREACHABLE' });
    expect(door.seen).toHaveLength(1);
  });

  test('a question that is a POST is asked again: it keeps nothing', async () => {
    const { client, door } = await clientThroughDoor();
    door.next({ cutAfter: 0 });
    expect(await whoAmI(client)).toContain('"username":"admin"');
    expect(door.seen).toHaveLength(2);
  });
});

describeOnCluster('an informer', () => {
  const labelled = (namespace: string, mode: string): ApiObject => ({
    ...configMap(namespace, { mode }),
    metadata: { name: 'settings', namespace, labels: { app: 'shop' } },
  });
  const passes = { cutAfter: Number.POSITIVE_INFINITY };

  /** Without a word on it, no list comes beside the watch while the test lasts. */
  async function informerOf(client: Client, namespace: string, relistMs = 3_600_000) {
    const path = await client.pathOf(configMap(namespace, {}), namespace, never);
    let wake: () => void = () => undefined;
    const informer = new Informer({
      client,
      path,
      labelSelector: 'app=shop',
      onChange: () => wake(),
      relistMs,
    });
    onTestFinished(() => informer.close());
    const modes = async () =>
      (await informer.objects(never)).map((one) => textAt(one, 'data', 'mode') ?? '').join();
    /** With each change it looks again. */
    const until = async (wanted: string) => {
      for (;;) {
        const changed = new Promise<void>((next) => {
          wake = next;
        });
        if ((await modes()) === wanted) return;
        await changed;
      }
    };
    return { modes, until };
  }

  test('lists, follows, and lists again after a break, so that nothing is missed', async () => {
    const namespace = ownNamespace();
    const admin = await clientOf(adminConfig);
    const { client, door } = await clientThroughDoor();
    const { modes, until } = await informerOf(client, namespace);
    door.next(passes, { cutAfter: 10 });
    expect(await modes()).toBe('');
    await admin.apply(labelled(namespace, 'one'), {}, never);
    await until('one');
    await admin.apply(labelled(namespace, 'two'), {}, never);
    await until('two');
    await admin.remove(labelled(namespace, 'two'), undefined, never);
    await until('');
    const [lists, watches] = [false, true].map(
      (isWatch) => door.seen.filter((one) => /app%3Dshop/.test(one) && /watch=/.test(one) === isWatch).length,
    );
    expect({ lists, watches }, 'the first watch was cut').toEqual({ lists: 2, watches: 2 });
  });

  test('what a watch does not tell is found by the next list', async () => {
    const namespace = ownNamespace();
    const admin = await clientOf(adminConfig);
    const { client, door } = await clientThroughDoor();
    door.inject({ path: /watch=/, times: Number.POSITIVE_INFINITY }, { kind: 'hang' });
    const { modes, until } = await informerOf(client, namespace, 300);
    expect(await modes()).toBe('');
    await admin.apply(labelled(namespace, 'one'), {}, never);
    await until('one');
    await admin.remove(labelled(namespace, 'one'), undefined, never);
    await until('');
  });

  test('a server that has forgotten what came before is asked for all of it', async () => {
    const namespace = ownNamespace();
    const { client, door } = await clientThroughDoor();
    await client.apply(labelled(namespace, 'one'), {}, never);
    const { modes, until } = await informerOf(client, namespace);
    door.next(passes, { status: 410 });
    expect(await modes()).toBe('one');
    await client.apply(labelled(namespace, 'two'), {}, never);
    await until('two');
  });

  test('a server that is killed and comes back is asked again, and nothing is missed meanwhile', async () => {
    const namespace = ownNamespace();
    const client = await clientOf(adminConfig);
    const { modes, until } = await informerOf(client, namespace);
    expect(await modes()).toBe('');
    const cluster = dirname(adminConfig);
    await killProcess(cluster, 'kube-apiserver');
    restartProcess(cluster, 'kube-apiserver');
    await untilAnswer(cluster, Number(access?.server.port), '/readyz', ({ status }) => status === 200);
    await client.apply(labelled(namespace, 'afterwards'), {}, never);
    await until('afterwards');
  });

  test('who may not list is told so, and again the next time', async () => {
    const namespace = ownNamespace();
    const { client, door } = await clientThroughDoor();
    const { modes } = await informerOf(client, namespace);
    door.next({ status: 403 });
    await expect(modes()).rejects.toMatchObject({ code: 'ENGINE_REFUSED' });
    expect(await modes()).toBe('');
  });

  test('who asks first and gives up does not end it for those who ask with it', async () => {
    const live = new Live(await clientOf(adminConfig), ownNamespace(), 'shop');
    onTestFinished(() => live.close());
    const first = new AbortController();
    const given = live.objects('service', first.signal);
    const other = live.objects('service', never);
    first.abort(new Error('given up'));
    await expect(given).rejects.toThrow('given up');
    expect(await other).toEqual([]);
  });

  test('what was written is known with the answer, and what was deleted is gone with it', async () => {
    const namespace = ownNamespace();
    const client = await clientOf(adminConfig);
    const live = new Live(client, namespace, 'shop');
    onTestFinished(() => live.close());
    const labels = { 'dev.seaworthy/stack': 'shop', 'dev.seaworthy/service': 'web' };
    const service = (port: number): ApiObject => ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace, labels },
      spec: { ports: [{ port }] },
    });
    const ports = async () =>
      (await live.objects('service', never, 'web')).map((one) => at(one, 'spec', 'ports', 0, 'port'));
    expect(await ports()).toEqual([]);
    for (const port of [80, 81, 82]) {
      await client.apply(service(port), {}, never);
      expect(await ports()).toEqual([port]);
      await client.apply(service(8080), { dryRun: true }, never);
      expect(await ports(), 'a trial changes nothing').toEqual([port]);
    }
    await client.remove(service(82), undefined, never);
    expect(await ports()).toEqual([]);
    await client.apply(service(90), {}, never);
    // Once what another client writes is seen, the news of all that was written before has come.
    const other = await clientOf(adminConfig);
    await other.apply(service(91), {}, never);
    const seen = new Set([await ports()].flat());
    for (; !seen.has(91); seen.add((await ports())[0])) await live.changed('web', never);
    expect([...seen].filter((port) => port !== 90 && port !== 91)).toEqual([]);
  });
});

describeOnCluster('what a cluster complains of', () => {
  test('is asked for once by all who look at the same time, and not again at once', async () => {
    const client = await clientOf(adminConfig);
    const kube = {
      client,
      stack: 'shop',
      namespace: ownNamespace(),
      secrets: () => undefined,
      priorities: new Priorities(),
      adoption: new Adoption(),
    };
    const clock = new FakeClock();
    const warnings = new Warnings(kube, clock);
    const awaited = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'api-1', uid: 'u1' },
      spec: { nodeName: 'node-1' },
      status: { phase: 'Running' },
    };
    await client.pathOf({ apiVersion: 'v1', kind: 'Event' }, kube.namespace, never);
    const before = client.sent;
    // One that has just come is only waited for.
    expect((await warnings.of([awaited], never)).size).toBe(0);
    expect(client.sent).toBe(before);
    await clock.advance(3000);
    await Promise.all(Array.from({ length: 20 }, () => warnings.of([awaited], never)));
    expect(client.sent).toBe(before + 1);
    await warnings.of([awaited], never);
    expect(client.sent).toBe(before + 1);
    await clock.advance(3000);
    await warnings.of([awaited], never);
    expect(client.sent).toBe(before + 2);
  });
});
