// Documents with a kind that no cluster takes stand apart from what is deployed.
import { expect, test } from 'vitest';
import { readKubernetes } from '../../../src/read/kubernetes/kubernetes.ts';

function setsOf(text: string) {
  return readKubernetes({ files: ['a.yaml'], read: () => text, inChart: () => false }).sets;
}

test.each([
  ['kubeadm.k8s.io/v1beta4', 'ClusterConfiguration'],
  ['kubelet.config.k8s.io/v1beta1', 'KubeletConfiguration'],
  ['audit.k8s.io/v1', 'Policy'],
  ['apiserver.config.k8s.io/v1', 'EncryptionConfiguration'],
  ['v1', 'EncryptionConfig'],
])('%s %s is a configuration, and no object', (apiVersion, kind) => {
  const [set] = setsOf(`apiVersion: ${apiVersion}\nkind: ${kind}\n`);
  expect(set?.configurations.map((one) => one.kind.value)).toEqual([kind]);
  expect(set?.objects).toEqual([]);
});

test.each([
  ['skaffold/v4beta13', 'Config'],
  ['v1', 'Config'],
  ['kind.x-k8s.io/v1alpha4', 'Cluster'],
])('%s %s is of no concern', (apiVersion, kind) => {
  const [set] = setsOf(`apiVersion: ${apiVersion}\nkind: ${kind}\n`);
  expect(set?.configurations).toEqual([]);
  expect(set?.objects).toEqual([]);
});
