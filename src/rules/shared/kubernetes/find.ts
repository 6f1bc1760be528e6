// Objects by kind and name.
import { nearest } from '../../../base/text.ts';
import type { KubernetesObject, KubernetesSet } from '../../../model/kubernetes.ts';
import type { Project } from '../../../model/project.ts';
import { allObjects } from './select.ts';

export function findIn(set: KubernetesSet, kind: string, name: string): KubernetesObject | undefined {
  return set.objects.find((object) => object.kind.value === kind && object.name?.value === name);
}

/** Those of all namespaces. */
export function findAll(set: KubernetesSet, kind: string, name: string): readonly KubernetesObject[] {
  return set.objects.filter((object) => object.kind.value === kind && object.name?.value === name);
}

const defined = new WeakMap<Project, ReadonlySet<string>>();

/** `ConfigMap settings` of every object that the repository defines, or generates with a kustomization. */
function definedIn(project: Project): ReadonlySet<string> {
  const known = defined.get(project);
  if (known !== undefined) return known;
  const names = new Set(allObjects(project).map(({ kind, name }) => `${kind.value} ${name?.value}`));
  for (const { kustomizations } of project.kubernetes.sets) {
    for (const { generated, namePrefix, nameSuffix } of kustomizations) {
      for (const { kind, name } of generated) {
        names.add(`${kind} ${name}`).add(`${kind} ${namePrefix}${name}${nameSuffix}`);
      }
    }
  }
  defined.set(project, names);
  return names;
}

/** True when the repository defines or generates the object somewhere, or a set is open to it. */
export function mayExist(project: Project, set: KubernetesSet, kind: string, name: string): boolean {
  return set.open !== undefined || /[${<]/.test(name) || definedIn(project).has(`${kind} ${name}`);
}

/** An object of the kind in the set with nearly that name. */
export function nearName(set: KubernetesSet, kind: string, name: string): KubernetesObject | undefined {
  const objects = set.objects.filter((object) => object.kind.value === kind && object.name !== undefined);
  const near = nearest(
    name,
    objects.map((object) => object.name?.value ?? ''),
  );
  return objects.find((object) => object.name?.value === near && near !== undefined);
}

/** True when some object of the set makes others of its own: operators, charts, sealed and external secrets. */
export function makesOthers(set: KubernetesSet): boolean {
  return set.objects.some(
    ({ apiVersion }) =>
      !/^(?:v1|(?:apps|batch|autoscaling|policy|[a-z.]*\.k8s\.io)\/.*)$/.test(apiVersion.value),
  );
}

/** True when a patch of the set changes the object, or a kustomization generates one of that name. */
export function isPatched(set: KubernetesSet, kind: string, name: string): boolean {
  const isSame = (object: KubernetesObject) => object.kind.value === kind && object.name?.value === name;
  if (set.patches.some(isSame) || set.objects.filter(isSame).length > 1) return true;
  return set.kustomizations.some(
    ({ generated, hasPatches }) =>
      hasPatches || generated.some((one) => one.kind === kind && one.name === name),
  );
}
