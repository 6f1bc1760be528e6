// configMapGenerator and secretGenerator: objects made from literals, files and env files.
import type { Located, Span } from '../../../base/span.ts';
import { isMap, type YamlEntry, type YamlMap, type YamlNode } from '../../../syntax/yaml.ts';
import { booleanAt, entriesAt, itemsAt, nodeAt, textAt, textsAt } from '../../../syntax/yaml-path.ts';
import { nameOf } from '../../paths.ts';
import { emptyMap, textNode, withEntry } from './edit.ts';
import { identitiesOf, identityOf, isSameIdentity, newResource, type Resource } from './resource.ts';

interface Pair {
  readonly key: string;
  readonly text: string;
  readonly span: Span;
}

export interface GeneratorFiles {
  /** Text of a file that the kustomization names, with its path from the root; undefined: not there, or no text. */
  load(path: Located<string>): { readonly file: string; readonly text: string } | undefined;
  refuse(at: Span, message: string): void;
}

export function generate(
  kind: 'ConfigMap' | 'Secret',
  item: YamlNode,
  kustomization: { readonly file: string; readonly node: YamlNode | undefined },
  files: GeneratorFiles,
): Resource | undefined {
  const name = textAt(item, 'name');
  if (name === undefined) return undefined;
  const global = nodeAt(kustomization.node, 'generatorOptions');
  const own = nodeAt(item, 'options');
  const at = name.span;
  let object = emptyMap(at);
  object = withEntry(object, 'apiVersion', textNode('v1', at));
  object = withEntry(object, 'kind', textNode(kind, at));
  object = withEntry(object, 'metadata', metadataOf(name, textAt(item, 'namespace'), [global, own]));
  if (kind === 'Secret') {
    const type = textAt(item, 'type');
    object = withEntry(object, 'type', textNode(type?.value ?? 'Opaque', type?.span ?? at));
  }
  // A Secret has data even when nothing is in it.
  if (kind === 'Secret') object = withEntry(object, 'data', emptyMap(at));
  for (const pair of pairsOf(item, files)) object = withPair(object, kind, pair);
  const isSet = (key: string) => [global, own].some((options) => booleanAt(options, key)?.value === true);
  if (isSet('immutable')) {
    object = withEntry(object, 'immutable', {
      kind: 'scalar',
      value: true,
      text: 'true',
      style: 'plain',
      span: at,
    });
  }
  return newResource(kustomization.file, object, !isSet('disableNameSuffixHash'));
}

function metadataOf(
  name: Located<string>,
  namespace: Located<string> | undefined,
  options: readonly (YamlNode | undefined)[],
): YamlMap {
  let metadata = withEntry(emptyMap(name.span), 'name', textNode(name.value, name.span));
  if (namespace !== undefined)
    metadata = withEntry(metadata, 'namespace', textNode(namespace.value, namespace.span));
  for (const key of ['labels', 'annotations']) {
    const entries = options.flatMap((each) => entriesAt(each, key));
    if (entries.length > 0) metadata = withEntry(metadata, key, laidOver(emptyMap(name.span), entries));
  }
  return metadata;
}

function laidOver(map: YamlMap, entries: readonly YamlEntry[]): YamlMap {
  let next = map;
  for (const { key, value } of entries) next = withEntry(next, key.text, value, key.span);
  return next;
}

function withPair(object: YamlMap, kind: 'ConfigMap' | 'Secret', { key, text, span }: Pair): YamlMap {
  const value = textNode(kind === 'Secret' ? base64(text) : text, span);
  const data = object.entries.find((entry) => entry.key.text === 'data')?.value;
  return withEntry(object, 'data', withEntry(isMap(data) ? data : emptyMap(span), key, value), span);
}

/** Long values are broken into lines, which the hash of the name sees. */
function base64(text: string): string {
  const encoded = Buffer.from(text).toString('base64');
  return encoded.length < 70 ? encoded : encoded.replace(/.{1,70}/g, '$&\n');
}

function pairsOf(item: YamlNode, files: GeneratorFiles): readonly Pair[] {
  const envs = [textAt(item, 'env') ?? [], textsAt(item, 'envs')].flat();
  return [
    ...envs.flatMap((path) => fromEnvFile(path, files)),
    ...textsAt(item, 'literals').flatMap((literal) => fromLiteral(literal, files)),
    ...textsAt(item, 'files').flatMap((source) => fromFile(source, files)),
  ];
}

