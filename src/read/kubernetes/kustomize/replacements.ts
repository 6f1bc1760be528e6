// `replacements`: a value of one object copied into others.
import type { Span } from '../../../base/span.ts';
import { entryOf, isList, isMap, isScalar, type YamlMap, type YamlNode } from '../../../syntax/yaml.ts';
import { booleanAt, itemsAt, nodeAt, numberAt, textAt, textsAt } from '../../../syntax/yaml-path.ts';
import { emptyMap, isMissing, sizeOf, textNode, withEntry, withText } from './edit.ts';
import type { Resource } from './resource.ts';
import { isSelectedExactly, matchesSelectors } from './selector.ts';

/** Nodes that replacements may copy: a mapping that is copied into itself doubles each time. */
const maximumCopied = 50_000;

type Refuse = (at: Span, message: string) => void;

/** `items`: the entries of the kustomization, or of the files that it names. */
export function replaceValues(
  resources: readonly Resource[],
  items: readonly YamlNode[],
  refuse: Refuse,
): void {
  let left = maximumCopied;
  for (const item of items) {
    const value = sourceOf(resources, item, refuse);
    if (value === undefined) continue;
    const targets = itemsAt(item, 'targets');
    left -= sizeOf(value, left + 1) * targets.length;
    if (left < 0) {
      refuse(item.span, 'the replacements copy too much');
      return;
    }
    for (const target of targets) fill(resources, target, value, refuse);
  }
}

function sourceOf(resources: readonly Resource[], item: YamlNode, refuse: Refuse): YamlNode | undefined {
  const given = entryOf(item, 'sourceValue')?.value;
  if (given !== undefined) return given;
  const source = nodeAt(item, 'source');
  const found = resources.filter((resource) => isSelectedExactly(resource, source));
  const [only] = found;
  if (source === undefined || only === undefined || found.length > 1) {
    const what = found.length > 1 ? 'several objects' : 'no object';
    refuse(source?.span ?? item.span, `the source of the replacement is ${what}`);
    return undefined;
  }
  const path = textAt(source, 'fieldPath');
  const value = nodesAt(only.node, partsOf(path?.value ?? 'metadata.name'))[0];
  if (value === undefined || isMissing(value)) {
    refuse(
      path?.span ?? source.span,
      `the source of the replacement has no ${path?.value ?? 'metadata.name'}`,
    );
    return undefined;
  }
  const delimiter = textAt(source, 'options', 'delimiter')?.value;
  if (delimiter === undefined || delimiter === '' || !isScalar(value)) return value;
  const part = value.text.split(delimiter)[numberAt(source, 'options', 'index')?.value ?? 0];
  return part === undefined ? value : textNode(part, value.span);
}

function fill(resources: readonly Resource[], target: YamlNode, value: YamlNode, refuse: Refuse): void {
  const select = nodeAt(target, 'select');
  if (select === undefined) return;
  const rejects = itemsAt(target, 'reject');
  const paths = textsAt(target, 'fieldPaths');
  for (const resource of resources) {
    if (!isSelectedExactly(resource, select) || !matchesSelectors(resource, select)) continue;
    if (rejects.some((each) => isRejected(resource, each))) continue;
    for (const path of paths.length === 0 ? [{ value: 'metadata.name', span: target.span }] : paths) {
      const next = setAt(resource.node, partsOf(path.value), value, nodeAt(target, 'options'));
      if (next === undefined) refuse(path.span, `the target of the replacement has no ${path.value}`);
      else if (isMap(next)) {
        resource.node = next;
        resource.patched = true;
      }
    }
  }
}

function isRejected(resource: Resource, reject: YamlNode): boolean {
  const keys = isMap(reject) ? reject.entries.map(({ key }) => key.text) : [];
  const bySelector = keys.some((key) => key === 'labelSelector' || key === 'annotationSelector');
  const byIdentity = keys.some((key) => key !== 'labelSelector' && key !== 'annotationSelector');
  return (
    (bySelector && matchesSelectors(resource, reject)) || (byIdentity && isSelectedExactly(resource, reject))
  );
}

