// Which manifests are deployed together: those that kustomizations join, and those of one folder tree.
import type { KubernetesObject, KubernetesSet, Kustomization } from '../../model/kubernetes.ts';
import { isMap } from '../../syntax/yaml.ts';
import { itemsAt, nodeAt } from '../../syntax/yaml-path.ts';
import { byText, folderOf, isWithin, nameOf } from '../paths.ts';
import type { Manifest } from './manifest.ts';

/** Folders whose subfolders hold the parts of one deployment. */
const wholeFolder = /^(?:k8s|kubernetes|kube|manifests?)$/i;
/** Subfolders that are named after what they hold belong to their siblings. */
const kindFolder =
  /^(?:deployments?|services?|svc|configmaps?|configs?|secrets?|ingress(?:es)?|rbac|roles?|pvcs?|volumes?|storage|namespaces?|hpa|statefulsets?|jobs?|cronjobs?|pods?|network-?polic(?:y|ies))$/i;

/** `taken`: files that kustomizations make sets of, with all that is theirs. */
export function setsOf(
  manifests: readonly Manifest[],
  kustomizations: readonly Kustomization[],
  taken: ReadonlySet<string>,
): readonly KubernetesSet[] {
  const groups = joined(manifests, kustomizations);
  const patches = new Set(kustomizations.flatMap(({ patchFiles }) => patchFiles.map(({ value }) => value)));
  const templates = manifests
    .filter(({ template }) => template !== undefined)
    .map(({ file }) => folderOf(file));
  const byFile = new Map(manifests.map((manifest) => [manifest.file, manifest]));
  const kustomizationAt = new Map(kustomizations.map((one) => [one.file, one]));
  return groups.flatMap((group) => {
    const files = group.filter((file) => !taken.has(file));
    if (files.length === 0) return [];
    const members = files.flatMap((file) => byFile.get(file) ?? []);
    const here = group.flatMap((file) => kustomizationAt.get(file) ?? []);
    const beside = group.find((file) => taken.has(file));
    const objects = members.flatMap((one) => one.objects);
    const isPatch = (object: KubernetesObject) => patches.has(object.file) || looksLikePatch(object, here);
    const folder = outermost(files);
    return {
      folder,
      files,
      objects: objects.filter((object) => !isPatch(object)),
      patches: objects.filter(isPatch),
      configurations: members.flatMap((one) => one.configurations),
      kustomizations: here,
      open:
        beside === undefined
          ? openReason(here, templates, folder, members)
          : `a kustomization takes ${beside} and others beside it`,
    };
  });
}

/** Groups of files, as a union of what belongs together. */
function joined(
  manifests: readonly Manifest[],
  kustomizations: readonly Kustomization[],
): readonly (readonly string[])[] {
  const parent = new Map<string, string>();
  const find = (key: string): string => {
    let root = key;
    for (let up = parent.get(root); up !== undefined; up = parent.get(root)) root = up;
    if (root !== key) parent.set(key, root);
    return root;
  };
  const join = (a: string, b: string) => {
    const [from, to] = [find(a), find(b)];
    if (from !== to) parent.set(from, to);
  };
  const folders = new Set(manifests.map(({ file }) => folderOf(file)));
  for (const { file } of manifests) join(`file ${file}`, `folder ${folderOf(file)}`);
  for (const folder of folders)
    for (const other of belongsTo(folder, folders)) join(`folder ${folder}`, `folder ${other}`);
  for (const { file, resources } of kustomizations) {
    for (const { value } of resources) {
      const isFile = /\.ya?ml$/i.test(value);
      join(`file ${file}`, isFile ? `file ${value}` : `folder ${value}`);
    }
  }
  const groups = new Map<string, string[]>();
  for (const { file } of manifests) {
    const key = find(`file ${file}`);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [file]);
    else group.push(file);
  }
  return [...groups.values()].map((files) => files.sort(byText));
}

/** Folders above that a folder is a part of. */
function belongsTo(folder: string, folders: ReadonlySet<string>): readonly string[] {
  const found: string[] = [];
  for (let at = folder; at !== ''; at = folderOf(at)) {
    const above = folderOf(at);
    const isPart =
      (above !== '' && folders.has(above)) || kindFolder.test(nameOf(at)) || wholeFolder.test(nameOf(above));
    if (isPart) found.push(above);
  }
  return found;
}

/** A workload without the parts that every workload needs, beside a kustomization. */
function looksLikePatch({ workload, node, file }: KubernetesObject, here: readonly Kustomization[]): boolean {
  if (node.entries.some(({ key }) => key.text === '$patch') || /patch/i.test(nameOf(file))) return true;
  if (workload === undefined || here.length === 0) return false;
  const { containers } = workload.pod;
  const isListed = here.some(({ resources }) => resources.some(({ value }) => value === file));
  return !isListed && (containers.length === 0 || containers.some(({ image }) => image === undefined));
}

function outermost(files: readonly string[]): string {
  let folder = folderOf(files[0] ?? '');
  while (folder !== '' && !files.every((file) => isWithin(file, folder))) folder = folderOf(folder);
  return folder;
}

function openReason(
  kustomizations: readonly Kustomization[],
  templates: readonly string[],
  folder: string,
  members: readonly Manifest[],
): string | undefined {
  const remote = kustomizations.find((one) => one.remote.length > 0);
  if (remote !== undefined) return `${remote.file} fetches resources`;
  if (templates.some((each) => isWithin(each, folder)) && members.length > 0) return 'there are templates';
  const patched = kustomizations.find((one) => one.hasPatches && isMap(one.node) && hasInlinePatch(one));
  return patched === undefined ? undefined : `${patched.file} patches names`;
}

/** Replacements and variables can set names and labels that stand nowhere as text. */
function hasInlinePatch({ node }: Kustomization): boolean {
  return itemsAt(node, 'replacements').length > 0 || nodeAt(node, 'vars') !== undefined;
}
