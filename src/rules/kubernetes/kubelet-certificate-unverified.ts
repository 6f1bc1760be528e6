import { bad, good } from '../rule.ts';
import { allInSight, componentRule, whereMissing } from '../shared/kubernetes/control-plane.ts';
import { staticPod } from '../shared/kubernetes/control-plane-example.ts';

export default componentRule({
  id: 'kubelet-certificate-unverified',
  severity: 'medium',
  aliases: ['trivy:KCV-0006', 'checkov:CKV_K8S_73', 'kics:kubelet_certificate_authority_not_set'],
  title: 'The API server does not check the certificates of kubelets',
  why: 'Who comes between reads and changes what goes to a node: logs, and the commands and answers of exec.',
  fix: 'Set --kubelet-certificate-authority, and let kubelets have certificates of that authority (serverTLSBootstrap).',
  references: [
    'https://kubernetes.io/docs/concepts/architecture/control-plane-node-communication/#api-server-to-kubelet',
    'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/',
  ],
  preset: 'strict',
  of: ['kube-apiserver'],
  signs: (component) =>
    whereMissing(
      component,
      ['kubelet-certificate-authority'],
      'and takes the certificate of any kubelet',
      allInSight,
    ),
  examples: [
    bad(
      staticPod('kube-apiserver', ['--etcd-servers=https://10.0.0.5:2379']),
      'manifests/kube-apiserver.yaml:12:11',
    ),
    good(
      staticPod('kube-apiserver', [
        '--etcd-servers=https://10.0.0.5:2379',
        '--kubelet-certificate-authority=/etc/kubernetes/pki/ca.crt',
      ]),
    ),
  ],
});
