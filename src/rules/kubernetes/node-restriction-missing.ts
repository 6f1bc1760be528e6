import { bad, good } from '../rule.ts';
import { componentRule, listIn, signOf, whereMissing } from '../shared/kubernetes/control-plane.ts';
import { clusterConfiguration, staticPod } from '../shared/kubernetes/control-plane-example.ts';

export default componentRule({
  id: 'node-restriction-missing',
  severity: 'medium',
  aliases: ['trivy:KCV-0016', 'checkov:CKV_K8S_85', 'kics:node_restriction_admission_control_plugin_not_set'],
  title: 'The API server does without NodeRestriction',
  why: 'A broken-in node may then change the labels and status of all others, and so draw pods with better secrets to itself.',
  fix: 'Add NodeRestriction to --enable-admission-plugins: it is not on by default, and what kubeadm is told replaces its own list.',
  references: [
    'https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction',
    'https://github.com/kubernetes/kubeadm/issues/2075',
    'https://kubernetes.io/docs/setup/production-environment/tools/kubeadm/control-plane-flags/',
  ],
  of: ['kube-apiserver'],
  signs: (component) => {
    const flag = component.flags.get('enable-admission-plugins');
    const plugins = listIn(component, 'enable-admission-plugins');
    const modes = listIn(component, 'authorization-mode');
    // Without the Node authorizer there are no nodes to restrict, and another rule speaks of it.
    const isPart = component.given === 'part' || component.given === 'short-line';
    if (isPart || (modes !== undefined && !modes.includes('Node'))) return [];
    if (flag === undefined) {
      if (modes === undefined || component.flags.has('admission-control')) return [];
      return whereMissing(component, ['enable-admission-plugins'], 'so that NodeRestriction is off');
    }
    if (plugins === undefined || plugins.includes('NodeRestriction')) return [];
    return [signOf(flag, 'without NodeRestriction')];
  },
  examples: [
    bad(
      staticPod('kube-apiserver', [
        '--etcd-servers=https://10.0.0.5:2379',
        '--authorization-mode=Node,RBAC',
        '--enable-admission-plugins=PodSecurity',
      ]),
      'manifests/kube-apiserver.yaml:15:11',
    ),
    bad(
      staticPod('kube-apiserver', ['--etcd-servers=https://10.0.0.5:2379', '--authorization-mode=Node,RBAC']),
      'manifests/kube-apiserver.yaml:12:11',
    ),
    bad(
      clusterConfiguration(
        'apiServer:\n  extraArgs:\n    - name: enable-admission-plugins\n      value: AlwaysPullImages',
      ),
      'kubeadm.yaml:6:14',
    ),
    good(
      staticPod('kube-apiserver', [
        '--etcd-servers=https://10.0.0.5:2379',
        '--authorization-mode=Node,RBAC',
        '--enable-admission-plugins=NodeRestriction',
      ]),
    ),
    good(clusterConfiguration('apiServer:\n  extraArgs:\n    - name: profiling\n      value: "false"')),
  ],
});
