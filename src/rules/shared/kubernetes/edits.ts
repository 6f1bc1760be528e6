// Edits of manifests that several rules offer.

import type { Edit } from '../../../base/edit.ts';
import type { Located, Span } from '../../../base/span.ts';
import { literal } from '../../../base/text.ts';
import type { Problem } from '../../../model/finding.ts';
import type { Container, KubernetesObject, Workload } from '../../../model/kubernetes.ts';
import type { Project } from '../../../model/project.ts';
import { entryOf, type YamlNode } from '../../../syntax/yaml.ts';
import { addItem, addKey, replacePart, replaceScalar, type YamlContent } from '../../../syntax/yaml-edit.ts';
import { later } from '../../fix.ts';
import { writtenAt } from '../source-text.ts';
import { reviewFix, yamlOf } from '../yaml-fix.ts';

type Fixable = Pick<Problem, 'fix'>;

/** Another name or number in the place of a scalar; none where it is not known. */
export function written(project: Project, at: Span, value: string | number | boolean | undefined): Fixable {
  return value === undefined
    ? {}
    : later(() => reviewFix(`Write ${value}`, replaceScalar(yamlOf(project, at.file), at, value)));
}

/** The name of an object in the place of one that is none. */
export function named(project: Project, at: Span, object: KubernetesObject | undefined): Fixable {
  return written(project, at, object?.name?.value);
}

/** A word of a longer text, such as the host of a URL; none where it stands there twice or not as it is read. */
export function writtenInside(
  project: Project,
  { span }: Located<string>,
  word: string,
  by: string,
): Fixable {
  const found = [
    ...writtenAt(project, span).matchAll(new RegExp(`(?<![\\w.-])${literal(word)}(?![\\w-]|\\.\\w)`, 'g')),
  ];
  const [match, other] = found;
  if (match === undefined || other !== undefined) return {};
  const start = span.start + match.index;
  const part = { file: span.file, start, end: start + word.length };
  return reviewFix(`Write ${by}`, replacePart(yamlOf(project, span.file), part, by));
}

/** An empty folder of the pod's own at each of the paths. */
export function emptyFolders(
  project: Project,
  { pod }: Workload,
  container: Container,
  paths: readonly string[],
): Fixable {
  const { spec } = pod;
  const names = paths.map((path) =>
    path
      .replace(/^\/+|\/+$/g, '')
      .replace(/[^a-z0-9]+/gi, '-')
      .toLowerCase(),
  );
  if (spec === undefined || pod.volumes.some(({ name }) => names.includes(name?.value ?? ''))) return {};
  const mounts = paths.map((path, index) => ({ name: names[index] ?? '', mountPath: path }));
  const volumes = names.map((name) => ({ name, emptyDir: {} }));
  return later(() =>
    reviewFix(
      `Mount an emptyDir at ${paths.join(' and ')}`,
      withItems(project, container.node, 'volumeMounts', mounts),
      withItems(project, spec, 'volumes', volumes),
    ),
  );
}

/** Items at the end of a list, which is made where there is none. */
function withItems(
  project: Project,
  at: YamlNode,
  key: string,
  items: readonly YamlContent[],
): Edit | undefined {
  const source = yamlOf(project, at.span.file);
  const list = entryOf(at, key)?.value;
  if (list === undefined) return addKey(source, at.span, [key], items);
  const edits = items.map((item) => addItem(source, list.span, item));
  const [first] = edits;
  const isOne = edits.every(
    (edit) => edit?.span.start === first?.span.start && edit?.span.end === edit?.span.start,
  );
  // What is inserted at one place is one edit.
  return first === undefined || !isOne
    ? undefined
    : { ...first, text: edits.map((edit) => edit?.text).join('') };
}

/** A setting of a container that is not there yet. */
export function setOnContainer(
  project: Project,
  { node }: Container,
  path: readonly string[],
  value: YamlContent,
): Fixable {
  return later(() =>
    reviewFix(`Set ${path.at(-1)}`, addKey(yamlOf(project, node.span.file), node.span, path, value)),
  );
}

const onPods = new WeakMap<Workload, Map<string, Fixable>>();

/** A setting of a pod that is not there yet; one for all of its containers. */
export function setOnPod(
  project: Project,
  workload: Workload,
  path: readonly string[],
  value: YamlContent,
): Fixable {
  const { spec } = workload.pod;
  if (spec === undefined) return {};
  const known = onPods.get(workload) ?? new Map<string, Fixable>();
  onPods.set(workload, known);
  const key = path.join('.');
  const fix =
    known.get(key) ??
    later(() =>
      reviewFix(`Set ${path.at(-1)}`, addKey(yamlOf(project, spec.span.file), spec.span, path, value)),
    );
  known.set(key, fix);
  return fix;
}

/** A setting of an object that is not there yet. */
export function setOnObject(
  project: Project,
  { node }: KubernetesObject,
  path: readonly string[],
  value: YamlContent,
): Fixable {
  return later(() =>
    reviewFix(`Set ${path.at(-1)}`, addKey(yamlOf(project, node.span.file), node.span, path, value)),
  );
}
