// The environment of a container, with what ConfigMaps and Secrets of its set bring.
import type { Located } from '../../../base/span.ts';
import type { Container, KubernetesSet, SourceReference } from '../../../model/kubernetes.ts';
import { keysOf } from '../../../syntax/yaml.ts';
import { nodeAt, textAt, textMapAt } from '../../../syntax/yaml-path.ts';
import { isPatched } from './find.ts';
import { findAll } from './object-index.ts';

export interface ContainerEnvironment {
  /** Values that stand in the files, by the variable's name. */
  readonly values: ReadonlyMap<string, Located<string>>;
  /** Every name that is set, whatever its value. */
  readonly names: ReadonlySet<string>;
  /** False when something that is not read may set more. */
  readonly isWhole: boolean;
}

const environments = new WeakMap<Container, ContainerEnvironment>();

/** Made once a container, for the many rules that ask. */
export function environmentOf(set: KubernetesSet, container: Container): ContainerEnvironment {
  const known = environments.get(container) ?? readEnvironment(set, container);
  environments.set(container, known);
  return known;
}

function readEnvironment(set: KubernetesSet, { env, envFrom, node }: Container): ContainerEnvironment {
  const values = new Map<string, Located<string>>();
  const names = new Set<string>();
  let isWhole = set.open === undefined;
  // Later entries of `env` win over `envFrom`.
  const prefixes = itemsPrefixes(node);
  envFrom.forEach((reference, index) => {
    const prefix = prefixes[index] ?? '';
    const entries = entriesOf(set, reference);
    if (entries === undefined) isWhole = false;
    for (const [name, value] of entries ?? []) {
      names.add(`${prefix}${name}`);
      if (value !== undefined) values.set(`${prefix}${name}`, value);
    }
  });
  for (const { name, value, from } of env) {
    names.add(name.value);
    values.delete(name.value);
    const given = value ?? (from === undefined ? undefined : keyOf(set, from));
    if (given !== undefined) values.set(name.value, given);
  }
  return { values, names, isWhole };
}

function itemsPrefixes(node: Container['node']): readonly string[] {
  const list = nodeAt(node, 'envFrom');
  return list?.kind === 'list' ? list.items.map((item) => textAt(item, 'prefix')?.value ?? '') : [];
}

/** The keys of a ConfigMap or Secret of the set, with values where they are plain; undefined when they are not known. */
function entriesOf(
  set: KubernetesSet,
  { kind, name }: SourceReference,
): ReadonlyMap<string, Located<string> | undefined> | undefined {
  const objects = findAll(set, kind, name.value);
  const [object] = objects;
  if (object === undefined || objects.length > 1 || isPatched(set, kind, name.value)) return undefined;
  const entries = new Map<string, Located<string> | undefined>();
  for (const key of keysOf(nodeAt(object.node, 'data'))) entries.set(key, undefined);
  const plain = textMapAt(object.node, kind === 'ConfigMap' ? 'data' : 'stringData');
  for (const [key, value] of plain) entries.set(key, value);
  return entries.size === 0 ? undefined : entries;
}

function keyOf(set: KubernetesSet, from: SourceReference): Located<string> | undefined {
  return from.key === undefined ? undefined : entriesOf(set, from)?.get(from.key.value);
}
