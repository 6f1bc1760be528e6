// What a cluster does not allow: said before anything is touched where the server can tell, and with its own reason first.
import { expect, onTestFinished, test } from 'vitest';
import { describeOnCluster, kubectl } from '../kubectl.ts';
import { accountConfig } from '../support/account.ts';
import { gateEnded, isSoon } from '../support/gate-ended.ts';
import { apiAlone, type Ran, servingStack, type UpStack, upStack } from '../support/up-stack.ts';
import { refuseBy } from '../support/webhook.ts';

const limits =
  'deploy: { resources: { reservations: { memory: 64M, cpus: "0.10" }, limits: { memory: 128M, cpus: "0.20" } } }';
const compose = `${apiAlone(limits)}  db:
    image: registry.test/web:1
    volumes: ["data:/data"]
volumes: { data: {} }
`;
const deadlineMs = 60_000;
const settings = 'services: { api: { priority: critical, gate: { stable_for: 1s, deadline: 60s } } }\n';

const serving = () => servingStack(compose, settings);

/** Nothing of the release before was touched. */
function untouched(stack: UpStack, act: () => Ran): Ran {
  const objects = () =>
    stack.get(
      'deployments,statefulsets,pods,services',
      '-o',
      'jsonpath={.items[*].metadata.resourceVersion}',
    );
  const before = objects();
  const ran = act();
  expect(objects()).toBe(before);
  return ran;
}

const firstLine = ({ text }: Ran) => text.split('\n').find((line) => line.startsWith('error: ')) ?? text;

