// Networks, volumes, secrets and configs as the model has them.
import type { FileObject, TopLevel } from '../../model/service.ts';
import { type Entry, type MapNode, mapAt, textAt } from './node/node.ts';
import { flagAt, locatedText } from './service/located.ts';

function objectsAt<T>(
  tree: MapNode,
  kind: string,
  read: (name: string, entry: Entry) => T,
): ReadonlyMap<string, T> {
  const objects = new Map<string, T>();
  for (const [name, entry] of mapAt(tree, kind)?.entries ?? []) objects.set(name, read(name, entry));
  return objects;
}

export function topLevelOf(tree: MapNode, kind: 'networks' | 'volumes'): ReadonlyMap<string, TopLevel> {
  return objectsAt(tree, kind, (name, { first, value }) => ({
    name,
    span: first,
    external: flagAt(value, false, 'external'),
    driver: textAt(value, 'driver'),
    internal: flagAt(value, false, 'internal'),
    realName: textAt(value, 'name') ?? name,
  }));
}

export function fileObjectsOf(tree: MapNode, kind: 'secrets' | 'configs'): ReadonlyMap<string, FileObject> {
  return objectsAt(tree, kind, (name, { first, value }) => ({
    name,
    span: first,
    external: flagAt(value, false, 'external'),
    file: locatedText(value, 'file'),
    environment: locatedText(value, 'environment'),
    content: locatedText(value, 'content'),
  }));
}
