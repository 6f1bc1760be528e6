import { selectorOf } from '../../model/label-selector.ts';
import type { YamlNode } from '../../syntax/yaml.ts';
import { itemsAt, nodeAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { hasCopies } from '../shared/kubernetes/budgets.ts';
import { selects } from '../shared/kubernetes/labels.ts';
import { keepsReplicas, mayBePatched } from '../shared/kubernetes/pods.ts';

const any = ['kube-linter:no-anti-affinity'];
const ofDeployment = [
  'kube-score:deployment-has-host-podantiaffinity',
  'kics:deployment_has_no_pod_anti_affinity',
];
const ofStatefulSet = [
  'kube-score:statefulset-has-host-podantiaffinity',
  'kics:statefulset_has_no_pod_anti_affinity',
];

export default defineRule({
  id: 'anti-affinity-missing',
  area: 'kubernetes',
  severity: 'low',
  aliases: [...any, ...ofDeployment, ...ofStatefulSet],
  title: 'Replicas may all land on one node',
  why: 'When that node goes, all of them go.',
  fix: 'Add a `podAntiAffinity` on `kubernetes.io/hostname`, or topology spread constraints.',
  references: [
    'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity',
  ],
  preset: 'strict',
  on: 'workload',
  *check(workload, { set }) {
    const { pod } = workload;
    if (!keepsReplicas(workload) || !hasCopies(set, workload)) return;
    const terms = [
      ...itemsAt(pod.spec, 'affinity', 'podAntiAffinity', `required${whileScheduling}`),
      ...itemsAt(pod.spec, 'affinity', 'podAntiAffinity', `preferred${whileScheduling}`).flatMap(
        (one) => nodeAt(one, 'podAffinityTerm') ?? [],
      ),
      ...itemsAt(pod.spec, 'topologySpreadConstraints'),
    ];
    const keepsApart = (term: YamlNode) => {
      const selector = selectorOf(nodeAt(term, 'labelSelector'));
      return selector === undefined || selects(selector, pod.labels);
    };
    if (terms.some(keepsApart) || (terms.length > 0 && mayBePatched(set))) return;
    const [other] = terms;
    const related = other && [{ at: other.span, message: 'this is about other pods' }];
    yield {
      at: workload.object.nameSpan,
      message: `replicas of ${workload.title} may all land on one node`,
      aliases: [...any, ...(workload.kind === 'StatefulSet' ? ofStatefulSet : ofDeployment)],
      ...(related && { related }),
    };
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata: {name: api}
          spec:
            selector: {matchLabels: {app: api}}
            template:
              metadata: {labels: {app: api}}
              spec: {containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]}
          ---
          apiVersion: autoscaling/v2
          kind: HorizontalPodAutoscaler
          metadata: {name: api}
          spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}, minReplicas: 3, maxReplicas: 9}
        `,
      },
      'k8s/api.yaml:3:18',
    ),
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
                affinity:
                  podAntiAffinity:
                    requiredDuringSchedulingIgnoredDuringExecution:
                      - topologyKey: kubernetes.io/hostname
                        labelSelector: {matchLabels: {app: web}}
                containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]
        `,
      },
      'k8s/api.yaml:3:18',
    ),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: apps.openshift.io/v1
          kind: DeploymentConfig
          metadata: {name: api}
          spec:
            replicas: 2
            selector: {app: api}
            template:
              metadata: {labels: {app: api}}
              spec: {containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]}
        `,
      },
      'k8s/api.yaml:3:18',
    ),
  ],
});

const whileScheduling = 'DuringSchedulingIgnoredDuringExecution';
