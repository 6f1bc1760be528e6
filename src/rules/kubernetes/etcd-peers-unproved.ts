import { bad, good } from '../rule.ts';
import { componentRule } from '../shared/kubernetes/control-plane.ts';
import { staticPod } from '../shared/kubernetes/control-plane-example.ts';
import { etcdSigns } from '../shared/kubernetes/etcd-listening.ts';

export default componentRule({
  id: 'etcd-peers-unproved',
  severity: 'medium',
  aliases: [
    'trivy:KCV-0045',
    'checkov:CKV_K8S_119',
    'kics:etcd_peer_tls_certificate_files_not_properly_set',
    'trivy:KCV-0046',
    'checkov:CKV_K8S_121',
    'kics:etcd_peer_client_certificate_authentication_set_to_false',
    'trivy:KCV-0047',
    'kics:peer_auto_tls_set_to_true',
  ],
  title: 'Members of etcd take each other without certificates',
  why: 'Who reaches the port of the peers reads what they exchange, and can take part as one of them.',
  fix: 'Listen on https with --peer-cert-file and --peer-key-file, and set --peer-trusted-ca-file and --peer-client-cert-auth=true.',
  references: [
    'https://etcd.io/docs/v3.6/op-guide/security/',
    'https://etcd.io/docs/v3.6/op-guide/configuration/',
  ],
  of: ['etcd'],
  signs: (component) => etcdSigns(component, 'peers'),
  examples: [
    bad(
      staticPod('etcd', ['--listen-peer-urls=http://10.0.0.5:2380', '--data-dir=/var/lib/etcd']),
      'manifests/etcd.yaml:13:11',
    ),
    bad(
      staticPod('etcd', [
        '--listen-peer-urls=https://10.0.0.5:2380',
        '--data-dir=/var/lib/etcd',
        '--peer-cert-file=/pki/peer.crt',
        '--peer-key-file=/pki/peer.key',
      ]),
      'manifests/etcd.yaml:12:11',
    ),
    bad(staticPod('etcd', ['--peer-auto-tls=true']), 'manifests/etcd.yaml:13:11'),
    good(
      staticPod('etcd', [
        '--listen-peer-urls=https://10.0.0.5:2380',
        '--data-dir=/var/lib/etcd',
        '--peer-cert-file=/pki/peer.crt',
        '--peer-key-file=/pki/peer.key',
        '--peer-client-cert-auth=true',
        '--peer-trusted-ca-file=/pki/ca.crt',
      ]),
    ),
    good(staticPod('etcd', ['--data-dir=/var/lib/etcd'])),
  ],
});
