// What helm printed -> objects whose places are lines of the templates they came from.
import type { Span } from '../../base/span.ts';
import type { HelmChart } from '../../model/helm.ts';
import type { KubernetesObject, KubernetesSet } from '../../model/kubernetes.ts';
import { isMap, readYaml, type YamlEntry, type YamlMap, type YamlNode } from '../../syntax/yaml.ts';
import { environmentOf } from '../kubernetes/environment.ts';
import { renderedObject } from '../kubernetes/manifest.ts';
import { byText, joinPath } from '../paths.ts';

/** The set of a chart's objects; templates that helm took are in `files`. */
export function renderedChart(
  chart: HelmChart,
  text: string,
  read: (file: string) => string | undefined,
): KubernetesSet {
  const objects: KubernetesObject[] = [];
  const files = new Set<string>();
  let left = false;
  for (const part of text.split(/^---[ \t]*$/m)) {
    const source = /^# Source: [^/\s]+\/(\S+)$/m.exec(part)?.[1];
    const file = source === undefined ? undefined : joinPath(chart.folder, source);
    const template = file === undefined ? undefined : read(file);
    if (file === undefined || template === undefined) {
      left ||= source !== undefined;
      continue;
    }
    files.add(file);
    for (const { root } of readYaml(file, part).documents) {
      if (!isMap(root)) continue;
      const object = renderedObject(file, placedIn(root, part, template, file), {
        name: '',
        environment: environmentOf(file),
      });
      if (object !== undefined) objects.push(object);
    }
  }
  return {
    folder: chart.folder,
    files: [...files].sort(byText),
    objects,
    patches: [],
    configurations: [],
    kustomizations: [],
    open: left ? 'a chart that it depends on is packed' : 'whoever installs the chart sets values',
    rendered: { by: { file: chart.file, folder: chart.folder }, names: new Map(), patched: new Set(objects) },
  };
}

type Move = (span: Span) => Span;

/** What helm printed, with the places of the lines of the template that it came from. */
export function placedIn(root: YamlMap, output: string, template: string, file: string): YamlMap {
  const lines = linesOf(output, template);
  const starts = startsOf(output);
  const move: Move = ({ start, end }) => {
    const index = starts.findLastIndex((at) => at <= start);
    const line = lines[index] ?? { start: 0, end: 0, shift: undefined };
    if (line.shift === undefined) return { file, start: line.start, end: line.end };
    const from = Math.min(Math.max(start + line.shift, line.start), line.end);
    return { file, start: from, end: Math.max(from, Math.min(end + line.shift, line.end)) };
  };
  const next = moved(root, move);
  return isMap(next) ? next : root;
}

/** All of it at one place. */
export function movedTo(root: YamlMap, span: Span): YamlMap {
  const next = moved(root, () => span);
  return isMap(next) ? next : root;
}

interface Line {
  readonly start: number;
  readonly end: number;
  /** From offsets of the output to those of the template, where the line stands as it is. */
  readonly shift: number | undefined;
}

function startsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** For each line of the output the line of the template that is most like it, from the last one found on. */
function linesOf(output: string, template: string): readonly Line[] {
  const source = template.split('\n');
  const starts = startsOf(template);
  const outputStarts = startsOf(output);
  const byText = new Map<string, number[]>();
  const byKey = new Map<string, number[]>();
  for (const [index, line] of source.entries()) {
    note(byText, line.trim(), index);
    note(byKey, keyOf(line), index);
  }
  let last = 0;
  return output.split('\n').map((line, row) => {
    const same = nextOf(byText, line.trim(), last);
    const index = same ?? nextOf(byKey, keyOf(line), last) ?? last;
    last = index;
    const text = source[index] ?? '';
    const start = (starts[index] ?? 0) + text.length - text.trimStart().length;
    const indent = line.length - line.trimStart().length;
    const shift = same === undefined ? undefined : start - ((outputStarts[row] ?? 0) + indent);
    return { start, end: start + text.trim().length, shift };
  });
}

function note(table: Map<string, number[]>, key: string, index: number): void {
  if (key === '') return;
  const known = table.get(key);
  if (known === undefined) table.set(key, [index]);
  else known.push(index);
}

/** The first at or behind a line; before it only where there is none, since templates loop. */
function nextOf(
  table: ReadonlyMap<string, readonly number[]>,
  key: string,
  from: number,
): number | undefined {
  const indexes = table.get(key);
  return indexes?.find((index) => index >= from) ?? indexes?.[0];
}

function keyOf(line: string): string {
  return /^\s*(?:- )?["']?([\w./-]+)["']?:(?=\s|$)/.exec(line)?.[1] ?? '';
}

function moved(node: YamlNode, move: Move): YamlNode {
  const span = move(node.span);
  if (node.kind === 'map')
    return { ...node, span, entries: node.entries.map((entry) => movedEntry(entry, move)) };
  if (node.kind === 'list') return { ...node, span, items: node.items.map((item) => moved(item, move)) };
  return { ...node, span };
}

function movedEntry({ key, value, span }: YamlEntry, move: Move): YamlEntry {
  return { key: { ...key, span: move(key.span) }, value: moved(value, move), span: move(span) };
}
