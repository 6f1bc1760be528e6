import { bad, good } from '../rule.ts';
import { componentRule, whereMissing } from '../shared/kubernetes/control-plane.ts';
import { staticPod } from '../shared/kubernetes/control-plane-example.ts';

export default componentRule({
  id: 'api-server-kubelet-credentials-missing',
  severity: 'medium',
  aliases: ['trivy:KCV-0005', 'checkov:CKV_K8S_72', 'kics:kubelet_client_certificate_or_key_not_set'],
  title: 'The API server shows no certificate to kubelets',
  why: 'Kubelets then take it for an anonymous caller: logs and exec fail, or work for everybody else as well.',
  fix: 'Set --kubelet-client-certificate and --kubelet-client-key.',
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/',
    'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/',
  ],
  of: ['kube-apiserver'],
  signs: (component) =>
    whereMissing(
      component,
      ['kubelet-client-certificate', 'kubelet-client-key'],
      'so that kubelets do not know who asks',
    ),
  examples: [
    bad(
      staticPod('kube-apiserver', [
        '--etcd-servers=https://10.0.0.5:2379',
        '--kubelet-client-certificate=/etc/kubernetes/pki/apiserver-kubelet-client.crt',
      ]),
      'manifests/kube-apiserver.yaml:12:11',
    ),
    good(
      staticPod('kube-apiserver', [
        '--etcd-servers=https://10.0.0.5:2379',
        '--kubelet-client-certificate=/etc/kubernetes/pki/apiserver-kubelet-client.crt',
        '--kubelet-client-key=/etc/kubernetes/pki/apiserver-kubelet-client.key',
      ]),
    ),
    good(staticPod('kube-apiserver', ['--secure-port=6443'])),
  ],
});
