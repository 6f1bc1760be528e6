import { replace, safe } from '../fix.ts';
import { bad, defineRule, good } from '../rule.ts';

export default defineRule({
  id: 'kind-not-served',
  area: 'kubernetes',
  severity: 'critical',
  aliases: ['monokle:K8S004'],
  title: 'A kind does not exist in the version that the object names',
  why: 'The API server refuses the object ("no matches for kind").',
  fix: 'Write the version that the message names.',
  references: ['https://kubernetes.io/docs/reference/kubernetes-api/'],
  on: 'kubernetes-object',
  *check(object) {
    const { kind, apiVersion, title } = object;
    const right = homeOf.get(kind.value);
    const group = apiVersion.value.includes('/') ? apiVersion.value.replace(/\/.*$/, '') : '';
    // Other groups may have kinds of the same name; replaced versions have a rule of their own.
    if (right === undefined || !coreGroups.has(group) || right.split('/')[0] === group) return;
    if (right === 'v1' && group === '') return;
    if (
      group === 'extensions' &&
      /^(?:Deployment|DaemonSet|ReplicaSet|Ingress|NetworkPolicy)$/.test(kind.value)
    )
      return;
    const fix = safe(`Write ${right}`, replace(apiVersion.span, right));
    yield {
      at: apiVersion.span,
      message: `${title}: ${apiVersion.value} has no ${kind.value}, ${right} has`,
      fix,
    };
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Deployment
          metadata:
            name: api
          spec:
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
      'k8s/api.yaml:1:13',
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: api
          spec:
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
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: api
        spec:
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
    }),
  ],
});

const table: Readonly<Record<string, string>> = {
  v1: 'Pod Service ConfigMap Secret ServiceAccount Namespace PersistentVolumeClaim PersistentVolume',
  'apps/v1': 'Deployment StatefulSet DaemonSet ReplicaSet',
  'batch/v1': 'Job CronJob',
  'networking.k8s.io/v1': 'Ingress NetworkPolicy',
  'autoscaling/v2': 'HorizontalPodAutoscaler',
  'policy/v1': 'PodDisruptionBudget',
  'rbac.authorization.k8s.io/v1': 'Role ClusterRole RoleBinding ClusterRoleBinding',
  'storage.k8s.io/v1': 'StorageClass',
};
const homeOf = new Map(
  Object.entries(table).flatMap(([version, kinds]) =>
    kinds.split(' ').map((kind) => [kind, version] as const),
  ),
);
const coreGroups = new Set(
  ',apps,batch,extensions,networking.k8s.io,autoscaling,policy,rbac.authorization.k8s.io,storage.k8s.io'.split(
    ',',
  ),
);
