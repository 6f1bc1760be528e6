import { bad, good } from '../rule.ts';
import {
  allInSight,
  componentRule,
  flagsWhere,
  isTrue,
  whereMissing,
} from '../shared/kubernetes/control-plane.ts';
import { clusterConfiguration, kubeletFile } from '../shared/kubernetes/control-plane-example.ts';

export default componentRule({
  id: 'kubelet-certificates-missing',
  severity: 'medium',
  aliases: [
    'kics:client_certificate_authentication_not_setup_properly',
    'kics:tls_connection_certificate_not_setup',
    'trivy:KCV-0081',
    'checkov:CKV_K8S_140',
    'trivy:KCV-0088',
    'trivy:KCV-0089',
    'checkov:CKV_K8S_148',
  ],
  title: 'A kubelet has no authority for clients, or no certificate that can be checked',
  why: 'It cannot tell the API server from another caller, and the API server cannot tell it from another machine.',
  fix: 'Set authentication.x509.clientCAFile, and tlsCertFile with tlsPrivateKeyFile or serverTLSBootstrap: true.',
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/',
    'https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/',
  ],
  preset: 'strict',
  of: ['kubelet'],
  signs: (component) => [
    ...whereMissing(
      component,
      ['client-ca-file'],
      'so that client certificates mean nothing to it',
      allInSight,
    ),
    ...(flagsWhere(component, ['rotate-server-certificates'], isTrue).length > 0
      ? []
      : whereMissing(
          component,
          ['tls-cert-file', 'tls-private-key-file'],
          'and signs its certificate itself',
          allInSight,
        )),
  ],
  examples: [
    bad(kubeletFile('authorization:\n  mode: Webhook'), ['kubelet.yaml:2:7', 'kubelet.yaml:2:7']),
    good(
      kubeletFile(
        'authentication:\n  x509:\n    clientCAFile: /etc/kubernetes/pki/ca.crt\nserverTLSBootstrap: true',
      ),
    ),
    good(
      clusterConfiguration(
        '---\napiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nauthorization:\n  mode: Webhook',
      ),
    ),
  ],
});
