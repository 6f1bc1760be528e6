// One volume of a pod.
import type { SourceReference, Volume } from '../../model/kubernetes.ts';
import type { YamlNode } from '../../syntax/yaml.ts';
import { booleanAt, entriesAt, itemsAt, nodeAt, textAt } from '../../syntax/yaml-path.ts';

export function volumeOf(node: YamlNode): Volume {
  const type = entriesAt(node).find(({ key }) => key.text !== 'name');
  const projected = itemsAt(node, 'projected', 'sources');
  return {
    span: node.span,
    name: textAt(node, 'name'),
    type: type?.key.text,
    source: type?.value,
    hostPath: textAt(node, 'hostPath', 'path'),
    references: [
      ...reference(node, 'configMap', 'ConfigMap', 'name'),
      ...reference(node, 'secret', 'Secret', 'secretName'),
      ...projected.flatMap((item) => [
        ...reference(item, 'configMap', 'ConfigMap', 'name'),
        ...reference(item, 'secret', 'Secret', 'name'),
      ]),
    ],
    claim: textAt(node, 'persistentVolumeClaim', 'claimName'),
  };
}

function reference(
  node: YamlNode,
  key: string,
  kind: SourceReference['kind'],
  nameKey: string,
): readonly SourceReference[] {
  const at = nodeAt(node, key);
  const name = textAt(at, nameKey);
  return name === undefined
    ? []
    : [{ kind, name, key: undefined, optional: booleanAt(at, 'optional')?.value === true }];
}
