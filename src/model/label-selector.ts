// A label selector as manifests write it: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
import type { YamlNode } from '../syntax/yaml.ts';
import { itemsAt, textAt, textMapAt, textsAt } from '../syntax/yaml-path.ts';
import type { LabelSelector } from './kubernetes.ts';

/** The selector of a node with `matchLabels` and `matchExpressions`. */
export function selectorOf(node: YamlNode | undefined): LabelSelector | undefined {
  if (node === undefined) return undefined;
  const expressions = itemsAt(node, 'matchExpressions').map((item) => ({
    key: textAt(item, 'key')?.value ?? '',
    operator: textAt(item, 'operator')?.value ?? '',
    values: textsAt(item, 'values').map(({ value }) => value),
  }));
  return { span: node.span, matchLabels: textMapAt(node, 'matchLabels'), expressions };
}
