import type { KubernetesObject, KubernetesSet, LabelSelector } from '../../model/kubernetes.ts';
import { selectorOf } from '../../model/label-selector.ts';
import type { Project } from '../../model/project.ts';
import { nodeAt, textMapAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { byLabels, type Labels, selects } from '../shared/kubernetes/labels.ts';
import { ofKind, selectedBy, workloadsOf } from '../shared/kubernetes/object-index.ts';
import { isLiteral } from '../shared/kubernetes/pods.ts';
import { isNetworkPolicy } from '../shared/kubernetes/policies.ts';
import {
  hasCustomBeside,
  isBeside,
  isLabelSlip,
  mayMakePods,
  nearMiss,
  setByController,
} from '../shared/kubernetes/select.ts';
import { isService } from '../shared/kubernetes/services.ts';

export default defineRule({
  id: 'selector-unmatched',
  area: 'kubernetes',
  severity: 'low',
  confidence: 'possible',
  aliases: [
    'kube-linter:dangling-service',
    'kube-score:service-targets-pod',
    'kics:service_does_not_target_pod',
    'kube-linter:dangling-networkpolicy',
    'kube-score:networkpolicy-targets-pod',
    'kics:network_policy_is_not_targeting_any_pod',
    'kube-linter:dangling-servicemonitor',
  ],
  title: 'Nothing in the repository has the labels that are selected',
  why: 'A Service without pods answers nobody, and a policy without pods protects none.',
  fix: 'Correct the labels, or say in the manifest where the pods come from.',
  references: ['https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/'],
  preset: 'strict',
  on: 'kubernetes-object',
  only: ['Service', 'NetworkPolicy', 'ServiceMonitor'],
  *check(object, { project, set }) {
    const selector = selectorIn(object);
    if (selector === undefined || (selector.matchLabels.size === 0 && selector.expressions.length === 0))
      return;
    const labels = [...selector.matchLabels];
    if (labels.some(([key, value]) => setByController.test(key) || !isLiteral(value))) return;
    const isMonitor = object.kind.value === 'ServiceMonitor';
    if (isMonitor ? hasService(project, selector) : selectedBy(project, selector).length > 0) return;
    // What is scraped comes from a chart or an operator, more often than not.
    if (isMonitor && !ofKind(set, 'Service').some((one) => isBeside(one.file, object.file))) return;
    if (set.open !== undefined || (!isMonitor && hasCustomBeside(set, object.file))) return;
    if (!isMonitor && isToldAsMistake(set, object, selector.matchLabels)) return;
    const what = isMonitor ? 'no Service' : 'no pod';
    yield { at: object.nameSpan, message: `${object.title} selects ${what} of the repository` };
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Service
          metadata: {name: api}
          spec: {selector: {app: api}, ports: [{port: 80}]}
        `,
      },
      'k8s/api.yaml:3:18',
    ),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: networking.k8s.io/v1
          kind: NetworkPolicy
          metadata: {name: api}
          spec: {podSelector: {matchExpressions: [{key: app, operator: In, values: [api]}]}, policyTypes: [Ingress]}
          ---
          apiVersion: v1
          kind: Pod
          metadata: {name: web, labels: {app: web}}
          spec: {containers: [{name: web, image: "ghcr.io/acme/web:1.4.2"}]}
        `,
      },
      'k8s/api.yaml:3:18',
    ),
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: monitoring.coreos.com/v1
          kind: ServiceMonitor
          metadata: {name: api}
          spec: {selector: {matchLabels: {team: shop}}, endpoints: [{port: http}]}
          ---
          apiVersion: v1
          kind: Service
          metadata: {name: api, labels: {app: api}}
          spec: {selector: {app: api}, ports: [{port: 80, name: http}]}
          ---
          apiVersion: v1
          kind: Pod
          metadata: {name: api, labels: {app: api}}
          spec: {containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]}
        `,
      },
      'k8s/api.yaml:3:18',
    ),
    good({
      'k8s/monitor.yaml': `
        apiVersion: monitoring.coreos.com/v1
        kind: ServiceMonitor
        metadata: {name: kyverno}
        spec: {selector: {matchLabels: {app: kyverno}}, endpoints: [{port: http}]}
      `,
    }),
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: Service
        metadata: {name: api}
        spec: {selector: {app: api}, ports: [{port: 80}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: outside}
        spec: {type: ExternalName, externalName: db.example.com}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: all}
        spec: {podSelector: {}, policyTypes: [Ingress]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: api, labels: {app: api}}
        spec: {containers: [{name: api, image: "ghcr.io/acme/api:1.4.2"}]}
      `,
    }),
  ],
});

function selectorIn(
  object: KubernetesObject,
): Pick<LabelSelector, 'matchLabels' | 'expressions'> | undefined {
  if (isService(object)) return byLabels(textMapAt(object.node, 'spec', 'selector'));
  if (isNetworkPolicy(object)) return selectorOf(nodeAt(object.node, 'spec', 'podSelector'));
  return object.kind.value === 'ServiceMonitor'
    ? selectorOf(nodeAt(object.node, 'spec', 'selector'))
    : undefined;
}

function hasService(project: Project, selector: Pick<LabelSelector, 'matchLabels' | 'expressions'>): boolean {
  return ofKind(project, 'Service').some((one) => isService(one) && selects(selector, one.labels));
}

/** Labels that are nearly right are a mistake, which other rules tell. */
function isToldAsMistake(set: KubernetesSet, object: KubernetesObject, labels: Labels): boolean {
  const all = workloadsOf(set);
  const near = isService(object) ? all.filter((one) => isBeside(one.object.file, object.file)) : all;
  const miss = near.find((one) => isLabelSlip(labels, one)) ?? nearMiss(labels, near);
  return miss !== undefined && (!mayMakePods(set) || (isService(object) && isLabelSlip(labels, miss)));
}
