// The contract of every engine, on a cluster that really runs pods.
import { afterAll, describe, test } from 'vitest';
import { openConnection } from '../../../src/engines/kubernetes/connection.ts';
import { createKubernetesEngine } from '../../../src/engines/kubernetes/engine.ts';
import { engineContract } from '../../contract/engine.ts';
import { realCluster } from '../support/real-cluster.ts';
import { kubernetesUnit } from '../support/unit.ts';

const cluster = await realCluster();
afterAll(() => cluster.end());

if (typeof cluster.started === 'string') {
  describe.skip(`the kubernetes engine keeps the contract (left out: ${cluster.started})`, () => {
    test('on real pods', () => undefined);
  });
} else {
  const { kubeconfig } = cluster.started;
  const open = async () =>
    createKubernetesEngine({
      stack: 'contract',
      connection: await openConnection({ kubeconfig }),
      place: { namespace: 'contract', kubeconfig, context: undefined },
      secrets: () => undefined,
    });
  const [engine, other] = [await open(), await open()];
  engineContract('kubernetes', () => ({
    engine,
    other,
    end: async () => {
      await engine.close();
      await other.close();
    },
    service: kubernetesUnit('svc', { command: ['sh', '-c', 'echo hello; exec sleep 1000'] }),
    job: kubernetesUnit('job', { kind: 'Job', command: ['true'] }),
    stubborn: kubernetesUnit('stubborn', {
      command: ['sh', '-c', 'trap "" TERM; while :; do sleep 1; done'],
    }),
    store: kubernetesUnit('store', { kind: 'StatefulSet', volume: 'data' }),
  }));
}
