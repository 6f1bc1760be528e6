// kustomization.yaml: https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
import type { Located } from '../../base/span.ts';
import type { Kustomization } from '../../model/kubernetes.ts';
import type { YamlNode } from '../../syntax/yaml.ts';
import { itemsAt, nodeAt, textAt, textMapAt, textsAt } from '../../syntax/yaml-path.ts';
import { folderOf, insidePath, joinPath } from '../paths.ts';

const resourceKeys = ['resources', 'bases', 'components'];

export function kustomizationOf(file: string, node: YamlNode | undefined): Kustomization {
  const folder = folderOf(file);
  const all = resourceKeys.flatMap((key) => textsAt(node, key));
  const inside = (path: Located<string>): readonly Located<string>[] => {
    const value = insidePath(joinPath(folder, path.value));
    return value === undefined ? [] : [{ ...path, value }];
  };
  const charts = [...itemsAt(node, 'helmCharts'), ...itemsAt(node, 'helmChartInflationGenerator')];
  return {
    file,
    folder,
    node,
    resources: all.filter(({ value }) => !isRemote(value)).flatMap(inside),
    remote: [
      ...all.filter(({ value }) => isRemote(value)),
      ...charts.flatMap((chart) => textAt(chart, 'name') ?? textAt(chart, 'chartName') ?? []),
      ...textsAt(node, 'generators'),
      ...textsAt(node, 'transformers'),
    ],
    patchFiles: patchPaths(node).flatMap(inside),
    generated: [
      ...generatedBy(node, 'configMapGenerator', 'ConfigMap'),
      ...generatedBy(node, 'secretGenerator', 'Secret'),
    ],
    images: new Set(itemsAt(node, 'images').flatMap((image) => textAt(image, 'name')?.value ?? [])),
    namePrefix: textAt(node, 'namePrefix')?.value ?? '',
    nameSuffix: textAt(node, 'nameSuffix')?.value ?? '',
    namespace: textAt(node, 'namespace'),
    labels: labelsOf(node),
    hasPatches: ['patches', 'patchesStrategicMerge', 'patchesJson6902', 'replacements', 'vars'].some(
      (key) => itemsAt(node, key).length > 0,
    ),
  };
}

/** `https://…`, `github.com/owner/repo//path?ref=v1`, `git@…`. */
export function isRemote(path: string): boolean {
  return /^[a-z+]+:\/\/|^git@|^git::|\?ref=|^(?:[\w-]+\.)+[a-z]{2,}\/[\w.-]+\/[\w.-]+(?:\/\/|\/|$)/.test(
    path,
  );
}

function patchPaths(node: YamlNode | undefined): readonly Located<string>[] {
  const byPath = ['patches', 'patchesJson6902'].flatMap((key) =>
    itemsAt(node, key).flatMap((item) => textAt(item, 'path') ?? []),
  );
  // Early versions took the paths under `patches` as well.
  const merges = [...textsAt(node, 'patchesStrategicMerge'), ...textsAt(node, 'patches')].filter(
    ({ value }) => !value.includes('\n'),
  );
  return [...byPath, ...merges, ...textsAt(node, 'configurations')];
}

function generatedBy(
  node: YamlNode | undefined,
  key: string,
  kind: 'ConfigMap' | 'Secret',
): Kustomization['generated'] {
  return itemsAt(node, key).flatMap((item) => {
    const name = textAt(item, 'name');
    return name === undefined ? [] : [{ kind, name: name.value }];
  });
}

/** `commonLabels`, and `labels` with `includeSelectors`. */
function labelsOf(node: YamlNode | undefined): Kustomization['labels'] {
  const labels = new Map(textMapAt(node, 'commonLabels'));
  for (const item of itemsAt(node, 'labels')) {
    if (nodeAt(item, 'pairs') === undefined) continue;
    for (const [key, value] of textMapAt(item, 'pairs')) labels.set(key, value);
  }
  return labels;
}
