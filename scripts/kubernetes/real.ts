// One node that runs pods: kubelet, containerd and kube-proxy in process, network and mount namespaces of their own, so
// that nothing of the machine's network, mounts or kernel settings changes, and one kill ends all of it.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { untilAnswer } from './api.ts';
import { containerdSettings, containerdSocket, importImages } from './containerd.ts';
import { start, untilNodesAreReady } from './control-plane.ts';
import { testImages } from './images.ts';
import { must } from './must.ts';
import { startNameServer, untilNamesAreKnown } from './names.ts';
import { demandAllAlive, noteProcess, startProcess } from './processes.ts';
import { startRegistry } from './registry.ts';
import { clusterDomain, keyFile, nodeAddress, nodeName, podNetwork, type Setup } from './settings.ts';

/** Makes the namespaces; what is prefixed with the result runs in them. */
export async function makeNamespaces(folder: string, programs: string): Promise<readonly string[]> {
  const apart = [
    '--fork',
    '--pid',
    '--mount-proc',
    '--net',
    '--mount',
    '--propagation',
    'private',
    '--kill-child',
  ];
  // Their first process: when it is killed, the kernel kills all others in them and takes every mount away.
  const holder = startProcess(folder, 'holder', ['unshare', ...apart, join(programs, 'web'), 'pause']);
  const inside = ['nsenter', '-t', await firstInside(folder, holder), '-n', '-m', '-p'];
  must([...inside, 'sh', '-ec', network]);
  return inside;
}

/** The one child of `unshare`, once it has become the holder, which shows that the namespaces stand. */
async function firstInside(folder: string, holder: number): Promise<string> {
  for (;;) {
    const child = readFileSync(`/proc/${holder}/task/${holder}/children`, 'utf8').trim();
    if (child !== '' && readFileSync(`/proc/${child}/comm`, 'utf8') === 'web\n') {
      // It is gone when everything in the namespaces is: who stops the cluster waits for that.
      noteProcess(folder, 'namespaces', Number(child), []);
      return child;
    }
    demandAllAlive(folder);
    await wait(20);
  }
}

const network = `
ip link set lo up
ip link add node0 type bridge
ip addr add ${nodeAddress}/24 dev node0
ip link set node0 up
ip route add default dev node0
echo 1 >/proc/sys/net/ipv4/ip_forward
[ ! -f /proc/sys/net/bridge/bridge-nf-call-iptables ] || echo 1 >/proc/sys/net/bridge/bridge-nf-call-iptables
mkdir -p /var/run/netns
mount -t tmpfs tmpfs /var/run/netns
mount --make-rshared /
`;

/** The API server is in the namespaces as well: connections to its port on the machine's loopback come in by a socket. */
export function openDoor({ folder, programs, port, inside }: Setup): void {
  const forward = [join(programs, 'cluster'), 'forward'];
  const door = `unix:${join(folder, 'api.sock')}`;
  startProcess(folder, 'door-inside', [...inside, ...forward, door, `tcp:127.0.0.1:${port}`]);
  startProcess(folder, 'door', [...forward, `tcp:127.0.0.1:${port}`, door]);
}

/** Starts the node with these images besides those of the tests; resolves when it is ready for pods. */
export async function startRealNode(setup: Setup, images: readonly string[]): Promise<void> {
  const place = join(setup.folder, 'node');
  for (const name of ['cni', 'pods', 'kubelet', 'kernel']) mkdirSync(join(place, name), { recursive: true });
  makeGroups(groupOf(setup.folder));
  must([...setup.inside, 'sh', '-ec', mounts(place)]);
  writeFileSync(join(place, 'containerd.toml'), containerdSettings(setup, place));
  writeFileSync(join(place, 'cni', '10-pods.conflist'), JSON.stringify(podNetworkSettings));
  writeFileSync(join(place, 'kubelet.json'), JSON.stringify(kubeletSettings(setup, place)));
  startInPath(setup, 'containerd', [`--config=${place}/containerd.toml`]);
  startNameServer(setup);
  startRegistry(setup);
  await importImages(setup, [testImages(setup.programs), ...images]);
  startInPath(setup, 'kubelet', [
    `--kubeconfig=${keyFile(setup, 'kubelet.kubeconfig')}`,
    `--config=${place}/kubelet.json`,
    `--root-dir=${place}/kubelet`,
    `--hostname-override=${nodeName}`,
    `--node-ip=${nodeAddress}`,
  ]);
  startInPath(setup, 'kube-proxy', proxyFlags(setup));
  await untilAnswer(setup.folder, setup.port, `/api/v1/nodes/${nodeName}`, ({ status }) => status === 200);
  await untilNodesAreReady(setup, 1);
  await untilNamesAreKnown(setup);
}

