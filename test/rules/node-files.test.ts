// Which files of a node matter, and what a mode lets others do with them.
import { expect, test } from 'vitest';
import { nodeFile, openness } from '../../src/rules/shared/kubernetes/node-files.ts';

test.each([
  ['/etc/kubernetes/admin.conf', false, 'credentials'],
  ['/etc/kubernetes/pki/ca.crt', false, 'configuration'],
  ['/etc/kubernetes/pki/etcd/server.key', false, 'credentials'],
  ['/etc/kubernetes/pki', true, 'credentials'],
  ['/etc/kubernetes/manifests/etcd.yaml', false, 'configuration'],
  ['/etc/cni/net.d/10-flannel.conflist', false, 'configuration'],
  ['/etc/systemd/system/kubelet.service.d/10-kubeadm.conf', false, 'configuration'],
  ['/var/lib/kubelet/config.yaml', false, 'configuration'],
  ['/var/lib/kube-proxy/kubeconfig', false, 'credentials'],
  ['/var/lib/etcd', false, 'credentials'],
  ['/var/lib/kubelet/plugins/csi', false, undefined],
  ['/etc/docker/daemon.json', true, undefined],
])('%s, all below it %s: %s', (path, isRecursive, expected) => {
  expect(nodeFile(path, isRecursive)).toBe(expected);
});

test.each([
  ['600', undefined],
  ['0640', undefined],
  ['644', 'read'],
  ['0o660', 'write'],
  ['777', 'write'],
  ['+r', 'read'],
  ['+w', undefined],
  ['u+rw', undefined],
  ['u=rw,go=', undefined],
  ['go+r', 'read'],
  ['a+rw', 'write'],
  ['ug+w', 'write'],
])('credentials of mode %s: %s', (mode, expected) => {
  expect(openness(mode, 'credentials')).toBe(expected);
});

test('who only reads configuration does no harm', () => {
  expect(openness('644', 'configuration')).toBeUndefined();
  expect(openness('664', 'configuration')).toBe('write');
});
