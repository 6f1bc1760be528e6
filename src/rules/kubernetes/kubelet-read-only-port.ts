import { bad, good } from '../rule.ts';
import { componentRule, isLoopback, whereSet } from '../shared/kubernetes/control-plane.ts';
import { clusterConfiguration, kubeletFile } from '../shared/kubernetes/control-plane-example.ts';

export default componentRule({
  id: 'kubelet-read-only-port',
  severity: 'medium',
  aliases: ['trivy:KCV-0082', 'checkov:CKV_K8S_141', 'kics:kubelet_read_only_port_is_not_set_to_zero'],
  title: 'A kubelet serves its read-only port',
  why: 'Every pod and every neighbour reads there, unasked, which pods run on the node, with their settings and arguments.',
  fix: 'Set readOnlyPort: 0, and let what reads metrics use port 10250 with a token.',
  references: [
    'https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/',
    'https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/',
  ],
  of: ['kubelet'],
  signs: (component) =>
    isLoopback(component.flags.get('address')?.value ?? '')
      ? []
      : whereSet(
          component,
          ['read-only-port'],
          (value) => /^[1-9]/.test(value),
          'where nobody is asked who they are',
        ),
  examples: [
    bad(kubeletFile('readOnlyPort: 10255'), 'kubelet.yaml:3:1'),
    bad(
      clusterConfiguration(
        '---\napiVersion: kubeadm.k8s.io/v1beta3\nkind: JoinConfiguration\nnodeRegistration:\n  kubeletExtraArgs:\n    read-only-port: "10255"',
      ),
      'kubeadm.yaml:8:5',
    ),
    good(kubeletFile('readOnlyPort: 0')),
  ],
});
