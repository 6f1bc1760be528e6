// One cluster with simulated nodes for all tests of a run; where it cannot be had, the reason for the tests to be left out.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startCluster, stopCluster, stopWithProcess } from '../../scripts/kubernetes/cluster.ts';
import { Unavailable } from '../../scripts/kubernetes/unavailable.ts';

declare module 'vitest' {
  interface ProvidedContext {
    readonly kubernetes: SharedCluster;
  }
}

export type SharedCluster =
  | { readonly kind: 'running'; readonly kubeconfig: string; readonly programs: string }
  | { readonly kind: 'unavailable'; readonly why: string };

/** `SEAWORTHY_KUBERNETES=required` makes a failure of what would be left out. */
export default async function sharedCluster(project: TestProject): Promise<() => Promise<void>> {
  const place = realpathSync(mkdtempSync(join(tmpdir(), 'seaworthy-kubernetes-')));
  const folder = join(place, 'cluster');
  const end = async () => {
    await stopCluster(folder);
    rmSync(place, { recursive: true, force: true });
  };
  try {
    stopWithProcess(folder, process.pid);
    const { kubeconfig, programs } = await startCluster({ folder, nodes: 'simulated' });
    project.provide('kubernetes', { kind: 'running', kubeconfig, programs });
  } catch (error) {
    await end();
    if (!(error instanceof Unavailable) || process.env['SEAWORTHY_KUBERNETES'] === 'required') throw error;
    process.stderr.write(`\nLEFT OUT: all tests against a real Kubernetes: ${error.message}\n\n`);
    project.provide('kubernetes', { kind: 'unavailable', why: error.message });
  }
  return end;
}
