import type { Located } from '../../base/span.ts';
import type { KubernetesObject } from '../../model/kubernetes.ts';
import { nodeAt, textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { isAutoscaler } from '../shared/kubernetes/budgets.ts';
import { mayExist, nearName } from '../shared/kubernetes/find.ts';
import { backendsOf, isIngress } from '../shared/kubernetes/ingresses.ts';
import { makesOthers } from '../shared/kubernetes/object-index.ts';

export default defineRule({
  id: 'target-unknown',
  area: 'kubernetes',
  severity: 'low',
  confidence: 'possible',
  aliases: [
    'kube-linter:dangling-ingress',
    'kube-score:ingress-targets-service',
    'kube-linter:dangling-horizontalpodautoscaler',
    'kube-score:horizontalpodautoscaler-has-target',
    'kics:hpa_targets_invalid_object',
  ],
  title: 'An Ingress or an autoscaler names something that the repository does not define',
  why: 'Requests are answered with an error, or nothing is scaled, until somebody makes it.',
  fix: 'Define it here, or say in the manifest who makes it.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/ingress/'],
  preset: 'strict',
  on: 'kubernetes-object',
  only: ['Ingress', 'HorizontalPodAutoscaler'],
  *check(object, { project, set }) {
    for (const { kind, name } of targetsOf(object)) {
      if (mayExist(project, set, kind, name.value)) continue;
      // A name like another is told as a mistake, by rules of their own.
      if (nearName(set, kind, name.value) !== undefined && !makesOthers(set)) continue;
      yield {
        at: name.span,
        message: `${object.title} names ${kind} ${name.value}, which is not in the repository`,
      };
    }
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: networking.k8s.io/v1
          kind: Ingress
          metadata: {name: api}
          spec: {defaultBackend: {service: {name: api, port: {number: 80}}}}
        `,
      },
      'k8s/api.yaml:4:41',
    ),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: autoscaling/v2
          kind: HorizontalPodAutoscaler
          metadata: {name: api}
          spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: api}, minReplicas: 3, maxReplicas: 9}
        `,
      },
      'k8s/api.yaml:4:70',
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: api}
        spec: {defaultBackend: {service: {name: api, port: {number: 80}}}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: api}
        spec: {selector: {app: api}, ports: [{port: 80}]}
      `,
    }),
  ],
});

interface Target {
  readonly kind: string;
  readonly name: Located<string>;
}

function targetsOf(object: KubernetesObject): readonly Target[] {
  if (isIngress(object))
    return backendsOf(object).flatMap(({ service, port }) =>
      // Annotations of the AWS controller define actions under such names.
      service === undefined || port?.value === 'use-annotation' ? [] : [{ kind: 'Service', name: service }],
    );
  const target = isAutoscaler(object) ? nodeAt(object.node, 'spec', 'scaleTargetRef') : undefined;
  const [kind, name] = [textAt(target, 'kind')?.value ?? '', textAt(target, 'name')];
  const isPlain = /^(?:Deployment|StatefulSet|ReplicaSet|ReplicationController|Rollout)$/.test(kind);
  return name !== undefined && isPlain ? [{ kind, name }] : [];
}
