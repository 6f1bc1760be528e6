// Objects by kind and name.
import { nearest } from '../../../base/text.ts';
import type { KubernetesObject, KubernetesSet } from '../../../model/kubernetes.ts';
import type { Project } from '../../../model/project.ts';
import { secretMadeBy, secretMakers } from './external-secrets.ts';
import { findAll, makesOthers, ofKind } from './object-index.ts';

export function findIn(set: KubernetesSet, kind: string, name: string): KubernetesObject | undefined {
  return findAll(set, kind, name)[0];
}

const generatedNames = new WeakMap<Project, ReadonlySet<string>>();

/** `ConfigMap settings` of every object that a kustomization generates or an operator makes. */
function generatedIn(project: Project): ReadonlySet<string> {
  const known = generatedNames.get(project);
  if (known !== undefined) return known;
  const names = new Set<string>();
  for (const { kustomizations } of project.kubernetes.sets) {
    for (const { generated, namePrefix, nameSuffix } of kustomizations) {
      for (const { kind, name } of generated) {
        names.add(`${kind} ${name}`).add(`${kind} ${namePrefix}${name}${nameSuffix}`);
      }
    }
  }
  for (const object of secretMakers.flatMap((kind) => ofKind(project, kind))) {
    names.add(`Secret ${secretMadeBy(object)}`);
  }
  generatedNames.set(project, names);
  return names;
}

/** True when the repository defines or generates the object somewhere, or a set is open to it. */
export function mayExist(project: Project, set: KubernetesSet, kind: string, name: string): boolean {
  return set.open !== undefined || /[${<]/.test(name) || isDefined(project, kind, name);
}

function isDefined(project: Project, kind: string, name: string): boolean {
  return findAll(project, kind, name).length > 0 || generatedIn(project).has(`${kind} ${name}`);
}

/**
 * The object of the set that a name must mean, which nobody defines. Where operators or other repositories may make
 * more objects, the names have to be as good as the same.
 */
export function meantObject(
  project: Project,
  set: KubernetesSet,
  kind: string,
  name: string,
): KubernetesObject | undefined {
  if (/[${<]/.test(name) || isDefined(project, kind, name)) return undefined;
  const near = nearName(set, kind, name);
  const isOpen = set.open !== undefined || makesOthers(set, kind);
  return isOpen && !isSlip(name, near?.name?.value ?? '') ? undefined : near;
}

/** True for a slip of the keyboard: long names that are as good as the same, and differ in no number. */
export function isSlip(name: string, other: string): boolean {
  if (Math.min(name.length, other.length) < 5 || name.replace(/\D/g, '') !== other.replace(/\D/g, ''))
    return false;
  return nearest(name, [other], 2) !== undefined;
}

/** An object of the kind in the set with nearly that name. */
export function nearName(set: KubernetesSet, kind: string, name: string): KubernetesObject | undefined {
  const objects = ofKind(set, kind).filter((object) => object.name !== undefined);
  const near = nearest(
    name,
    objects.map((object) => object.name?.value ?? ''),
  );
  return objects.find((object) => object.name?.value === near && near !== undefined);
}

/** True when a patch of the set changes the object, or a kustomization generates one of that name. */
export function isPatched(set: KubernetesSet, kind: string, name: string): boolean {
  if (set.rendered !== undefined) return findAll(set, kind, name).length > 1;
  const isSame = (object: KubernetesObject) => object.kind.value === kind && object.name?.value === name;
  if (set.patches.some(isSame) || findAll(set, kind, name).length > 1) return true;
  return set.kustomizations.some(
    ({ generated, hasPatches }) =>
      hasPatches || generated.some((one) => one.kind === kind && one.name === name),
  );
}
