// Names that change, and those who name them.
import { located } from '../../../base/span.ts';
import { isMap, isScalar, type YamlMap, type YamlNode } from '../../../syntax/yaml.ts';
import { textAt } from '../../../syntax/yaml-path.ts';
import { changeIn, mapItems, textNode, withEntry, withText } from './edit.ts';
import type { FieldSpec, NameReference } from './field-specs.ts';
import {
  effectiveNamespace,
  type Identity,
  identitiesOf,
  identityOf,
  isClusterScoped,
  isOfKind,
  originalOf,
  type Resource,
  remember,
} from './resource.ts';

export function rename(resource: Resource, name: string): void {
  remember(resource);
  resource.node = changeIn(resource.node, ['metadata', 'name'], (node) =>
    isScalar(node) ? { ...textNode(name, node.span), style: node.style } : undefined,
  );
}

/** Kinds whose names stand for something outside: they keep them. */
function keepsName(resource: Resource): boolean {
  const { kind, group } = originalOf(resource);
  return (
    kind === 'CustomResourceDefinition' ||
    kind === 'Namespace' ||
    (kind === 'APIService' && group === 'apiregistration.k8s.io')
  );
}

export function addAffixes(resources: readonly Resource[], prefix: string, suffix: string): void {
  for (const resource of resources) {
    if (keepsName(resource)) continue;
    if (prefix !== '') {
      resource.prefixes.push(prefix);
      rename(resource, prefix + identityOf(resource.node).name);
    }
    if (suffix !== '') {
      resource.suffixes.push(suffix);
      rename(resource, identityOf(resource.node).name + suffix);
    }
  }
}

/** Writes the new names wherever an object names another that was renamed. */
export function updateReferences(resources: readonly Resource[], references: readonly NameReference[]): void {
  const renamed = resources.filter(({ earlier }) => earlier.length > 0);
  if (renamed.length === 0) return;
  const byName = new Map<string, Resource[]>();
  for (const resource of renamed) {
    for (const { name } of new Set(resource.earlier)) {
      const known = byName.get(name) ?? [];
      if (!known.includes(resource)) byName.set(name, [...known, resource]);
    }
  }
  for (const referrer of resources) {
    const own = identityOf(referrer.node);
    for (const reference of references) {
      for (const spec of reference.specs) {
        if (isOfKind(own, spec)) updateField({ referrer, own, reference, spec, byName });
      }
    }
  }
}

interface Update {
  readonly referrer: Resource;
  readonly own: Identity;
  readonly reference: NameReference;
  readonly spec: FieldSpec;
  readonly byName: ReadonlyMap<string, readonly Resource[]>;
}

function updateField(update: Update): void {
  const { referrer, spec } = update;
  const set = (node: YamlNode): YamlNode => {
    if (isScalar(node)) {
      const found = referralOf(update, node.text, undefined);
      return found === undefined || found.name === node.text ? node : withText(node, found.name, node.span);
    }
    return isMap(node) ? setMap(update, node) : mapItems(node, set);
  };
  referrer.node = changeIn(referrer.node, spec.path, (node) => node && set(node));
}

/** A mapping of name and namespace: subjects of bindings, services of webhooks. */
function setMap(update: Update, node: YamlMap): YamlMap {
  const name = textAt(node, 'name');
  if (name === undefined) return node;
  const found = referralOf(update, name.value, textAt(node, 'namespace')?.value);
  if (found === undefined || (found.name === name.value && found.namespace === '')) return node;
  const renamed = withEntry(node, 'name', textNode(found.name, name.span));
  if (found.namespace === '') return renamed;
  const at = textAt(node, 'namespace') ?? located('', name.span);
  return at.value === found.namespace
    ? renamed
    : withEntry(renamed, 'namespace', textNode(found.namespace, at.span));
}

/** The one object that is meant by a name; undefined where none or several may be. */
function referralOf(update: Update, name: string, namespace: string | undefined): Identity | undefined {
  const { referrer, own, reference, spec, byName } = update;
  let found = (byName.get(name) ?? []).filter(
    (resource) =>
      resource.earlier.some((each) => isOfKind(each, reference)) &&
      isInReach(own, resource) &&
      isInNamespace(resource, namespace),
  );
  if (spec.path[0] === 'roleRef') {
    const kind = textAt(referrer.node, 'roleRef', 'kind')?.value;
    const group = textAt(referrer.node, 'roleRef', 'apiGroup')?.value;
    if (kind !== undefined && group !== undefined)
      found = found.filter(({ earlier }) => earlier.some((each) => isOfKind(each, { kind, group })));
  }
  if (found.length > 1) found = found.filter((resource) => hasSameAffixes(resource, referrer, true));
  if (found.length > 1) {
    const strict = found.filter((resource) => hasSameAffixes(resource, referrer, false));
    if (strict.length > 0) found = strict;
  }
  const [first, ...others] = found.map(({ node }) => identityOf(node));
  const isClear = others.every((each) => each.name === first?.name && each.namespace === first.namespace);
  return isClear ? first : undefined;
}

function isInReach(own: Identity, { node }: Resource): boolean {
  const candidate = identityOf(node);
  if (isClusterScoped(own) || isClusterScoped(candidate) || candidate.kind === 'ServiceAccount') return true;
  return effectiveNamespace(own) === effectiveNamespace(candidate);
}

function isInNamespace(resource: Resource, namespace: string | undefined): boolean {
  if (namespace === undefined) return true;
  return identitiesOf(resource).some(
    (each) => each.namespace === namespace || effectiveNamespace(each) === namespace,
  );
}

function hasSameAffixes(a: Resource, b: Resource, allowEmpty: boolean): boolean {
  return hasSameEnd(a.prefixes, b.prefixes, allowEmpty) && hasSameEnd(a.suffixes, b.suffixes, allowEmpty);
}

/** The shorter list is the end of the longer one. */
function hasSameEnd(a: readonly string[], b: readonly string[], allowEmpty: boolean): boolean {
  if (allowEmpty && (a.length === 0 || b.length === 0)) return true;
  if (!allowEmpty && (a.length === 0) !== (b.length === 0)) return false;
  const length = Math.min(a.length, b.length);
  return a.slice(a.length - length).join('\n') === b.slice(b.length - length).join('\n');
}
