// Which objects a patch or a replacement is for.
import { entryOf, isScalar, type YamlNode } from '../../../syntax/yaml.ts';
import { textAt, textMapAt } from '../../../syntax/yaml-path.ts';
import {
  effectiveNamespace,
  identitiesOf,
  identityOf,
  isOfKind,
  originalOf,
  type Resource,
} from './resource.ts';

/** Objects that `target` of a patch names; its words are whole-word patterns. */
export function selectTargets(resources: readonly Resource[], target: YamlNode): readonly Resource[] {
  const name = patternOf(target, 'name');
  const namespace = patternOf(target, 'namespace');
  const kinds = ['group', 'version', 'kind'].map((key) => [key, patternOf(target, key)] as const);
  return resources.filter((resource) => {
    const [now, first] = [identityOf(resource.node), originalOf(resource)];
    return (
      (namespace(effectiveNamespace(first)) || namespace(effectiveNamespace(now))) &&
      (name(first.name) || name(now.name)) &&
      kinds.every(([key, matches]) =>
        matches(key === 'group' ? now.group : key === 'version' ? now.version : now.kind),
      ) &&
      matchesSelectors(resource, target)
    );
  });
}

/** No name of an object is longer. */
const maximumName = 253;

/** Anchored as kustomize anchors it. A pattern that is none matches itself. */
function patternOf(target: YamlNode, key: string): (text: string) => boolean {
  const text = textAt(target, key)?.value ?? '';
  if (text === '') return () => true;
  if (!/[\\^$.|?*+()[\]{}]/.test(text)) return (other) => other === text;
  // A pattern that repeats groups, or repeats much, could take for ever on a long name: it is not tried.
  const isCheap = text.length <= 200 && !/\)[*+{]/.test(text) && (text.match(/[*+{]/g)?.length ?? 0) <= 3;
  if (!isCheap) return (other) => other === text;
  try {
    const pattern = new RegExp(`^(?:${text})$`);
    return (other) => other.length <= maximumName && pattern.test(other);
  } catch {
    return (other) => other === text;
  }
}

export function matchesSelectors({ node }: Resource, target: YamlNode): boolean {
  const selectors = [
    [textAt(target, 'labelSelector')?.value, 'labels'],
    [textAt(target, 'annotationSelector')?.value, 'annotations'],
  ] as const;
  return selectors.every(
    ([selector, key]) => selector === undefined || matchesLabels(selector, textMapAt(node, 'metadata', key)),
  );
}

// https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#label-selectors
function matchesLabels(selector: string, labels: ReturnType<typeof textMapAt>): boolean {
  return selector.split(/,(?![^(]*\))/).every((part) => {
    const set = /^\s*([^\s=!]+)\s+(in|notin)\s*\(([^)]*)\)\s*$/.exec(part);
    if (set !== null) {
      const values = (set[3] ?? '').split(',').map((value) => value.trim());
      const has = values.includes(labels.get(set[1] ?? '')?.value ?? '');
      return set[2] === 'in' ? has : !has;
    }
    const pair = /^\s*([^\s=!]+)\s*(==?|!=)\s*(\S*)\s*$/.exec(part);
    if (pair !== null) {
      const isSame = labels.get(pair[1] ?? '')?.value === pair[3];
      return pair[2] === '!=' ? !isSame : isSame;
    }
    const name = part.trim();
    return name.startsWith('!') ? !labels.has(name.slice(1).trim()) : name === '' || labels.has(name);
  });
}

/** By any name that an object has or had, exactly: the way of replacements. */
export function isSelectedExactly(resource: Resource, selector: YamlNode | undefined): boolean {
  const word = (key: string) => {
    const value = entryOf(selector, key)?.value;
    return isScalar(value) ? value.text : '';
  };
  const wanted = { group: word('group'), version: word('version'), kind: word('kind') };
  const [name, namespace] = [word('name'), word('namespace')];
  return identitiesOf(resource).some(
    (each) =>
      isOfKind(each, wanted) &&
      (name === '' || name === each.name) &&
      (namespace === '' || namespace === effectiveNamespace(each)),
  );
}
