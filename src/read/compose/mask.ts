// What may be shown of a resolved project.
import { isSecretName, maskEntry } from '../../base/secret.ts';
import type { ResolvedNode } from '../../model/service.ts';
import type { PlainValue } from './emit-yaml.ts';

/** Keys whose values only refer to something; their names say nothing about a secret in the value. */
const referring: ReadonlySet<string> = new Set(['source', 'target', 'file', 'name', 'environment', 'path']);

/** The value as it may be shown: masked by the name of its key, by `name=value` in a word, and inside of URLs. */
export function masked(path: readonly string[], value: string): string {
  const key = path.at(-1) ?? '';
  const isContent = key === 'content' && (path[0] === 'configs' || path[0] === 'secrets');
  if (isContent && value !== '') return '***';
  const equals = key === '' ? value.indexOf('=') : -1;
  if (equals !== -1) {
    const name = value.slice(0, equals);
    const word = name.replace(/^-+/, '');
    if (isSecretName(word)) return `${name}=***`;
  }
  return maskEntry(referring.has(key) ? '' : key, value);
}

/** A node as plain data nothing masked. */
export function plainNode(node: ResolvedNode): PlainValue {
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plainNode);
  return Object.fromEntries([...node.entries].map(([key, value]) => [key, plainNode(value)]));
}

/** The same with what must not be shown masked; the path says what the node is. */
export function maskedText(node: ResolvedNode, path: readonly string[]): PlainValue {
  if (node.kind === 'scalar') return node.value === null ? null : masked(path, String(node.value));
  if (node.kind === 'list') return node.items.map((item) => maskedText(item, [...path, '']));
  return Object.fromEntries(
    [...node.entries].map(([key, value]) => [key, maskedText(value, [...path, key])]),
  );
}
