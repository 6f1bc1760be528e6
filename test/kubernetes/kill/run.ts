// usage: node scripts/run.mjs test/kubernetes/kill/run.ts --full [--only REGEXP] [--jobs N]
// The kill sweep on Kubernetes: on a cluster of its own with simulated nodes.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCluster, stopCluster, stopWithProcess } from '../../../scripts/kubernetes/cluster.ts';
import { useCluster } from './use-cluster.ts';

const place = realpathSync(mkdtempSync(join(tmpdir(), 'seaworthy-kill-cluster-')));
const folder = join(place, 'cluster');
try {
  stopWithProcess(folder, process.pid);
  useCluster(await startCluster({ folder, nodes: 'simulated' }));
  // The engine is chosen when these are loaded.
  const { main, reported } = await import('../../system/kill-sweep.ts');
  process.exitCode = reported(await main());
} finally {
  await stopCluster(folder);
  rmSync(place, { recursive: true, force: true });
}
