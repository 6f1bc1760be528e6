// Selectors against labels.
import type { Located } from '../../../base/span.ts';
import type { KubernetesSet, LabelSelector, SelectorExpression } from '../../../model/kubernetes.ts';

export type Labels = ReadonlyMap<string, Located<string>>;

/** A selector without terms matches everything. */
export function selects(
  selector: Pick<LabelSelector, 'matchLabels' | 'expressions'>,
  labels: Labels,
): boolean {
  for (const [key, { value }] of selector.matchLabels) if (labels.get(key)?.value !== value) return false;
  return selector.expressions.every((expression) => holds(expression, labels));
}

function holds({ key, operator, values }: SelectorExpression, labels: Labels): boolean {
  const value = labels.get(key)?.value;
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}

/** A plain map of labels, as Services select. */
export function byLabels(matchLabels: Labels): Pick<LabelSelector, 'matchLabels' | 'expressions'> {
  return { matchLabels, expressions: [] };
}

/** `app=web, tier=front`, for messages. */
export function labelsText(labels: Labels): string {
  return [...labels].map(([key, { value }]) => `${key}=${value}`).join(', ');
}

/** Labels that kustomizations of the set add to what stands in the files. */
export function addedLabels({ kustomizations, rendered }: KubernetesSet): ReadonlySet<string> {
  // Rendered objects have them already.
  if (rendered !== undefined) return new Set();
  return new Set(kustomizations.flatMap(({ labels }) => [...labels.keys()]));
}