function demand(stack: UpStack, args: readonly string[], input?: string): string {
  const { code, stdout, stderr } = stack.kubectl(args, input);
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

describeOnCluster('before anything is touched', () => {
  test('a field that cannot be changed: exit 3', () => {
    const stack = serving();
    stack.write('compose.yaml', compose.replace('data:/data', 'store:/data').replace('{ data:', '{ store:'));
    const ran = untouched(stack, () => stack.up());
    expect(ran.code, ran.text).toBe(3);
    expect(firstLine(ran)).toMatch(
      /^error: apply StatefulSet db in .*updates to statefulset spec for fields other/,
    );
    expect(firstLine(ran)).toContain('The field cannot be changed');
  });

  test('a webhook that refuses: exit 3, in its words', async () => {
    const stack = serving();
    await refuseBy(stack.namespace, 'deployments', 'only images of the house');
    const ran = untouched(stack, () => stack.up({ TAG: '2' }));
    expect(ran.code, ran.text).toBe(3);
    expect(firstLine(ran)).toMatch(
      /^error: apply Deployment api in .*: admission webhook "refuse\.test\.dev" denied the request: only images of the house/,
    );
  });

  test('a right that is missing: exit 3, with its name', () => {
    const stack = serving();
    const resources =
      'pods,services,configmaps,secrets,serviceaccounts,leases.coordination.k8s.io,jobs.batch';
    const config = accountConfig(stack, 'ci', `${resources},replicasets.apps,statefulsets.apps`);
    const ran = untouched(stack, () => stack.up({ TAG: '2', KUBECONFIG: config }));
    expect(ran.code, ran.text).toBe(3);
    expect(firstLine(ran)).toMatch(/^error: you may not patch deployments\.apps in namespace up-/);
  });

  test('a right to watch that is missing: exit 3 with its name', () => {
    const stack = serving();
    const resources =
      'pods,services,configmaps,secrets,serviceaccounts,leases.coordination.k8s.io,jobs.batch,deployments.apps';
    const verbs = 'get,list,create,update,patch,delete';
    const config = accountConfig(stack, 'blind', `${resources},replicasets.apps,statefulsets.apps`, verbs);
    const ran = untouched(stack, () => stack.up({ TAG: '2', KUBECONFIG: config }));
    expect(ran.code, ran.text).toBe(3);
    expect(firstLine(ran)).toMatch(/^error: you may not watch deployments\.apps in namespace up-/);
  });

  test('no right at all: exit 3', () => {
    const stack = serving();
    const config = accountConfig(stack, 'nobody');
    const ran = untouched(stack, () => stack.up({ TAG: '2', KUBECONFIG: config }));
    expect(ran.code, ran.text).toBe(3);
    expect(firstLine(ran)).toMatch(
      /^error: you may not patch deployments\.apps in namespace up-\S+ \(and \d+ more/,
    );
  });

  test('a namespace that is stuck while it goes: exit 3, with what holds it', () => {
    const stack = upStack(compose, settings);
    const held = { metadata: { name: 'held', finalizers: ['test.dev/hold'] } };
    demand(stack, ['create', '-f', '-'], JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', ...held }));
    onTestFinished(() => {
      stack.kubectl(['patch', 'configmap', 'held', '--type=merge', '-p', '{"metadata":{"finalizers":null}}']);
    });
    demand(stack, ['delete', 'namespace', stack.namespace, '--wait=false']);
    const said = '--for=jsonpath={.status.conditions[?(@.type=="NamespaceFinalizersRemaining")].status}=True';
    demand(stack, ['wait', `namespace/${stack.namespace}`, said, '--timeout=30s']);
    const ran = stack.up();
    expect(ran.code, ran.text).toBe(3);
    expect(firstLine(ran)).toMatch(/^error: the namespace up-\S+ is being deleted: .*test\.dev\/hold/);
  });

  test('a quota that the phase does not fit into: exit 4, with the sum', () => {
    const stack = serving();
    const used = '--hard=requests.memory=250Mi,pods=9';
    demand(stack, ['create', 'quota', 'small', used]);
    demand(stack, ['wait', 'quota/small', '--for=jsonpath={.status.used.pods}=2', '--timeout=30s']);
    const ran = untouched(stack, () => stack.up({ TAG: '2' }));
    expect(ran.code, ran.text).toBe(4);
    expect(ran.text).toContain(
      'quota requests.memory of quota small: 0 MiB in use by then + 0 MiB requested + 64 MiB surge = 64 MiB of 58 MiB left',
    );
  });
});

describeOnCluster('what only the controllers are told', () => {
  test('a quota of something else: exit 5, the release before serves', () => {
    const stack = serving();
    demand(stack, ['create', 'quota', 'disk', '--hard=requests.ephemeral-storage=1Gi']);
    demand(stack, ['wait', 'quota/disk', '--for=jsonpath={.status.used}', '--timeout=30s']);
    failsWith(stack, /^Failed and rolled back: api: its pods are refused: .*exceeded quota: disk/);
  });

  test('a webhook that refuses pods: exit 5, the release before serves', async () => {
    const stack = serving();
    await refuseBy(stack.namespace, 'pods', 'no pods today');
    failsWith(
      stack,
      /^Failed and rolled back: api: its pods are refused: .*denied the request: no pods today/,
    );
  });
});

describeOnCluster('priority', () => {
  test('pods have the class of their priority where somebody has made it, and none is made', () => {
    const stack = serving();
    const pod = () =>
      stack.get('deployment', 'api', '-o', 'jsonpath={.spec.template.spec.priorityClassName}');
    expect(pod()).toBe('');
    demand(stack, ['create', 'priorityclass', 'shop-critical', '--value=100000']);
    onTestFinished(() => {
      kubectl(['delete', 'priorityclass', 'shop-critical']);
    });
    const second = stack.up({ TAG: '2' });
    expect(second.code, second.text).toBe(0);
    expect(pod()).toBe('shop-critical');
    expect(stack.run(['status']).text).toContain('drift: none');
  });
});

function failsWith(stack: UpStack, words: RegExp): void {
  const pods = () => stack.get('pods', '-o', 'name');
  const before = pods();
  const ran = stack.up({ TAG: '2' });
  expect(ran.code, ran.text).toBe(5);
  expect(ran.stdout.split('\n')[0]).toMatch(words);
  expect(gateEnded(stack, ran)).toSatisfy((gate) => isSoon(gate, deadlineMs));
  expect(pods()).toBe(before);
  expect(stack.run(['status']).text).toContain('drift: none');
}
