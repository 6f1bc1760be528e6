// All Kubernetes files of a repository -> sets of objects, problems, and what was not read as it stands.
import type { ReadProblem } from '../../model/artifact.ts';
import type { KubernetesFiles, KubernetesObject, KubernetesSet } from '../../model/kubernetes.ts';
import { nodeAt } from '../../syntax/yaml-path.ts';
import type { ReplacedVersion } from './api-versions-table.ts';
import { checkFields } from './check.ts';
import { kustomizationOf } from './kustomization.ts';
import { kustomizeFiles } from './kustomize/sources.ts';
import { type Manifest, nameProblem, readManifest } from './manifest.ts';
import { renderedSets } from './rendered-sets.ts';
import { replacementOf } from './replaced.ts';
import { setsOf } from './sets.ts';

export interface KubernetesSources {
  readonly files: readonly string[];
  readonly read: (file: string) => string | undefined;
  /** True for a file below the `templates` of a Helm chart. */
  readonly inChart: (file: string) => boolean;
}

export function readKubernetes({ files, read, inChart }: KubernetesSources): KubernetesFiles {
  const manifests: Manifest[] = [];
  for (const file of files) {
    const text = read(file);
    if (text !== undefined) manifests.push(readManifest(file, text, inChart(file)));
  }
  const kustomizations = manifests.flatMap(({ file, kustomization }) =>
    kustomization === undefined ? [] : [kustomizationOf(file, kustomization)],
  );
  const byFile = new Map(manifests.map((manifest) => [manifest.file, manifest]));
  const kustomize = kustomizeFiles(byFile, kustomizations, read);
  const rendered = renderedSets(kustomizations, byFile, kustomize);
  const taken = new Set(rendered.flatMap(({ set }) => set.files));
  const sets = [...rendered.map(({ set }) => set), ...setsOf(manifests, kustomizations, taken)];
  const all = [...manifests, ...kustomize.further.values()];
  return {
    sets,
    problems: [
      ...all.flatMap(({ problems }) => problems),
      ...rendered.flatMap(({ problems }) => problems),
      ...onceEach(sets.flatMap(problemsOf)),
    ],
    partly: new Map(
      all.flatMap(({ file, template }) => (template === undefined ? [] : [[file, template] as const])),
    ),
    further: [...taken].filter((file) => !byFile.has(file)),
  };
}

/** One place in a base is met once in each overlay, under a path of its own in each. */
function onceEach(problems: readonly ReadProblem[]): readonly ReadProblem[] {
  const seen = new Map<string, ReadProblem>();
  for (const problem of problems) {
    const { file, start, end } = problem.span;
    const key = `${problem.code}\n${file}\n${start}\n${end}\n${problem.message.replace(/\[\d+\]/g, '[]')}`;
    if (!seen.has(key)) seen.set(key, problem);
  }
  return [...seen.values()];
}

function problemsOf({ objects, patches, kustomizations, rendered }: KubernetesSet): readonly ReadProblem[] {
  // Labels of a kustomization become labels and selectors, which bases may then leave out.
  const isLabelled = rendered === undefined && kustomizations.some(({ labels }) => labels.size > 0);
  return [
    ...objects
      .flatMap((object) => [...objectProblems(object, false)])
      .filter(
        ({ code, message }) => !(isLabelled && code === 'missing-key' && message === 'spec lacks selector'),
      ),
    ...patches.flatMap((object) => [...objectProblems(object, true)]),
  ];
}

function* objectProblems(object: KubernetesObject, isPatch: boolean): Iterable<ReadProblem> {
  const { apiVersion, kind, node } = object;
  const nameless = isPatch ? undefined : nameProblem(object);
  if (nameless !== undefined) yield nameless;
  yield* checkFields(node, apiVersion.value, kind.value, isPatch);
  if (!isPatch) yield* versionProblems(object);
}

function* versionProblems({ apiVersion, kind, title, node }: KubernetesObject): Iterable<ReadProblem> {
  const replaced = replacementOf(apiVersion.value, kind.value);
  if (replaced === undefined) return;
  const { removed, instead } = replaced;
  yield {
    code: removed === undefined ? 'api-deprecated' : 'api-removed',
    message:
      removed === undefined
        ? `${title} uses ${apiVersion.value} ${kind.value}, which is deprecated`
        : `${title} uses ${apiVersion.value}, which Kubernetes ${removed} and later do not serve`,
    span: apiVersion.span,
    hint: instead === undefined ? 'There is no successor: remove the object.' : `Move it to ${instead}.`,
    ...(instead !== undefined && isMovedAsItIs(replaced, kind.value, node) ? { replacement: instead } : {}),
  };
}

/** True when the object's fields are those of the new version, so that the version alone is to be changed. */
function isMovedAsItIs({ alike }: ReplacedVersion, kind: string, node: KubernetesObject['node']): boolean {
  if (!alike) return false;
  // `apps/v1` wants a selector, which the versions before took from the labels of the pods.
  return (
    !/^(?:Deployment|DaemonSet|ReplicaSet|StatefulSet)$/.test(kind) ||
    nodeAt(node, 'spec', 'selector') !== undefined
  );
}
