import { bad, good } from '../rule.ts';
import { componentRule, whereMissing } from '../shared/kubernetes/control-plane.ts';
import { clusterConfiguration, staticPod } from '../shared/kubernetes/control-plane-example.ts';

export default componentRule({
  id: 'api-server-certificates-missing',
  severity: 'medium',
  aliases: [
    'trivy:KCV-0027',
    'checkov:CKV_K8S_100',
    'kics:tls_connection_certificate_not_setup',
    'trivy:KCV-0028',
    'kics:client_certificate_authentication_not_setup_properly',
  ],
  title: 'The API server has no certificate of its own, or knows no client certificates',
  why: 'It makes itself a certificate that no client can check, so that they turn checking off; without an authority for clients nodes and controllers cannot log in with theirs.',
  fix: 'Set --tls-cert-file and --tls-private-key-file, and --client-ca-file.',
  references: [
    'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/',
    'https://kubernetes.io/docs/setup/best-practices/certificates/',
  ],
  of: ['kube-apiserver'],
  signs: (component) => [
    ...(component.flags.has('tls-sni-cert-key') || component.flags.has('cert-dir')
      ? []
      : whereMissing(
          component,
          ['tls-cert-file', 'tls-private-key-file'],
          'and signs its certificate itself',
        )),
    ...(others.some((name) => component.flags.has(name))
      ? []
      : whereMissing(component, ['client-ca-file'], 'so that no client can log in with a certificate')),
  ],
  examples: [
    bad(staticPod('kube-apiserver', ['--etcd-servers=https://10.0.0.5:2379']), [
      'manifests/kube-apiserver.yaml:12:11',
      'manifests/kube-apiserver.yaml:12:11',
    ]),
    good(
      staticPod('kube-apiserver', [
        '--etcd-servers=https://10.0.0.5:2379',
        '--tls-cert-file=/etc/kubernetes/pki/apiserver.crt',
        '--tls-private-key-file=/etc/kubernetes/pki/apiserver.key',
        '--client-ca-file=/etc/kubernetes/pki/ca.crt',
      ]),
    ),
    good(clusterConfiguration('apiServer:\n  extraArgs:\n    - name: profiling\n      value: "false"')),
  ],
});

/** Other ways to log in, which somebody has chosen. */
const others = ['authentication-config', 'authentication-token-webhook-config-file', 'oidc-issuer-url'];
