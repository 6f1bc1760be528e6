import { bad, good } from '../rule.ts';
import {
  componentRule,
  isLoopback,
  listIn,
  signOf,
  whereMissing,
} from '../shared/kubernetes/control-plane.ts';
import { staticPod } from '../shared/kubernetes/control-plane-example.ts';

export default componentRule({
  id: 'etcd-connection-open',
  severity: 'high',
  aliases: [
    'trivy:KCV-0026',
    'checkov:CKV_K8S_99',
    'kics:etcd_tls_certificate_not_properly_configured',
    'trivy:KCV-0029',
    'checkov:CKV_K8S_102',
    'kics:etcd_client_certificate_file_not_defined',
  ],
  title: 'The API server speaks to etcd without certificates',
  why: 'Everything of the cluster goes over that connection, secrets too: who listens has them, and an etcd that asks for no certificate lets everybody write.',
  fix: 'Use https in --etcd-servers, and set --etcd-cafile, --etcd-certfile and --etcd-keyfile.',
  references: [
    'https://kubernetes.io/docs/tasks/administer-cluster/configure-upgrade-etcd/#securing-communication',
    'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/',
  ],
  of: ['kube-apiserver'],
  signs: (component) => {
    const flag = component.flags.get('etcd-servers');
    const servers = listIn(component, 'etcd-servers') ?? [];
    if (flag === undefined || servers.length === 0 || servers.every(isLoopbackOnly)) return [];
    if (servers.some((server) => server.startsWith('http://') && !isLoopback(server)))
      return [signOf(flag, 'which is not encrypted')];
    const names = ['etcd-cafile', 'etcd-certfile', 'etcd-keyfile'];
    const means = 'so that neither side of the connection proves itself';
    return whereMissing(component, names, means).map((sign) => ({ ...sign, severity: 'medium' }));
  },
  examples: [
    bad(
      staticPod('kube-apiserver', ['--etcd-servers=http://10.0.0.5:2379']),
      'manifests/kube-apiserver.yaml:13:11',
    ),
    bad(
      staticPod('kube-apiserver', [
        '--etcd-servers=https://10.0.0.5:2379',
        '--etcd-cafile=/etc/kubernetes/pki/etcd/ca.crt',
      ]),
      'manifests/kube-apiserver.yaml:12:11',
    ),
    good(
      staticPod('kube-apiserver', [
        '--etcd-servers=https://10.0.0.5:2379',
        '--etcd-cafile=/etc/kubernetes/pki/etcd/ca.crt',
        '--etcd-certfile=/etc/kubernetes/pki/etcd/client.crt',
        '--etcd-keyfile=/etc/kubernetes/pki/etcd/client.key',
      ]),
    ),
    good(staticPod('kube-apiserver', ['--etcd-servers=http://127.0.0.1:2379'])),
  ],
});

function isLoopbackOnly(server: string): boolean {
  return server.startsWith('http://') && isLoopback(server);
}
