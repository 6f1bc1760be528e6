import { textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { budgetOf } from '../shared/kubernetes/budgets.ts';
import { setOnObject, written } from '../shared/kubernetes/edits.ts';

export default defineRule({
  id: 'disruption-budget-keeps-broken',
  area: 'kubernetes',
  severity: 'low',
  aliases: ['kube-linter:pdb-unhealthy-pod-eviction-policy'],
  title: 'A PodDisruptionBudget protects pods that are not ready',
  why: 'A pod that crashes again and again blocks the drain of its node.',
  fix: 'Set `unhealthyPodEvictionPolicy: AlwaysAllow`.',
  references: [
    'https://kubernetes.io/docs/tasks/run-application/configure-pdb/#unhealthy-pod-eviction-policy',
  ],
  preset: 'strict',
  on: 'kubernetes-object',
  only: ['PodDisruptionBudget'],
  *check(object, { project }) {
    const budget = budgetOf(object);
    const policy = textAt(object.node, 'spec', 'unhealthyPodEvictionPolicy');
    if (budget === undefined || policy?.value === 'AlwaysAllow') return;
    yield {
      at: policy?.span ?? object.nameSpan,
      message: `${object.title} protects pods that are not ready`,
      ...(policy === undefined
        ? setOnObject(project, object, ['spec', 'unhealthyPodEvictionPolicy'], 'AlwaysAllow')
        : written(project, policy.span, 'AlwaysAllow')),
    };
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: policy/v1
          kind: PodDisruptionBudget
          metadata:
            name: api
          spec:
            maxUnavailable: 1
            selector:
              matchLabels:
                app: api
        `,
      },
      'k8s/api.yaml:4:9',
      {
        'k8s/api.yaml': `
          apiVersion: policy/v1
          kind: PodDisruptionBudget
          metadata:
            name: api
          spec:
            maxUnavailable: 1
            selector:
              matchLabels:
                app: api
            unhealthyPodEvictionPolicy: AlwaysAllow
        `,
      },
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata:
          name: api
        spec:
          maxUnavailable: 1
          unhealthyPodEvictionPolicy: AlwaysAllow
          selector:
            matchLabels:
              app: api
      `,
    }),
  ],
});
