// What a kustomization does to all objects: namespace, labels, annotations, replicas, images.
import type { Located, Span } from '../../../base/span.ts';
import { entryOf, isList, isMap, isScalar, type YamlMap, type YamlNode } from '../../../syntax/yaml.ts';
import { booleanAt, entriesAt, itemsAt, nodeAt, numberAt, textAt } from '../../../syntax/yaml-path.ts';
import { changeIn, changeMaps, emptyMap, mapItems, numberNode, textNode, withEntry } from './edit.ts';
import { type FieldConfig, type FieldSpec, specOf } from './field-specs.ts';
import { identitiesOf, identityOf, isClusterScoped, isOfKind, type Resource, remember } from './resource.ts';

export function setNamespace(
  resources: readonly Resource[],
  namespace: Located<string>,
  specs: readonly FieldSpec[],
): void {
  const value = textNode(namespace.value, namespace.span);
  for (const resource of resources) {
    remember(resource);
    const own = identityOf(resource.node);
    let { node } = resource;
    if (!isClusterScoped(own)) node = changeIn(node, ['metadata', 'namespace'], () => value, value.span);
    if (/^(?:Cluster)?RoleBinding$/.test(own.kind))
      node = changeIn(node, ['subjects'], (list) => list && withSubjects(list, value));
    for (const spec of specs) {
      if (isOfKind(own, spec))
        node = changeIn(node, spec.path, () => value, spec.create ? value.span : undefined);
    }
    resource.node = node;
  }
}

/** Only the account that every namespace has is meant in the new one. */
function withSubjects(list: YamlNode, namespace: YamlNode): YamlNode {
  return mapItems(list, (subject) =>
    isMap(subject) && textAt(subject, 'name')?.value === 'default'
      ? withEntry(subject, 'namespace', namespace)
      : subject,
  );
}

/** `labels` and then `commonLabels`. */
export function addLabels(
  resources: readonly Resource[],
  node: YamlNode | undefined,
  { lists }: FieldConfig,
): void {
  for (const item of itemsAt(node, 'labels')) {
    const isOn = (key: string) => booleanAt(item, key)?.value === true;
    const own = [...itemsAt(item, 'fields').map(specOf), ...lists.labels];
    const metadata: FieldSpec = { path: ['metadata', 'labels'], create: true };
    const specs = isOn('includeSelectors')
      ? [...own, ...lists.commonLabels]
      : [...own, ...(isOn('includeTemplates') ? lists.templateLabels : []), metadata];
    addPairs(resources, nodeAt(item, 'pairs'), specs);
  }
  addPairs(resources, nodeAt(node, 'commonLabels'), lists.commonLabels);
}

export function addPairs(
  resources: readonly Resource[],
  pairs: YamlNode | undefined,
  specs: readonly FieldSpec[],
): void {
  const entries = entriesAt(pairs);
  const [first] = entries;
  if (first === undefined) return;
  const add = (node: YamlNode | undefined): YamlNode => {
    let map: YamlMap = isMap(node) ? node : emptyMap(first.key.span);
    for (const { key, value } of entries) {
      const text = isScalar(value) && value.value !== null ? value.text : '';
      map = withEntry(map, key.text, textNode(text, value.span), key.span);
    }
    return map;
  };
  for (const resource of resources) {
    const own = identityOf(resource.node);
    for (const spec of specs) {
      if (!isOfKind(own, spec)) continue;
      resource.node = changeIn(resource.node, spec.path, add, spec.create ? first.key.span : undefined);
    }
  }
}

/** Calls `missing` for each entry that names no workload. */
export function setReplicas(
  resources: readonly Resource[],
  node: YamlNode | undefined,
  specs: readonly FieldSpec[],
  missing: (at: Span, message: string) => void,
): void {
  for (const item of itemsAt(node, 'replicas')) {
    const [name, count] = [textAt(item, 'name'), numberAt(item, 'count')];
    if (name === undefined || count === undefined) continue;
    const value = numberNode(count.value, count.span);
    let isFound = false;
    for (const resource of resources) {
      const ids = identitiesOf(resource).filter((each) => each.name === name.value);
      for (const spec of specs) {
        if (!ids.some((each) => isOfKind(each, spec))) continue;
        isFound = true;
        resource.node = changeIn(resource.node, spec.path, () => value, value.span);
      }
    }
    if (!isFound) missing(name.span, `replicas are set for ${name.value}, and no workload has that name`);
  }
}

/** Calls `idle` for each entry whose image no container has. */
export function setImages(
  resources: readonly Resource[],
  node: YamlNode | undefined,
  specs: readonly FieldSpec[],
  idle: (at: Span, message: string) => void,
): void {
  for (const item of [...itemsAt(node, 'images'), ...itemsAt(node, 'imageTags')]) {
    const name = textAt(item, 'name');
    if (name === undefined) continue;
    let isFound = false;
    const set = (image: YamlNode | undefined) => {
      if (!isScalar(image) || !isNamed(image.text, name.value)) return image;
      isFound = true;
      const changed = newImage(image.text, item);
      return changed === undefined ? image : textNode(changed.value, changed.span);
    };
    for (const resource of resources) {
      const own = identityOf(resource.node);
      if (own.kind === 'CustomResourceDefinition') continue;
      const inContainers = changeMaps(resource.node, (map) => withImages(map, set));
      let next = isMap(inContainers) ? inContainers : resource.node;
      for (const spec of specs) if (isOfKind(own, spec)) next = changeIn(next, spec.path, set);
      resource.node = next;
    }
    if (!isFound) idle(name.span, `no container has the image ${name.value}, which images sets`);
  }
}

/** Any list of containers, in custom objects too. */
function withImages(map: YamlMap, set: (image: YamlNode | undefined) => YamlNode | undefined): YamlMap {
  let next = map;
  for (const key of ['containers', 'initContainers']) {
    const list = entryOf(map, key)?.value;
    if (!isList(list)) continue;
    const changed = mapItems(list, (item) => {
      const image = entryOf(item, 'image')?.value;
      const value = isMap(item) && image !== undefined ? set(image) : undefined;
      return isMap(item) && value !== undefined ? withEntry(item, 'image', value) : item;
    });
    next = withEntry(next, key, changed);
  }
  return next;
}

/** The name with any tag or digest, or with none. */
function isNamed(image: string, name: string): boolean {
  if (!image.startsWith(name)) return false;
  return /^(?::[\w.{}-]*)?(?:@sha256:[\w.{}-]*)?$/.test(image.slice(name.length));
}

function newImage(image: string, item: YamlNode): Located<string> | undefined {
  const slash = image.lastIndexOf('/');
  const [, rest = '', tag = '', digest = ''] =
    /^([^:@]*)(?::([^@]*))?(?:@(.*))?$/.exec(image.slice(slash + 1)) ?? [];
  const [newName, newTag, newDigest, suffix] = ['newName', 'newTag', 'digest', 'tagSuffix'].map((key) => {
    const found = textAt(item, key);
    return found?.value === '' ? undefined : found;
  });
  const set = newTag ?? newDigest ?? suffix ?? newName;
  if (set === undefined) return undefined;
  const name = newName?.value ?? image.slice(0, slash + 1) + rest;
  const keepsTag = newTag === undefined && newDigest === undefined;
  const tagNow = newTag?.value ?? (keepsTag ? tag + (suffix?.value ?? '') : '');
  const digestNow = newDigest?.value ?? (keepsTag && suffix === undefined ? digest : '');
  const value = `${name}${tagNow === '' ? '' : `:${tagNow}`}${digestNow === '' ? '' : `@${digestNow}`}`;
  return { value, span: set.span };
}
