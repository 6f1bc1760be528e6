// etcd, the API server and what acts on its objects: the part that every form of cluster has.
import { ask, untilAnswer } from './api.ts';
import { startProcess } from './processes.ts';
import {
  freePort,
  keyFile,
  type Nodes,
  nodeAddress,
  podNetwork,
  programOf,
  type Setup,
  serviceNetwork,
} from './settings.ts';

/** Starts etcd and the API server; resolves when it is ready to answer. */
export async function startApiServer(setup: Setup): Promise<void> {
  const [clients, peers] = [await freePort(), await freePort()];
  start(setup, 'etcd', etcdFlags(setup, clients, peers));
  start(setup, 'kube-apiserver', apiServerFlags(setup, clients));
}

/** Starts the controllers and the scheduler; resolves when pods can be made in the default namespace. */
export async function startControllers(setup: Setup): Promise<void> {
  await untilAnswer(setup.folder, setup.port, '/readyz', ({ status }) => status === 200);
  start(setup, 'kube-controller-manager', controllerFlags(setup));
  start(setup, 'kube-scheduler', schedulerFlags(setup));
}

export async function untilPodsCanBeMade({ folder, port }: Setup): Promise<void> {
  const account = '/api/v1/namespaces/default/serviceaccounts/default';
  await untilAnswer(folder, port, account, ({ status }) => status === 200);
}

export async function untilNodesAreReady({ folder, port }: Setup, count: number): Promise<void> {
  await untilAnswer(folder, port, '/api/v1/nodes', ({ status, text }) => {
    // Ten words of each node's conditions; its whole shape is of no interest here.
    const ready = text.match(/"type":"Ready","status":"True"/g) ?? [];
    return status === 200 && ready.length >= count;
  });
}

/** Makes an object, or fails with what the API server says against it. */
export async function create({ folder, port }: Setup, path: string, object: object): Promise<void> {
  const { status, text } = await ask(folder, port, 'POST', path, object);
  if (status !== 201) throw new Error(`POST ${path}: ${status} ${text}`);
}

/** Starts a program of the cluster in its namespaces. */
export function start(setup: Setup, name: string, flags: readonly string[]): void {
  startProcess(setup.folder, name, [...setup.inside, programOf(setup, name), ...flags]);
}

/** Without fsync: the data dies with the cluster. */
function etcdFlags({ folder }: Setup, clients: number, peers: number): readonly string[] {
  const at = (port: number) => `http://127.0.0.1:${port}`;
  return [
    '--name=test',
    `--data-dir=${folder}/etcd`,
    '--unsafe-no-fsync',
    '--log-level=warn',
    `--listen-client-urls=${at(clients)}`,
    `--advertise-client-urls=${at(clients)}`,
    `--listen-peer-urls=${at(peers)}`,
    `--initial-advertise-peer-urls=${at(peers)}`,
    `--initial-cluster=test=${at(peers)}`,
  ];
}

function apiServerFlags(setup: Setup, etcd: number): readonly string[] {
  return [
    `--etcd-servers=http://127.0.0.1:${etcd}`,
    `--secure-port=${setup.port}`,
    `--tls-cert-file=${keyFile(setup, 'apiserver.crt')}`,
    `--tls-private-key-file=${keyFile(setup, 'apiserver.key')}`,
    `--client-ca-file=${keyFile(setup, 'ca.crt')}`,
    `--service-account-key-file=${keyFile(setup, 'accounts.key')}`,
    `--service-account-signing-key-file=${keyFile(setup, 'accounts.key')}`,
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-cluster-ip-range=${serviceNetwork}`,
    '--authorization-mode=Node,RBAC',
    '--enable-admission-plugins=NodeRestriction',
    '--allow-privileged=true',
    '--profiling=false',
    '--shutdown-delay-duration=0s',
    ...placeFlags(setup, setup.nodes),
  ];
}

/** A real node asks for the API server at the node's address; else nobody outside of loopback shall reach it. */
function placeFlags(setup: Setup, nodes: Nodes): readonly string[] {
  if (nodes !== 'real') return ['--bind-address=127.0.0.1', '--endpoint-reconciler-type=none'];
  return [
    '--bind-address=0.0.0.0',
    `--advertise-address=${nodeAddress}`,
    `--kubelet-client-certificate=${keyFile(setup, 'admin.crt')}`,
    `--kubelet-client-key=${keyFile(setup, 'admin.key')}`,
    `--kubelet-certificate-authority=${keyFile(setup, 'ca.crt')}`,
    '--kubelet-preferred-address-types=InternalIP',
  ];
}

/** One of each, so that nobody must be elected; the limits of clients are lifted for graphs of hundreds of objects. */
const alone = [
  '--leader-elect=false',
  '--secure-port=0',
  '--profiling=false',
  '--kube-api-qps=200',
  '--kube-api-burst=400',
];

function controllerFlags(setup: Setup): readonly string[] {
  const kubeconfig = keyFile(setup, 'controllers.kubeconfig');
  return [
    ...alone,
    `--kubeconfig=${kubeconfig}`,
    `--authentication-kubeconfig=${kubeconfig}`,
    `--authorization-kubeconfig=${kubeconfig}`,
    `--service-account-private-key-file=${keyFile(setup, 'accounts.key')}`,
    `--root-ca-file=${keyFile(setup, 'ca.crt')}`,
    `--cluster-signing-cert-file=${keyFile(setup, 'ca.crt')}`,
    `--cluster-signing-key-file=${keyFile(setup, 'ca.key')}`,
    '--use-service-account-credentials=true',
    ...(setup.nodes === 'real' ? ['--allocate-node-cidrs=true', `--cluster-cidr=${podNetwork}`] : []),
  ];
}

function schedulerFlags(setup: Setup): readonly string[] {
  return [...alone, `--kubeconfig=${keyFile(setup, 'scheduler.kubeconfig')}`];
}
