import type { YamlNode } from '../../syntax/yaml.ts';
import { entriesAt, nodeAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { keepsReplicas } from '../shared/kubernetes/pods.ts';

export default defineRule({
  id: 'anti-affinity-missing',
  area: 'kubernetes',
  severity: 'low',
  aliases: [
    'kube-linter:no-anti-affinity',
    'kube-score:deployment-has-host-podantiaffinity',
    'kube-score:statefulset-has-host-podantiaffinity',
    'kics:deployment_has_no_pod_anti_affinity',
    'kics:statefulset_has_no_pod_anti_affinity',
  ],
  title: 'Replicas may all land on one node',
  why: 'When that node goes, all of them go.',
  fix: 'Add a `podAntiAffinity` on `kubernetes.io/hostname`, or topology spread constraints.',
  references: [
    'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity',
  ],
  preset: 'strict',
  on: 'workload',
  *check(workload) {
    const { replicas, pod } = workload;
    if (!keepsReplicas(workload) || (replicas?.value ?? 1) < 2) return;
    const isSpread = ['affinity podAntiAffinity', 'topologySpreadConstraints'].some((path) =>
      holdsAny(nodeAt(pod.spec, ...path.split(' '))),
    );
    if (!isSpread)
      yield {
        at: workload.object.nameSpan,
        message: `replicas of ${workload.title} may all land on one node`,
      };
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: api
          spec:
            replicas: 2
            selector:
              matchLabels:
                app: api
            template:
              metadata:
                labels:
                  app: api
              spec:
                containers:
                  - name: api
                    image: ghcr.io/acme/api:1.4.2
        `,
      },
      'k8s/api.yaml:4:9',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: api
        spec:
          replicas: 2
          selector:
            matchLabels:
              app: api
          template:
            metadata:
              labels:
                app: api
            spec:
              affinity:
                podAntiAffinity:
                  preferredDuringSchedulingIgnoredDuringExecution:
                    - weight: 100
                      podAffinityTerm:
                        topologyKey: kubernetes.io/hostname
                        labelSelector:
                          matchLabels:
                            app: api
              containers:
                - name: api
                  image: ghcr.io/acme/api:1.4.2
      `,
    }),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: api}
          spec:
            replicas: 2
            selector: {matchLabels: {app: api}}
            template:
              metadata: {labels: {app: api}}
              spec:
                affinity: {podAntiAffinity: {}}
                topologySpreadConstraints: []
                containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]
        `,
      },
      'k8s/api.yaml:3:18',
    ),
  ],
});

function holdsAny(node: YamlNode | undefined): boolean {
  return node?.kind === 'list' ? node.items.length > 0 : entriesAt(node).length > 0;
}
