import { bad, good } from '../rule.ts';
import { componentRule, signOf } from '../shared/kubernetes/control-plane.ts';
import { clusterConfiguration, staticPod } from '../shared/kubernetes/control-plane-example.ts';

export default componentRule({
  id: 'audit-policy-missing',
  severity: 'medium',
  aliases: ['kics:audit_policy_file_not_defined'],
  title: 'The API server has a place for its audit log, and no policy',
  why: 'Without a policy not one event is logged: the log stays empty, and nobody notices before it is needed.',
  fix: 'Set --audit-policy-file to a policy of audit.k8s.io/v1.',
  references: ['https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/'],
  of: ['kube-apiserver'],
  signs: ({ given, flags }) => {
    const log = flags.get('audit-log-path') ?? flags.get('audit-webhook-config-file');
    if (given === 'part' || given === 'short-line' || log === undefined || flags.has('audit-policy-file'))
      return [];
    return [signOf(log, 'and no --audit-policy-file, so that no event is logged')];
  },
  examples: [
    bad(
      staticPod('kube-apiserver', [
        '--etcd-servers=https://10.0.0.5:2379',
        '--audit-log-path=/var/log/audit.log',
      ]),
      'manifests/kube-apiserver.yaml:14:11',
    ),
    bad(
      clusterConfiguration(
        'apiServer:\n  extraArgs:\n    - name: audit-log-path\n      value: /var/log/audit.log',
      ),
      'kubeadm.yaml:6:14',
    ),
    good(
      staticPod('kube-apiserver', [
        '--etcd-servers=https://10.0.0.5:2379',
        '--audit-log-path=/var/log/audit.log',
        '--audit-policy-file=/etc/kubernetes/audit-policy.yaml',
      ]),
    ),
  ],
});