/** `spec.containers.[name=web].image`, `metadata.annotations.[a.b/c]`, `data.a\.b`. */
export function partsOf(path: string): readonly string[] {
  const parts: string[] = [];
  for (const match of path.matchAll(/\[([^\]]*)\]|((?:\\.|[^.[\\])+)/g)) {
    const [, bracket, plain] = match;
    if (plain !== undefined) parts.push(plain.replace(/\\(.)/g, '$1'));
    else if (bracket !== undefined) parts.push(bracket.includes('=') ? `[${bracket}]` : bracket);
  }
  return parts;
}

function nodesAt(node: YamlNode, [part, ...rest]: readonly string[]): readonly YamlNode[] {
  if (part === undefined) return [node];
  return childrenOf(node, part).flatMap(({ child }) => nodesAt(child, rest));
}

interface Child {
  readonly child: YamlNode;
  readonly put: (child: YamlNode, into: YamlNode) => YamlNode;
}

/** The children that one part of a path leads to, and how each is put back. */
function childrenOf(node: YamlNode, part: string): readonly Child[] {
  if (isList(node)) {
    const condition = /^\[([^=]*)=([\s\S]*)\]$/.exec(part);
    return node.items.flatMap((child, index) => {
      const isMeant =
        part === '*' ||
        part === String(index) ||
        (condition !== null && scalarAt(child, condition[1] ?? '') === condition[2]);
      if (!isMeant) return [];
      const put: Child['put'] = (next, into) =>
        isList(into) ? { ...into, items: into.items.with(index, next) } : into;
      return [{ child, put }];
    });
  }
  if (!isMap(node)) return [];
  return node.entries
    .filter(({ key }) => part === '*' || key.text === part)
    .map(({ key, value }) => ({
      child: value,
      put: (next, into) => (isMap(into) ? withEntry(into, key.text, next) : into),
    }));
}

function scalarAt(node: YamlNode, key: string): string | undefined {
  const value = key === '' ? node : entryOf(node, key)?.value;
  return isScalar(value) ? value.text : undefined;
}

/** Undefined when the path leads nowhere. */
function setAt(
  node: YamlNode,
  [part, ...rest]: readonly string[],
  value: YamlNode,
  options: YamlNode | undefined,
): YamlNode | undefined {
  if (part === undefined) return valueFor(node, value, options);
  let next = node;
  let isSet = false;
  for (const { child, put } of childrenOf(node, part)) {
    const changed = setAt(child, rest, value, options);
    if (changed === undefined) continue;
    isSet = true;
    next = put(changed, next);
  }
  if (isSet) return next;
  const mayCreate = booleanAt(options, 'create')?.value === true && isMap(node) && !/^[[*]/.test(part);
  return mayCreate && !hasKey(node, part) ? withCreated(node, part, rest, value) : undefined;
}

function hasKey(node: YamlMap, key: string): boolean {
  return node.entries.some((entry) => entry.key.text === key);
}

function withCreated(node: YamlMap, key: string, rest: readonly string[], value: YamlNode): YamlNode {
  let made = value;
  for (const each of rest.toReversed()) made = withEntry(emptyMap(value.span), each, made);
  return withEntry(node, key, made);
}

function valueFor(current: YamlNode, value: YamlNode, options: YamlNode | undefined): YamlNode {
  if (!isScalar(current) || !isScalar(value)) return value;
  const delimiter = textAt(options, 'delimiter')?.value;
  if (delimiter === undefined || delimiter === '') return withText(current, value.text, value.span);
  const index = numberAt(options, 'index')?.value ?? 0;
  const parts = current.text.split(delimiter);
  if (index < 0) parts.unshift(value.text);
  else if (index >= parts.length) parts.push(value.text);
  else parts[index] = value.text;
  return withText(current, parts.join(delimiter), value.span);
}
