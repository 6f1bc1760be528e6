import { textMapAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { ofKind } from '../shared/kubernetes/object-index.ts';

export default defineRule({
  id: 'network-without-policies',
  area: 'kubernetes',
  severity: 'low',
  aliases: ['kics:cni_plugin_does_not_support_network_policies'],
  title: 'The network of the cluster knows no network policies',
  why: 'Flannel only connects pods: every pod reaches every other one, and a NetworkPolicy that is added later changes nothing.',
  fix: 'Run a network that enforces policies (Calico, Cilium, kube-router), or kube-network-policies beside Flannel.',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/#prerequisites',
    'https://github.com/flannel-io/flannel/blob/master/Documentation/netpol.md',
  ],
  preset: 'strict',
  on: 'kubernetes-object',
  only: ['ConfigMap'],
  *check(object, { project }) {
    if (object.kind.value !== 'ConfigMap') return;
    const found = [...textMapAt(object.node, 'data')].find(([key, { value }]) => isOfFlannel(key, value));
    // Policies that are there already are told of by a rule of their own.
    if (found === undefined || ofKind(project, 'NetworkPolicy').length > 0) return;
    const [, { span, value }] = found;
    if (enforcers.test(value)) return;
    yield { at: span, message: `${object.title} sets up Flannel, which enforces no network policies` };
  },
  examples: [
    bad(
      {
        'k8s/network.yaml': `
          apiVersion: v1
          kind: ConfigMap
          metadata: {name: kube-flannel-cfg, namespace: kube-flannel}
          data:
            cni-conf.json: '{"name": "cbr0", "plugins": [{"type": "flannel"}, {"type": "portmap"}]}'
        `,
      },
      'k8s/network.yaml:5:18',
    ),
    good({
      'k8s/network.yaml': `
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: canal-config, namespace: kube-system}
        data:
          cni-conf.json: '{"name": "k8s-pod-network", "plugins": [{"type": "calico"}]}'
          net-conf.json: '{"Network": "10.244.0.0/16", "Backend": {"Type": "vxlan"}}'
      `,
    }),
  ],
});

const enforcers = /"type":\s*"(?:calico|cilium-cni|kube-router|weave-net|antrea)"/;

function isOfFlannel(key: string, value: string): boolean {
  return /^cni-conf|\.conf(?:list)?$/.test(key) && /"type":\s*"flannel"/.test(value);
}
