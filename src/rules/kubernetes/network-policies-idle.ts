import { bad, defineRule, good } from '../rule.ts';
import { ofKind, workloadsOf } from '../shared/kubernetes/object-index.ts';

export default defineRule({
  id: 'network-policies-idle',
  area: 'kubernetes',
  severity: 'high',
  confidence: 'likely',
  aliases: ['kics:cni_plugin_does_not_support_network_policies'],
  title: 'Network policies are deployed beside a network that ignores them',
  why: 'Flannel only connects pods: the policies are accepted, and every pod goes on reaching every other one.',
  fix: 'Run a network that enforces policies (Calico, Cilium, kube-router), or kube-network-policies beside Flannel.',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/#prerequisites',
    'https://github.com/flannel-io/flannel/blob/master/Documentation/netpol.md',
  ],
  on: 'project',
  *check(project) {
    const [policy] = ofKind(project, 'NetworkPolicy');
    if (policy === undefined) return;
    const images = workloadsOf(project).flatMap(({ pod }) =>
      pod.containers.flatMap(({ image }) => image ?? []),
    );
    const flannel = images.find(({ value }) => /(?:^|\/)flannel(?:[:@]|$)/.test(value));
    if (flannel === undefined || images.some(({ value }) => enforcers.test(value))) return;
    const message = 'Flannel connects the pods, and it does not enforce network policies';
    yield {
      at: flannel.span,
      message,
      related: [{ at: policy.nameSpan, message: 'this one has no effect' }],
    };
  },
  examples: [
    bad(
      {
        'cluster/flannel.yaml': `
          apiVersion: apps/v1
          kind: DaemonSet
          metadata:
            name: kube-flannel-ds
            namespace: kube-flannel
          spec:
            selector:
              matchLabels:
                app: flannel
            template:
              metadata:
                labels:
                  app: flannel
              spec:
                containers:
                  - name: kube-flannel
                    image: ghcr.io/flannel-io/flannel:v0.26.1
        `,
        'api/policy.yaml': `
          apiVersion: networking.k8s.io/v1
          kind: NetworkPolicy
          metadata:
            name: api
          spec:
            podSelector: {}
        `,
      },
      'cluster/flannel.yaml:17:18',
    ),
    good({
      'cluster/calico.yaml': `
        apiVersion: apps/v1
        kind: DaemonSet
        metadata:
          name: calico-node
          namespace: kube-system
        spec:
          selector:
            matchLabels:
              app: calico
          template:
            metadata:
              labels:
                app: calico
            spec:
              containers:
                - name: calico-node
                  image: quay.io/calico/node:v3.29.1
                - name: flannel
                  image: ghcr.io/flannel-io/flannel:v0.26.1
      `,
      'api/policy.yaml': `
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata:
          name: api
        spec:
          podSelector: {}
      `,
    }),
  ],
});

const enforcers = /calico|cilium|canal|kube-router|weave|antrea|ovn|kube-network-policies|romana|kubeovn/;
