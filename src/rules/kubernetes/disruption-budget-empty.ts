import { bad, defineRule, good } from '../rule.ts';
import { budgetOf } from '../shared/kubernetes/budgets.ts';
import { setOnObject } from '../shared/kubernetes/edits.ts';

export default defineRule({
  id: 'disruption-budget-empty',
  area: 'kubernetes',
  severity: 'medium',
  aliases: ['kube-score:poddisruptionbudget-has-policy'],
  title: 'A PodDisruptionBudget sets no bound',
  why: 'It counts as `minAvailable: 1`, which for a single replica blocks every drain.',
  fix: 'Set `maxUnavailable` or `minAvailable`.',
  references: ['https://kubernetes.io/docs/concepts/workloads/pods/disruptions/'],
  on: 'kubernetes-object',
  only: ['PodDisruptionBudget'],
  *check(object, { project }) {
    const budget = budgetOf(object);
    if (budget === undefined || budget.minAvailable !== undefined || budget.maxUnavailable !== undefined)
      return;
    yield {
      at: object.nameSpan,
      message: `${object.title} sets neither minAvailable nor maxUnavailable`,
      ...setOnObject(project, object, ['spec', 'maxUnavailable'], 1),
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
            selector:
              matchLabels:
                app: api
            maxUnavailable: 1
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
          selector:
            matchLabels:
              app: api
      `,
    }),
  ],
});
