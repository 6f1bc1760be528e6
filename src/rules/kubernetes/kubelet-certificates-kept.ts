import { bad, good } from '../rule.ts';
import { componentRule, isFalse, whereSet } from '../shared/kubernetes/control-plane.ts';
import { kubeletFile, staticPod } from '../shared/kubernetes/control-plane-example.ts';

export default componentRule({
  id: 'kubelet-certificates-kept',
  severity: 'medium',
  aliases: [
    'trivy:KCV-0038',
    'checkov:CKV_K8S_112',
    'kics:rotate_kubelet_server_certificate_not_active',
    'trivy:KCV-0090',
    'checkov:CKV_K8S_149',
    'kics:kubelet_client_periodic_certificate_switch_disabled',
    'trivy:KCV-0091',
  ],
  title: 'Certificates of kubelets are not renewed',
  why: 'They run out after a year at the latest, and the node drops out of the cluster that day.',
  fix: 'Set rotateCertificates: true, and leave the feature gate RotateKubeletServerCertificate on.',
  references: [
    'https://kubernetes.io/docs/tasks/tls/certificate-rotation/',
    'https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/',
  ],
  of: ['kube-controller-manager', 'kubelet'],
  signs: (component) => [
    ...(component.program === 'kubelet'
      ? whereSet(component, ['rotate-certificates'], isFalse, 'so that its certificate runs out')
      : []),
    ...whereSet(
      component,
      ['feature-gates'],
      (value) => /\bRotateKubeletServerCertificate=false\b/i.test(value),
      'so that serving certificates of kubelets are not renewed',
    ),
  ],
  examples: [
    bad(kubeletFile('rotateCertificates: false\nfeatureGates:\n  RotateKubeletServerCertificate: false'), [
      'kubelet.yaml:3:1',
      'kubelet.yaml:4:1',
    ]),
    bad(
      staticPod('kube-controller-manager', ['--feature-gates=RotateKubeletServerCertificate=false']),
      'manifests/kube-controller-manager.yaml:13:11',
    ),
    good(kubeletFile('rotateCertificates: true\nserverTLSBootstrap: true')),
  ],
});
