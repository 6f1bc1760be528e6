import { bad, good } from '../rule.ts';
import { componentRule, whereSet } from '../shared/kubernetes/control-plane.ts';
import { clusterConfiguration, staticPod } from '../shared/kubernetes/control-plane-example.ts';

export default componentRule({
  id: 'static-tokens-read',
  severity: 'high',
  aliases: [
    'trivy:KCV-0002',
    'checkov:CKV_K8S_70',
    'kics:token_auth_file_is_set',
    'checkov:CKV_K8S_69',
    'kics:basic_auth_file_is_set',
  ],
  title: 'The API server takes tokens or passwords of a file',
  why: 'They lie in plain text on the node, never expire, and change only when the server is started again.',
  fix: 'Use client certificates, OpenID Connect, or tokens of service accounts, and remove the flag and the file.',
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/authentication/#static-token-file',
    'https://github.com/kubernetes/kubernetes/pull/89069',
  ],
  of: ['kube-apiserver'],
  signs: (component) => [
    ...whereSet(component, ['token-auth-file'], isPath, 'a list of tokens that never expire'),
    // Later versions do not start with it, which is another rule's.
    ...((component.minor ?? Number.POSITIVE_INFINITY) < 19
      ? whereSet(component, ['basic-auth-file'], isPath, 'a list of passwords in plain text')
      : []),
  ],
  examples: [
    bad(
      staticPod('kube-apiserver', [
        '--authorization-mode=Node,RBAC',
        '--token-auth-file=/etc/kubernetes/tokens.csv',
      ]),
      'manifests/kube-apiserver.yaml:14:11',
    ),
    bad(
      staticPod('kube-apiserver', ['--basic-auth-file=/etc/kubernetes/users.csv'], 'v1.17.4'),
      'manifests/kube-apiserver.yaml:13:11',
    ),
    bad(
      clusterConfiguration(
        'apiServer:\n  extraArgs:\n    - name: token-auth-file\n      value: /etc/kubernetes/tokens.csv',
      ),
      'kubeadm.yaml:6:14',
    ),
    good(
      staticPod('kube-apiserver', [
        '--authorization-mode=Node,RBAC',
        '--oidc-issuer-url=https://login.example.com',
      ]),
    ),
  ],
});

function isPath(value: string): boolean {
  return value !== '';
}
