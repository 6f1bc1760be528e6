// `kubernetes:` of the settings: where the objects of a stack stand, when they are not made from the compose files.
import type { Located } from '../../base/span.ts';
import type { ReadProblem } from '../../model/artifact.ts';
import type { KubernetesSetting, ManifestSource } from '../../model/settings.ts';
import { text } from './scalars.ts';
import { anyOf, described, keyed, list, placed } from './shape.ts';

const paths = anyOf(list(placed(text)), placed(text), 'list');

const chart = keyed({
  path: described('Folder of the chart', placed(text)),
  release: described('Name of the release; that of the stack when not set', text),
  values: described('Files of values, the last one wins', list(placed(text))),
});

export const kubernetesShape = keyed({
  namespace: described('Where the stack runs, unless --namespace says otherwise', text),
  registry: described(
    'Where images of services with `build` and no `image` are pushed, unless SEAWORTHY_REGISTRY says otherwise',
    text,
  ),
  manifests: described('Files and folders of manifests that are applied', paths),
  kustomization: described('Folder of the kustomization that is applied', placed(text)),
  chart: described(
    'Folder of the Helm chart that is applied; needs helm on PATH',
    anyOf(chart, placed(text), 'map'),
  ),
});

export type KubernetesKeys = NonNullable<ReturnType<typeof kubernetesShape.read>>;

export function kubernetesSettingOf(
  keys: KubernetesKeys | undefined,
  problems: ReadProblem[],
): KubernetesSetting | undefined {
  if (keys === undefined) return undefined;
  const given = (['manifests', 'kustomization', 'chart'] as const).filter((key) => keys.keys.has(key));
  const [first, second] = given;
  if (second !== undefined) {
    problems.push({
      code: 'invalid-value',
      message: `kubernetes has both ${first} and ${second}`,
      span: keys.keys.get(second) ?? keys.at,
      hint: 'Keep the one that is to be applied.',
    });
  }
  const { at, namespace, registry } = keys;
  return { span: at, namespace, registry, from: sourceOf(keys, problems) };
}

function sourceOf(keys: KubernetesKeys, problems: ReadProblem[]): ManifestSource | undefined {
  const { manifests, kustomization } = keys;
  if (manifests !== undefined) return { kind: 'manifests', paths: asList(manifests) };
  if (kustomization !== undefined) return { kind: 'kustomization', path: kustomization };
  if (keys.chart === undefined) return undefined;
  if ('value' in keys.chart) return { kind: 'chart', path: keys.chart, release: undefined, values: [] };
  const { path, release, values = [], at } = keys.chart;
  if (path !== undefined) return { kind: 'chart', path, release, values };
  const hint = 'Name the folder of the chart: `path: charts/shop`.';
  problems.push({ code: 'missing-key', message: 'kubernetes.chart has no path', span: at, hint });
  return undefined;
}

function asList(given: readonly Located<string>[] | Located<string>): readonly Located<string>[] {
  return 'value' in given ? [given] : given;
}
