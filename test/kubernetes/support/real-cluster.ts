// A cluster with one node that really runs pods, for a test file of its own.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import {
  type Cluster,
  startCluster,
  stopCluster,
  stopWithProcess,
} from '../../../scripts/kubernetes/cluster.ts';
import { Unavailable } from '../../../scripts/kubernetes/unavailable.ts';

export interface RealCluster {
  /** The cluster, or why there is none. */
  readonly started: Cluster | string;
  end(): Promise<void>;
}

/**
 * `SEAWORTHY_KUBERNETES=required` makes a failure of what would be left out. `images` makes an archive of those that the
 * node has besides those of the tests.
 */
export async function realCluster(images?: () => Promise<string>): Promise<RealCluster> {
  const place = realpathSync(mkdtempSync(join(tmpdir(), 'seaworthy-real-')));
  const folder = join(place, 'cluster');
  const end = async () => {
    await stopCluster(folder);
    rmSync(place, { recursive: true, force: true });
  };
  return { started: await start(folder, images), end };
}

async function start(folder: string, images?: () => Promise<string>): Promise<Cluster | string> {
  const shared = inject('kubernetes');
  if (shared.kind === 'unavailable') return shared.why;
  stopWithProcess(folder, process.pid);
  try {
    const archives = images === undefined ? [] : [await images()];
    return await startCluster({ folder, nodes: 'real', images: archives });
  } catch (error) {
    if (!(error instanceof Unavailable) || process.env['SEAWORTHY_KUBERNETES'] === 'required') throw error;
    process.stderr.write(`\nLEFT OUT: tests with real pods: ${error.message}\n\n`);
    return error.message;
  }
}