function fromLiteral({ value, span }: Located<string>, files: GeneratorFiles): readonly Pair[] {
  const equals = value.indexOf('=');
  if (equals <= 0) {
    files.refuse(span, `the literal ${JSON.stringify(value)} is not of the form key=value`);
    return [];
  }
  const text = value.slice(equals + 1);
  const isQuoted = text.length > 1 && /^["']/.test(text) && text.at(-1) === text[0];
  return [{ key: value.slice(0, equals), text: isQuoted ? text.slice(1, -1) : text, span }];
}

function fromFile({ value, span }: Located<string>, files: GeneratorFiles): readonly Pair[] {
  const [first = '', second, ...more] = value.split('=');
  if (more.length > 0) return [];
  const path = second ?? first;
  const found = files.load({ value: path, span });
  const key = second === undefined ? nameOf(path) : first;
  if (found === undefined) return [{ key, text: '', span }];
  return [{ key, text: found.text, span: { file: found.file, start: 0, end: found.text.length } }];
}

/** Lines of `KEY=value` as they stand: without quotes taken off, without expansion. */
function fromEnvFile(path: Located<string>, files: GeneratorFiles): readonly Pair[] {
  const found = files.load(path);
  if (found === undefined) return [];
  const pairs: Pair[] = [];
  for (const match of found.text.matchAll(/^[^\S\n]*([^\s#=][^=\n\r]*)(?:=([^\n\r]*))?\r?$/gm)) {
    const start = match.index + match[0].indexOf(match[1] ?? '');
    const key = match[1] ?? '';
    pairs.push({
      key,
      text: match[2] ?? '',
      span: { file: found.file, start, end: match.index + match[0].length },
    });
  }
  return pairs;
}

/** Puts a generated object among the others, by its `behavior`; the message says why that cannot be. */
export function absorb(resources: Resource[], made: Resource, behavior: string): string | undefined {
  const wanted = identityOf(made.node);
  const index = resources.findIndex((each) => identitiesOf(each).some((id) => isSameIdentity(id, wanted)));
  const known = resources[index];
  if (known === undefined) {
    resources.push(made);
    return behavior !== 'merge' && behavior !== 'replace'
      ? undefined
      : `there is no ${wanted.kind} ${wanted.name} to ${behavior} with`;
  }
  if (behavior !== 'merge' && behavior !== 'replace') {
    return `there is a ${wanted.kind} ${wanted.name} already, and behavior is not merge or replace`;
  }
  const sections = behavior === 'merge' ? ['data', 'binaryData'] : [];
  let node = made.node;
  for (const section of sections) {
    const entries = [...entriesAt(known.node, section), ...entriesAt(made.node, section)];
    if (entries.length > 0) node = withEntry(node, section, laidOver(emptyMap(made.node.span), entries));
  }
  resources[index] = {
    ...known,
    node: withMetadataOf(node, known.node),
    needsHash: made.needsHash,
    patched: true,
  };
  return undefined;
}

function withMetadataOf(node: YamlMap, known: YamlMap): YamlMap {
  const metadata = nodeAt(node, 'metadata');
  if (!isMap(metadata)) return node;
  let next = metadata;
  for (const key of ['labels', 'annotations']) {
    const entries = [...entriesAt(known, 'metadata', key), ...entriesAt(node, 'metadata', key)];
    if (entries.length > 0) next = withEntry(next, key, laidOver(emptyMap(node.span), entries));
  }
  for (const key of ['name', 'namespace']) {
    const value = nodeAt(known, 'metadata', key);
    if (value !== undefined) next = withEntry(next, key, value);
  }
  return withEntry(node, 'metadata', next);
}

export function generatorItems(
  node: YamlNode | undefined,
): readonly (readonly ['ConfigMap' | 'Secret', YamlNode])[] {
  return [
    ...itemsAt(node, 'configMapGenerator').map((item) => ['ConfigMap', item] as const),
    ...itemsAt(node, 'secretGenerator').map((item) => ['Secret', item] as const),
  ];
}
