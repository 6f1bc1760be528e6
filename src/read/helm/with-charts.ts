// Manifests, and beside them what helm makes of the charts.
import type { HelmChart } from '../../model/helm.ts';
import type { KubernetesFiles, KubernetesSet } from '../../model/kubernetes.ts';
import { textAt } from '../../syntax/yaml-path.ts';
import { absolutePath, isWithin } from '../paths.ts';
import { renderedChart } from './rendered.ts';
import { helmTemplate } from './run.ts';

export interface ChartRoot {
  readonly root: string;
  readonly store: { read(file: string): string | undefined };
}

/** Charts inside charts are rendered with them, and a library makes nothing. */
export function withCharts(
  files: KubernetesFiles,
  charts: readonly HelmChart[],
  { root, store }: ChartRoot,
): KubernetesFiles {
  const sets: KubernetesSet[] = [];
  const partly = new Map(files.partly);
  for (const chart of charts) {
    const isInner = charts.some(
      (other) => other !== chart && isWithin(chart.folder, `${other.folder}/charts`),
    );
    if (isInner || textAt(chart.node, 'type')?.value === 'library') continue;
    const output = helmTemplate(absolutePath(root, chart.folder), chart.name?.value ?? 'release');
    if ('failed' in output) {
      for (const file of chart.templates) partly.set(file, `helm did not render it: ${output.failed}`);
      continue;
    }
    const set = renderedChart(chart, output.text, (file) => store.read(file));
    sets.push(set);
    for (const file of chart.templates) {
      if (set.files.includes(file)) partly.delete(file);
      else if (partly.has(file)) partly.set(file, 'the default values of the chart leave it out');
    }
  }
  return { ...files, sets: [...files.sets, ...sets], partly };
}
