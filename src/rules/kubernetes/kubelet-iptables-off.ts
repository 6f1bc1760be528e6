import { bad, good } from '../rule.ts';
import { componentRule, isFalse, whereSet } from '../shared/kubernetes/control-plane.ts';
import { kubeletFile } from '../shared/kubernetes/control-plane-example.ts';

export default componentRule({
  id: 'kubelet-iptables-off',
  severity: 'medium',
  aliases: ['trivy:KCV-0084', 'checkov:CKV_K8S_145', 'kics:kubelet_not_managing_ip_tables'],
  title: 'A kubelet leaves its chains out of iptables',
  why: "Nothing then keeps packets that a neighbour sends to the node's loopback addresses from getting there.",
  fix: 'Remove makeIPTablesUtilChains: it is true by default.',
  references: [
    'https://kubernetes.io/docs/reference/config-api/kubelet-config.v1beta1/',
    'https://kubernetes.io/blog/2022/09/07/iptables-chains-not-api/',
  ],
  of: ['kubelet'],
  signs: (component) =>
    whereSet(component, ['make-iptables-util-chains'], isFalse, 'so that its rules are not in iptables'),
  examples: [
    bad(kubeletFile('makeIPTablesUtilChains: false'), 'kubelet.yaml:3:1'),
    good(kubeletFile('makeIPTablesUtilChains: true')),
  ],
});
