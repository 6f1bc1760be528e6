// Starts a Kubernetes on this machine and prints the path of its kubeconfig, and nothing else, on stdout.
// usage: node scripts/run.mjs scripts/kubernetes/start.ts [--folder F] [--nodes none|simulated|real] [--count N]
//          [--until PID]
// The folder (.kubernetes) holds all of its state; a cluster that runs there already is found again. `none`: pods stay
// pending; `simulated` (the default): kwok plays N nodes (3); `real`: a kubelet and containerd run pods, which takes
// root. With --until it is stopped when that process ends. Exit code 69: this machine cannot have one; stderr says why.

import { startCluster, stopWithProcess } from './cluster.ts';
import { flagsOf, runCommand } from './command.ts';
import type { Nodes } from './settings.ts';

const forms: readonly Nodes[] = ['none', 'simulated', 'real'];

await runCommand(async () => {
  const flags = flagsOf({ folder: '.kubernetes', nodes: 'simulated', count: '3', until: '' });
  const nodes = forms.find((form) => form === flags['nodes']);
  if (nodes === undefined) throw new Error(`--nodes ${flags['nodes']}: must be one of ${forms.join(', ')}`);
  const count = Number(flags['count']);
  if (!Number.isInteger(count) || count < 1)
    throw new Error(`--count ${flags['count']}: must be a whole number from 1`);
  const cluster = await startCluster({ folder: flags['folder'] ?? '', nodes, count });
  if (flags['until'] !== '') stopWithProcess(cluster.folder, Number(flags['until']));
  process.stdout.write(`${cluster.kubeconfig}\n`);
});
