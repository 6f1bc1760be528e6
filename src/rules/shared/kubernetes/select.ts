// What a selector that selects nothing probably means.
import { nearest } from '../../../base/text.ts';
import type { Problem } from '../../../model/finding.ts';
import type { KubernetesSet, Workload } from '../../../model/kubernetes.ts';
import type { Project } from '../../../model/project.ts';
import { written } from './edits.ts';
import { isSlip } from './find.ts';
import type { Labels } from './labels.ts';
import { isMaker, makesOthers } from './object-index.ts';

/** True when a set holds custom objects whose operators may make pods, or is open for another reason. */
export function mayMakePods(set: KubernetesSet): boolean {
  return set.open !== undefined || makesOthers(set);
}

/** The workload that shares most label keys with the selector, with other values. */
export function nearMiss(matchLabels: Labels, workloads: readonly Workload[]): Workload | undefined {
  let best: Workload | undefined;
  let most = 0;
  for (const workload of workloads) {
    const shared = [...matchLabels.keys()].filter((key) => workload.pod.labels.has(key)).length;
    if (shared <= most) continue;
    best = workload;
    most = shared;
  }
  return best;
}

/** The pods' value in the place of the selector's only one that differs, when it is nearly the same. */
export function likeLabels(project: Project, selector: Labels, { pod }: Workload): Pick<Problem, 'fix'> {
  const wrong = [...selector].filter(([key, { value }]) => pod.labels.get(key)?.value !== value);
  const [first, other] = wrong;
  if (first === undefined || other !== undefined) return {};
  const [key, { value, span }] = first;
  const right = pod.labels.get(key)?.value;
  const isNear =
    right !== undefined &&
    (nearest(value, [right]) !== undefined || right.includes(value) || value.includes(right));
  return isNear ? written(project, span, right) : {};
}

/** True when one value alone keeps the selector from the pods, and is as good as theirs. */
export function isLabelSlip(selector: Labels, { pod }: Workload): boolean {
  const wrong = [...selector].filter(([key, { value }]) => pod.labels.get(key)?.value !== value);
  const [first, other] = wrong;
  if (first === undefined || other !== undefined) return false;
  const [key, { value }] = first;
  return isSlip(value, pod.labels.get(key)?.value ?? '');
}

/** Labels that the control plane and operators give to pods. */
export const setByController =
  /^(?:statefulset\.kubernetes\.io|apps\.kubernetes\.io|batch\.kubernetes\.io|job-name|controller-|pod-template-hash|role$|.*\/(?:role|cluster)$|.*[-_/.](?:active|standby|leader|primary|master)$)/;

/** In one file or folder; folders that are named after what they hold belong together. */
export function isBeside(a: string, b: string): boolean {
  const [folderA, folderB] = [folderOf(a), folderOf(b)];
  return folderA === folderB || byKind.test(folderA) || byKind.test(folderB);
}

const byKind = /(?:^|\/)(?:deployments?|services?|svc|statefulsets?|pods?|workloads?)$/;

function folderOf(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf('/')));
}

/** True when a custom object lies beside a file: its operator may make what the file is about. */
export function hasCustomBeside(set: KubernetesSet, file: string): boolean {
  const known = customFolders.get(set) ?? customFoldersOf(set);
  customFolders.set(set, known);
  const own = folderOf(file);
  return known.folders.size > 0 && (known.hasByKind || known.folders.has(own) || byKind.test(own));
}

interface CustomFolders {
  readonly folders: ReadonlySet<string>;
  /** True when one of them is named after what it holds. */
  readonly hasByKind: boolean;
}

const customFolders = new WeakMap<KubernetesSet, CustomFolders>();

function customFoldersOf({ objects }: KubernetesSet): CustomFolders {
  const folders = new Set(objects.filter(isMaker).map(({ file }) => folderOf(file)));
  return { folders, hasByKind: [...folders].some((folder) => byKind.test(folder)) };
}
