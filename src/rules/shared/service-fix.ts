// Repairs of a service in the compose file that defines it.
import { posix } from 'node:path';
import type { Edit } from '../../base/edit.ts';
import type { Project } from '../../model/project.ts';
import type { EnvEntry, Service } from '../../model/service.ts';
import { entryOf, isMap, isScalar, type YamlNode } from '../../syntax/yaml.ts';
import { addItem, addKey, removeAt, type YamlContent } from '../../syntax/yaml-edit.ts';
import { yamlOf } from './yaml-fix.ts';

/** Sets a key that the service has not; undefined where others would get it too. */
export function addToService(
  project: Project,
  service: Service,
  path: readonly string[],
  value: YamlContent,
  manner?: { readonly brackets?: boolean },
): Edit | undefined {
  const { nameSpan } = service;
  if (isExtended(project, service)) return undefined;
  return addKey(yamlOf(project, nameSpan.file), nameSpan, path, value, manner);
}

/** Adds items to a list of the service, which is made where there is none. */
export function addToList(
  project: Project,
  service: Service,
  key: string,
  ...items: readonly YamlContent[]
): Edit | undefined {
  const at = service.keys.get(key);
  if (at === undefined) return addToService(project, service, [key], items);
  if (isExtended(project, service)) return undefined;
  const source = yamlOf(project, at.file);
  const edits = items.map((item) => addItem(source, at, item));
  const [first] = edits;
  const texts = edits.map((edit) => edit?.text ?? '');
  // All stand at the end of the list; after a last comma there is no joining them.
  const isJoined = texts.length === 1 || texts.every((text) => /^[\n,]/.test(text));
  return first === undefined || !isJoined ? undefined : { ...first, text: texts.join('') };
}

/** Takes a key of the service out. */
export function removeFromService(project: Project, service: Service, key: string): Edit | undefined {
  const at = service.keys.get(key);
  return at === undefined || isExtended(project, service)
    ? undefined
    : removeAt(yamlOf(project, at.file), at);
}

const extendedCache = new WeakMap<Project, ReadonlySet<string>>();

/** Some service may take its keys from this one: it is named by `extends`, in the file that defines it. */
export function isExtended(
  project: Project,
  { name, nameSpan, keys }: Pick<Service, 'name' | 'nameSpan' | 'keys'>,
): boolean {
  let known = extendedCache.get(project);
  if (known === undefined) {
    known = new Set([...project.texts.keys()].flatMap((file) => extendedIn(project, file)));
    extendedCache.set(project, known);
  }
  if (known.size === 0) return false;
  const files = [anyFile, nameSpan.file, ...[...keys.values()].map(({ file }) => file)];
  return files.some((file) => known.has(keyOf(file, name)));
}

/** Stands for a file whose name holds a variable. */
const anyFile = '*';

function keyOf(file: string, name: string): string {
  return `${file}\0${name}`;
}

function extendedIn(project: Project, file: string): readonly string[] {
  // Few files extend anything: the others need not be read for it.
  if (!/\.ya?ml$/.test(file) || project.texts.get(file)?.text.includes('extends') !== true) return [];
  const services = entryOf(yamlOf(project, file).documents[0]?.root, 'services')?.value;
  if (!isMap(services)) return [];
  return services.entries.flatMap(({ value }) => namedBy(file, entryOf(value, 'extends')?.value));
}

/** The service that `extends` names, in its short or long form. */
function namedBy(file: string, node: YamlNode | undefined): readonly string[] {
  const name = isMap(node) ? entryOf(node, 'service')?.value : node;
  if (!isScalar(name)) return [];
  const other = isMap(node) ? entryOf(node, 'file')?.value : undefined;
  if (!isScalar(other)) return [keyOf(file, name.text)];
  const isKnown = !other.text.includes('$');
  return [keyOf(isKnown ? posix.join(posix.dirname(file), other.text) : anyFile, name.text)];
}

/** Takes a variable out of `environment`, whether it is a pair of a map or an item of a list. */
export function removeVariable(
  project: Project,
  service: Service,
  { nameSpan, from }: EnvEntry,
): Edit | undefined {
  if (from !== 'environment' || isExtended(project, service)) return undefined;
  return removeAt(yamlOf(project, nameSpan.file), nameSpan);
}

/** Gives the service a variable, as a pair or an item as the others are. */
export function addVariable(
  project: Project,
  service: Service,
  name: string,
  value: string,
): Edit | undefined {
  const at = service.keys.get('environment');
  if (at === undefined) return addToService(project, service, ['environment', name], value);
  if (isExtended(project, service)) return undefined;
  const source = yamlOf(project, at.file);
  return addKey(source, at, [name], value) ?? addItem(source, at, `${name}=${value}`);
}
