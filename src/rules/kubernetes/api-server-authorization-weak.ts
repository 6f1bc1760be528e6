import { bad, good } from '../rule.ts';
import { componentRule, listIn, signOf, whereMissing } from '../shared/kubernetes/control-plane.ts';
import { clusterConfiguration, staticPod } from '../shared/kubernetes/control-plane-example.ts';

const alwaysAllow = ['trivy:KCV-0007', 'checkov:CKV_K8S_74', 'kics:authorization_mode_set_to_always_allow'];
const withoutNode = ['trivy:KCV-0008', 'checkov:CKV_K8S_75', 'kics:authorization_mode_node_not_set'];
const withoutRbac = ['trivy:KCV-0009', 'checkov:CKV_K8S_77', 'kics:authorization_mode_rbac_not_set'];

export default componentRule({
  id: 'api-server-authorization-weak',
  severity: 'critical',
  aliases: [...alwaysAllow, ...withoutNode, ...withoutRbac],
  title: 'The API server allows everything, or does without Node and RBAC',
  why: 'With AlwaysAllow every request is granted, anonymous ones too; without Node each kubelet reads the secrets of all nodes, and without RBAC roles mean nothing.',
  fix: 'Set --authorization-mode=Node,RBAC.',
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/authorization/',
    'https://kubernetes.io/docs/reference/access-authn-authz/node/',
  ],
  of: ['kube-apiserver'],
  signs: (component) => {
    const flag = component.flags.get('authorization-mode');
    const modes = listIn(component, 'authorization-mode');
    if (flag === undefined) {
      if (component.flags.has('authorization-config')) return [];
      return whereMissing(component, ['authorization-mode'], 'which is AlwaysAllow by default');
    }
    if (modes === undefined) return [];
    const missing = ['Node', 'RBAC'].filter((mode) => !modes.includes(mode));
    const aliases = missing.flatMap((mode) => (mode === 'Node' ? withoutNode : withoutRbac));
    if (modes.includes('AlwaysAllow'))
      return [{ ...signOf(flag, 'which grants every request'), aliases: [...alwaysAllow, ...aliases] }];
    // A webhook may decide what both would.
    if (missing.length === 0 || modes.includes('Webhook')) return [];
    return [{ ...signOf(flag, `without ${missing.join(' and ')}`), severity: 'medium', aliases }];
  },
  examples: [
    bad(
      staticPod('kube-apiserver', ['--authorization-mode=AlwaysAllow']),
      'manifests/kube-apiserver.yaml:13:11',
    ),
    bad(
      staticPod('kube-apiserver', ['--etcd-servers=https://10.0.0.5:2379']),
      'manifests/kube-apiserver.yaml:12:11',
    ),
    bad(staticPod('kube-apiserver', ['--authorization-mode=RBAC']), 'manifests/kube-apiserver.yaml:13:11'),
    bad(
      clusterConfiguration(
        'apiServer:\n  extraArgs:\n    - name: authorization-mode\n      value: AlwaysAllow',
      ),
      'kubeadm.yaml:6:14',
    ),
    good(
      staticPod('kube-apiserver', ['--etcd-servers=https://10.0.0.5:2379', '--authorization-mode=Node,RBAC']),
    ),
    good(
      staticPod('kube-apiserver', [
        '--etcd-servers=https://10.0.0.5:2379',
        '--authorization-config=/etc/kubernetes/authorization.yaml',
      ]),
    ),
  ],
});
