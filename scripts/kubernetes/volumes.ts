// Volumes that claims find ready: a cluster of its own has nobody who would make them when they are asked for.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { create } from './control-plane.ts';
import { nodeName, type Setup } from './settings.ts';

/** As many claims can be bound in the life of a cluster: a volume that was used is not given out again. */
const count = 128;

/** Of no class: they go to claims that name none, as long as no class is the cluster's default. */
export async function makeVolumes(setup: Setup): Promise<void> {
  const names = Array.from({ length: count }, (_, index) => `volume-${index + 1}`);
  await Promise.all(names.map((name) => create(setup, '/api/v1/persistentvolumes', volume(setup, name))));
}

function volume({ folder, nodes }: Setup, name: string): object {
  const path = join(folder, 'volumes', name);
  // A local volume is given to the group of its pod, as those of a provisioner are; a path of the host is not.
  if (nodes === 'real') mkdirSync(path, { recursive: true });
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name },
    spec: {
      capacity: { storage: '100Gi' },
      accessModes: ['ReadWriteOnce', 'ReadWriteMany'],
      persistentVolumeReclaimPolicy: 'Retain',
      ...(nodes === 'real'
        ? { local: { path }, nodeAffinity: { required: { nodeSelectorTerms: [ofTheNode] } } }
        : { hostPath: { path, type: 'DirectoryOrCreate' } }),
    },
  };
}

const ofTheNode = {
  matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [nodeName] }],
};
