import type { KubernetesSet } from '../../model/kubernetes.ts';
import type { Project } from '../../model/project.ts';
import { nodeAt, textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isAutoscaler } from '../shared/kubernetes/budgets.ts';
import { named } from '../shared/kubernetes/edits.ts';
import { mayExist, nearName } from '../shared/kubernetes/find.ts';
import { makesOthers, workloadsOf } from '../shared/kubernetes/object-index.ts';

export default defineRule({
  id: 'autoscaler-target-missing',
  area: 'kubernetes',
  severity: 'critical',
  aliases: [
    'kube-linter:dangling-horizontalpodautoscaler',
    'kube-score:horizontalpodautoscaler-has-target',
    'kics:hpa_targets_invalid_object',
    'monokle:LNK001',
  ],
  title: 'An autoscaler names a workload that is not there',
  why: 'It scales nothing: under load the workload stays as small as it is.',
  fix: 'Name the kind and the name of the workload as they stand in its manifest.',
  references: ['https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/'],
  on: 'kubernetes-object',
  only: ['HorizontalPodAutoscaler'],
  *check(object, { set, project }) {
    const target = nodeAt(object.node, 'spec', 'scaleTargetRef');
    const name = textAt(target, 'name');
    const kind = textAt(target, 'kind')?.value ?? '';
    if (
      !isAutoscaler(object) ||
      name === undefined ||
      !/^(?:Deployment|StatefulSet|ReplicaSet|ReplicationController|Rollout)$/.test(kind)
    )
      return;
    if (mayExist(project, set, kind, name.value)) return;
    const near = nearName(set, kind, name.value);
    // Without anything like it in sight the workload may be deployed from elsewhere.
    if (
      near === undefined &&
      (workloadsOf(set).length === 0 || makesOthers(set) || isBesideChart(project, set))
    )
      return;
    yield {
      at: name.span,
      message: `${object.title} scales ${kind} ${name.value}, which is not there`,
      severity: near === undefined ? 'high' : 'critical',
      ...named(project, name.span, near),
      ...(near === undefined ? {} : { related: [{ at: near.nameSpan, message: `there is ${near.title}` }] }),
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
          ---
          apiVersion: autoscaling/v2
          kind: HorizontalPodAutoscaler
          metadata:
            name: api
          spec:
            scaleTargetRef:
              apiVersion: apps/v1
              kind: Deployment
              name: apy
            minReplicas: 2
            maxReplicas: 5
          ---
          apiVersion: policy/v1
          kind: PodDisruptionBudget
          metadata: {name: api}
          spec: {maxUnavailable: 1, selector: {matchLabels: {app: api}}}
        `,
      },
      'k8s/api.yaml:26:11',
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
          ---
          apiVersion: autoscaling/v2
          kind: HorizontalPodAutoscaler
          metadata:
            name: api
          spec:
            scaleTargetRef:
              apiVersion: apps/v1
              kind: Deployment
              name: api
            minReplicas: 2
            maxReplicas: 5
          ---
          apiVersion: policy/v1
          kind: PodDisruptionBudget
          metadata: {name: api}
          spec: {maxUnavailable: 1, selector: {matchLabels: {app: api}}}
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
        ---
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata:
          name: api
        spec:
          scaleTargetRef:
            apiVersion: apps/v1
            kind: Deployment
            name: api
          minReplicas: 2
          maxReplicas: 5
      `,
    }),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: ReplicationController
          metadata: {name: api}
          spec:
            selector: {app: api}
            template:
              metadata: {labels: {app: api}}
              spec: {containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]}
          ---
          apiVersion: autoscaling/v1
          kind: HorizontalPodAutoscaler
          metadata: {name: api}
          spec: {scaleTargetRef: {apiVersion: v1, kind: ReplicationController, name: apis}, maxReplicas: 3}
        `,
      },
      'k8s/api.yaml:13:76',
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: ReplicationController
          metadata: {name: api}
          spec:
            selector: {app: api}
            template:
              metadata: {labels: {app: api}}
              spec: {containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]}
          ---
          apiVersion: autoscaling/v1
          kind: HorizontalPodAutoscaler
          metadata: {name: api}
          spec: {scaleTargetRef: {apiVersion: v1, kind: ReplicationController, name: api}, maxReplicas: 3}
        `,
      },
    ),
  ],
});

/** A chart in the folder next to the manifests brings workloads that are not in sight. */
function isBesideChart({ files }: Project, { folder }: KubernetesSet): boolean {
  const above = folder.slice(0, Math.max(0, folder.lastIndexOf('/')));
  return files.below(above).some((file) => /(?:^|\/)(?:Chart|values[^/]*)\.ya?ml$/.test(file));
}
