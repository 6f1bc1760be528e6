// The container runtime of a real node: its settings, and the images that it is given by archives.
import { spawnSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { pauseImage } from './images.ts';
import { must } from './must.ts';
import { demandAllAlive } from './processes.ts';
import { writeRegistryHosts } from './registry.ts';
import { programOf, type Setup } from './settings.ts';

/** In the mounts of the node alone. */
export const containerdSocket = '/run/containerd/containerd.sock';

export function containerdSettings({ programs }: Setup, place: string): string {
  return `version = 2
root = "${place}/containerd"
state = "/run/containerd/state"
[grpc]
  address = "${containerdSocket}"
[ttrpc]
  address = "${containerdSocket}.ttrpc"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "${pauseImage}"
  # A root without CAP_SYS_RESOURCE may not lower it.
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "${writeRegistryHosts(place)}"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "${programs}/cni"
    conf_dir = "${place}/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      BinaryName = "${programs}/runc"
      SystemdCgroup = false
`;
}

export async function importImages(setup: Setup, archives: readonly string[]): Promise<void> {
  const ctr = [...setup.inside, programOf(setup, 'ctr'), '-a', containerdSocket, '-n', 'k8s.io'];
  const [program = '', ...args] = ctr;
  while (spawnSync(program, [...args, 'version']).status !== 0) {
    demandAllAlive(setup.folder);
    await wait(50);
  }
  for (const archive of archives) must([...ctr, 'images', 'import', archive]);
}
