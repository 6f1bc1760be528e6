import { bad, good } from '../rule.ts';
import { componentRule, whereSet } from '../shared/kubernetes/control-plane.ts';
import { clusterConfiguration, staticPod } from '../shared/kubernetes/control-plane-example.ts';
import { refusedFlags, refusedPlugins, refusedPort } from '../shared/kubernetes/removed-flags.ts';

export default componentRule({
  id: 'control-plane-flag-refused',
  severity: 'critical',
  aliases: [
    'checkov:CKV_K8S_69',
    'kics:basic_auth_file_is_set',
    'checkov:CKV_K8S_86',
    'kics:insecure_bind_address_set',
    'checkov:CKV_K8S_88',
    'kics:insecure_port_not_properly_set',
    'trivy:KCV-0004',
    'checkov:CKV_K8S_71',
    'kics:kubelet_https_set_to_false',
    'trivy:KCV-0017',
    'checkov:CKV_K8S_89',
    'kics:secure_port_set_to_zero',
    'trivy:KCV-0013',
    'checkov:CKV_K8S_81',
    'kics:security_context_deny_admission_control_plugin_not_set',
    'checkov:CKV_K8S_84',
    'kics:pod_security_policy_admission_control_plugin_not_set',
  ],
  title: 'A program of the cluster is given a flag that it refuses',
  why: 'It does not start: the control plane is down, or the node does not come back, after the upgrade that removed the flag.',
  fix: 'Remove the flag or the plugin. PodSecurity took the place of PodSecurityPolicy and SecurityContextDeny.',
  references: [
    'https://github.com/kubernetes/kubernetes/pull/106859',
    'https://github.com/kubernetes/kubernetes/pull/101178',
    'https://github.com/kubernetes/kubernetes/pull/89069',
    'https://github.com/kubernetes/kubernetes/pull/122612',
    'https://kubernetes.io/docs/concepts/security/pod-security-policy/',
    'https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/',
  ],
  of: ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kubelet'],
  signs: (component) => [
    ...(component.program === 'kube-apiserver'
      ? whereSet(component, ['secure-port'], (value) => value === '0', 'which the server refuses')
      : []),
    ...refusedFlags(component),
    ...refusedPort(component),
    ...refusedPlugins(component),
  ],
  examples: [
    bad(
      staticPod('kube-apiserver', [
        '--insecure-port=0',
        '--secure-port=0',
        '--enable-admission-plugins=NodeRestriction,PodSecurityPolicy',
      ]),
      [
        'manifests/kube-apiserver.yaml:13:11',
        'manifests/kube-apiserver.yaml:14:11',
        'manifests/kube-apiserver.yaml:15:11',
      ],
    ),
    bad(
      clusterConfiguration(
        'kubernetesVersion: v1.31.0\napiServer:\n  extraArgs:\n    - name: enable-admission-plugins\n      value: NodeRestriction,SecurityContextDeny',
      ),
      'kubeadm.yaml:7:14',
    ),
    bad(
      staticPod('kube-apiserver', ['--insecure-port=8080'], 'v1.22.17'),
      'manifests/kube-apiserver.yaml:13:11',
    ),
    good(staticPod('kube-apiserver', ['--insecure-port=0'], 'v1.22.17')),
    bad(staticPod('kubelet', ['--network-plugin=cni']), 'manifests/kubelet.yaml:13:11'),
    good(
      staticPod(
        'kube-apiserver',
        ['--insecure-port=0', '--enable-admission-plugins=PodSecurityPolicy'],
        'v1.19.16',
      ),
    ),
    good(staticPod('kube-apiserver', ['--secure-port=6443', '--enable-admission-plugins=NodeRestriction'])),
  ],
});
