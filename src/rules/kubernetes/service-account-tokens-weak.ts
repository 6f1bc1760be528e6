import { bad, good } from '../rule.ts';
import { componentRule, isFalse, whereMissing, whereSet } from '../shared/kubernetes/control-plane.ts';
import { staticPod } from '../shared/kubernetes/control-plane-example.ts';

export default componentRule({
  id: 'service-account-tokens-weak',
  severity: 'medium',
  aliases: [
    'trivy:KCV-0024',
    'checkov:CKV_K8S_96',
    'kics:service_account_lookup_set_to_false',
    'trivy:KCV-0025',
    'checkov:CKV_K8S_97',
    'kics:service_account_key_file_not_properly_set',
    'trivy:KCV-0036',
    'checkov:CKV_K8S_110',
    'kics:service_account_private_key_file_not_defined',
    'trivy:KCV-0037',
    'checkov:CKV_K8S_111',
    'kics:root_ca_file_not_defined',
  ],
  title: 'Tokens of service accounts are not looked up, or have no key of their own',
  why: 'Without lookup the token of a deleted account goes on working; without a key of its own who holds the key of the server signs tokens; without the root certificate pods cannot tell the API server from another.',
  fix: 'Remove --service-account-lookup=false, and set --service-account-key-file, --service-account-private-key-file and --root-ca-file.',
  references: [
    'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/',
    'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-controller-manager/',
    'https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/',
  ],
  of: ['kube-apiserver', 'kube-controller-manager'],
  signs: (component) =>
    component.program === 'kube-apiserver'
      ? [
          ...whereSet(
            component,
            ['service-account-lookup'],
            isFalse,
            'so that tokens of deleted accounts go on working',
          ),
          ...whereMissing(
            component,
            ['service-account-key-file'],
            'and takes the key of its own certificate',
          ),
        ]
      : [
          ...whereMissing(
            component,
            ['service-account-private-key-file'],
            'without which it makes no tokens of service accounts',
          ),
          ...whereMissing(component, ['root-ca-file'], 'without which pods cannot check the API server'),
        ],
  examples: [
    bad(
      staticPod('kube-apiserver', ['--etcd-servers=https://10.0.0.5:2379', '--service-account-lookup=false']),
      ['manifests/kube-apiserver.yaml:12:11', 'manifests/kube-apiserver.yaml:14:11'],
    ),
    bad(staticPod('kube-controller-manager', ['--kubeconfig=/etc/kubernetes/controller-manager.conf']), [
      'manifests/kube-controller-manager.yaml:12:11',
      'manifests/kube-controller-manager.yaml:12:11',
    ]),
    good(
      staticPod('kube-apiserver', [
        '--etcd-servers=https://10.0.0.5:2379',
        '--service-account-key-file=/etc/kubernetes/pki/sa.pub',
      ]),
    ),
    good(
      staticPod('kube-controller-manager', [
        '--kubeconfig=/etc/kubernetes/controller-manager.conf',
        '--service-account-private-key-file=/etc/kubernetes/pki/sa.key',
        '--root-ca-file=/etc/kubernetes/pki/ca.crt',
      ]),
    ),
  ],
});
