// Nodes that kwok plays: pods become ready, crash or hang as their image's tag says, without a container anywhere.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { create, start, untilNodesAreReady } from './control-plane.ts';
import { kubernetesVersion } from './programs.ts';
import { freePort, keyFile, programOf, type Setup } from './settings.ts';

/** Starts kwok and makes the nodes; resolves when all of them are ready. */
export async function startSimulatedNodes(setup: Setup): Promise<void> {
  const port = await freePort();
  start(setup, 'kwok', [
    `--kubeconfig=${join(setup.folder, 'kubeconfig')}`,
    `--config=${writeStages(setup)}`,
    '--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake',
    '--node-lease-duration-seconds=40',
    '--cidr=10.244.0.1/16',
    // kwok also answers as the nodes' kubelet, for the logs of pods.
    '--node-ip=127.0.0.1',
    `--node-port=${port}`,
    `--server-address=127.0.0.1:${port}`,
    `--tls-cert-file=${keyFile(setup, 'kubelet.crt')}`,
    `--tls-private-key-file=${keyFile(setup, 'kubelet.key')}`,
  ]);
  const names = Array.from({ length: setup.count }, (_, index) => `node-${index + 1}`);
  await Promise.all(names.map((name) => create(setup, '/api/v1/nodes', node(name))));
  await untilNodesAreReady(setup, setup.count);
}

function node(name: string): object {
  const room = { cpu: '16', memory: '32Gi', 'ephemeral-storage': '200Gi', pods: '500' };
  const labels = {
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'topology.kubernetes.io/zone': `zone-${name}`,
  };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels, annotations: { 'kwok.x-k8s.io/node': 'fake' } },
    status: { allocatable: room, capacity: room, nodeInfo: { kubeletVersion: kubernetesVersion } },
  };
}

/** How pods and nodes go on, and the one log that every pod has, in the form that container runtimes write. */
function writeStages(setup: Setup): string {
  const log = join(setup.folder, 'pod.log');
  writeFileSync(
    log,
    `${new Date().toISOString().replace('Z', '000000Z')} stdout F a simulated pod says this\n`,
  );
  const logs = {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'ClusterLogs',
    metadata: { name: 'all' },
    spec: { logs: [{ logsFile: log }] },
  };
  const ofNodes = spawnSync(programOf(setup, 'cluster'), ['kwok-node-stages'], { encoding: 'utf8' });
  const ofPods = readFileSync('scripts/kubernetes/pod-stages.yaml', 'utf8');
  const path = join(setup.folder, 'stages.yaml');
  writeFileSync(path, [ofPods, ofNodes.stdout, JSON.stringify(logs)].join('\n---\n'));
  return path;
}