/** They look for each other, and for nft, on PATH. */
function startInPath(setup: Setup, name: string, flags: readonly string[]): void {
  const path = `PATH=${setup.programs}:${process.env['PATH']}`;
  start({ ...setup, inside: [...setup.inside, 'env', path] }, name, flags);
}

/** kubelet sets some values for the whole kernel; it is shown files with what it wants, and the machine keeps its own. */
const kernelValues = {
  'vm/overcommit_memory': 1,
  'vm/panic_on_oom': 0,
  'kernel/panic': 10,
  'kernel/panic_on_oops': 1,
  'kernel/keys/root_maxkeys': 1_000_000,
  'kernel/keys/root_maxbytes': 25_000_000,
};

function mounts(place: string): string {
  const own = ['/run/containerd', '/var/lib/cni', '/var/lib/kubelet'].map(
    (folder) => `mkdir -p ${folder}; mount -t tmpfs tmpfs ${folder}`,
  );
  const shown = Object.entries(kernelValues).map(([name, value]) => {
    const file = join(place, 'kernel', basename(name));
    return `echo ${value} >${file}; mount --bind ${file} /proc/sys/${name}`;
  });
  return [...own, ...shown].join('\n');
}

const podNetworkSettings = {
  cniVersion: '0.4.0',
  name: 'pods',
  plugins: [
    {
      type: 'bridge',
      bridge: 'cni0',
      isGateway: true,
      ipMasq: false,
      hairpinMode: true,
      ipam: {
        type: 'host-local',
        ranges: [[{ subnet: '10.244.0.0/24' }]],
        routes: [{ dst: '0.0.0.0/0' }],
      },
    },
  ],
};

function kubeletSettings(setup: Setup, place: string): object {
  return {
    apiVersion: 'kubelet.config.k8s.io/v1beta1',
    kind: 'KubeletConfiguration',
    failCgroupV1: false,
    cgroupDriver: 'cgroupfs',
    cgroupRoot: `/${groupOf(setup.folder)}`,
    containerRuntimeEndpoint: `unix://${containerdSocket}`,
    address: nodeAddress,
    healthzPort: 0,
    tlsCertFile: keyFile(setup, 'kubelet.crt'),
    tlsPrivateKeyFile: keyFile(setup, 'kubelet.key'),
    authentication: {
      anonymous: { enabled: false },
      webhook: { enabled: false },
      x509: { clientCAFile: keyFile(setup, 'ca.crt') },
    },
    authorization: { mode: 'AlwaysAllow' },
    podLogsDir: `${place}/pods`,
    failSwapOn: false,
    resolvConf: '',
    clusterDNS: [nodeAddress],
    clusterDomain,
    maxPods: 250,
    serializeImagePulls: false,
    imageGCHighThresholdPercent: 100,
    evictionHard: {
      'memory.available': '100Mi',
      'nodefs.available': '1%',
      'imagefs.available': '1%',
      'nodefs.inodesFree': '1%',
    },
    kubeAPIQPS: 200,
    kubeAPIBurst: 400,
    eventRecordQPS: 0,
  };
}

function proxyFlags(setup: Setup): readonly string[] {
  return [
    `--kubeconfig=${keyFile(setup, 'proxy.kubeconfig')}`,
    '--proxy-mode=nftables',
    `--cluster-cidr=${podNetwork}`,
    `--hostname-override=${nodeName}`,
    // Values of the whole kernel again: 0 leaves them alone.
    '--conntrack-max-per-core=0',
    '--conntrack-tcp-timeout-established=0s',
    '--conntrack-tcp-timeout-close-wait=0s',
  ];
}

/** The cluster's control group; two clusters of one machine have two. */
export function groupOf(folder: string): string {
  return `kubernetes-test-${createHash('sha256').update(folder).digest('hex').slice(0, 10)}`;
}

const groups = '/sys/fs/cgroup';

function groupPlaces(group: string): readonly string[] {
  if (existsSync(join(groups, 'cgroup.controllers'))) return [join(groups, group)];
  if (!existsSync(groups)) return [];
  return readdirSync(groups).map((controller) => join(groups, controller, group));
}

function makeGroups(group: string): void {
  for (const place of groupPlaces(group)) mkdirSync(place, { recursive: true });
}

/** Takes away what the kernel keeps of a stopped node: its control groups, from the innermost. */
export function removeGroups(folder: string): void {
  for (const place of groupPlaces(groupOf(folder)))
    if (existsSync(place)) spawnSync('find', [place, '-depth', '-type', 'd', '-exec', 'rmdir', '{}', '+']);
}
