// Labels that a kustomization puts into selectors which do not mean its own pods.
import { count } from '../../../base/text.ts';
import type { LabelSelector } from '../../../model/kubernetes.ts';
import { labelsText } from './labels.ts';

/** `commonLabels` are put into every selector of a policy, also into those that mean other pods than its own. */
export function addedTo({ matchLabels, span }: LabelSelector): LabelSelector['matchLabels'] {
  return new Map([...matchLabels].filter(([, value]) => value.span.file !== span.file));
}

/** A selector in words, with what the kustomization has added set apart. */
export function toldWith({ matchLabels }: LabelSelector, added: LabelSelector['matchLabels']): string {
  if (added.size === 0) return labelsText(matchLabels);
  const own = new Map([...matchLabels].filter(([key]) => !added.has(key)));
  return `${labelsText(own)} and ${count(added.size, 'label')} of its kustomization (${[...added.keys()].join(', ')})`;
}
