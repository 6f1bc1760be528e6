import type { KubernetesObject, KubernetesSet } from '../../model/kubernetes.ts';
import { bad, defineRule, good } from '../rule.ts';
import { workloadsOf } from '../shared/kubernetes/object-index.ts';

export default defineRule({
  id: 'namespace-default',
  area: 'kubernetes',
  severity: 'low',
  aliases: [
    'kube-linter:use-namespace',
    'trivy:KSV-0110',
    'checkov:CKV_K8S_21',
    'kics:using_unrecommended_namespace',
    'kics:ensure_administrative_boundaries_between_resources',
  ],
  title: 'Something is deployed to the default namespace',
  why: 'Rights, quotas and network policies cannot tell it from what else was put there.',
  fix: 'Name a namespace in the manifest or the kustomization.',
  references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/'],
  preset: 'strict',
  on: 'kubernetes-object',
  *check(object, { set }) {
    const { namespace, nameSpan, workload, title } = object;
    if (namespace?.value === 'default' && (workload !== undefined || goesWithWorkloads(object)))
      yield { at: namespace.span, message: `${title} goes to the default namespace` };
    if (namespace !== undefined || (workload === undefined && !isAlone(set, object))) return;
    if (set.rendered === undefined && set.kustomizations.some((one) => one.namespace !== undefined)) return;
    yield { at: nameSpan, message: `${title} names no namespace` };
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: apps/v1
          kind: Deployment
          metadata:
            name: api
            namespace: default
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
      'k8s/api.yaml:5:14',
    ),
    bad(
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
      'k8s/api.yaml:4:9',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: api
          namespace: shop
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
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Service
          metadata: {name: api, namespace: default}
          spec: {selector: {app: api}, ports: [{port: 80}]}
          ---
          apiVersion: v1
          kind: ConfigMap
          metadata: {name: api}
          data: {LEVEL: info}
          ---
          apiVersion: v1
          kind: ServiceAccount
          metadata: {name: default, namespace: default}
          automountServiceAccountToken: false
        `,
      },
      ['k8s/api.yaml:3:34', 'k8s/api.yaml:8:18'],
    ),
    good({
      'k8s/settings.yaml': `
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: api, namespace: shop}
        data: {LEVEL: info}
        ---
        apiVersion: storage.k8s.io/v1
        kind: StorageClass
        metadata: {name: fast}
        provisioner: ebs.csi.aws.com
      `,
    }),
  ],
});

const broughtAlong = new Set(
  'Service Ingress ConfigMap Secret ServiceAccount Role RoleBinding PersistentVolumeClaim HorizontalPodAutoscaler'.split(
    ' ',
  ),
);

/** The account that Kubernetes makes by itself is only ever narrowed by a manifest. */
function goesWithWorkloads({ kind, name }: KubernetesObject): boolean {
  return broughtAlong.has(kind.value) && !(kind.value === 'ServiceAccount' && name?.value === 'default');
}

/** What a workload brings along goes where it goes, and is told with it. */
function isAlone(set: KubernetesSet, object: KubernetesObject): boolean {
  return goesWithWorkloads(object) && workloadsOf(set).every((one) => one.object.namespace !== undefined);
}
