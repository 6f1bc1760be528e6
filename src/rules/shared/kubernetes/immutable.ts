// What about an object the API server does not let change, and where it is made anew instead.
import type { KubernetesObject } from '../../../model/kubernetes.ts';
import type { YamlNode } from '../../../syntax/yaml.ts';
import { booleanAt, nodeAt } from '../../../syntax/yaml-path.ts';
import type { Pair } from '../change.ts';
import type { ImmutableField } from './immutable-fields-table.ts';

/** Jobs that a tool deletes before it makes them again, or that the cluster removes once they are done. */
export function isMadeAnew({ kind, annotations, node }: KubernetesObject): boolean {
  if (kind.value !== 'Job') return false;
  const isHook = ['helm.sh/hook', 'argocd.argoproj.io/hook'].some((key) => annotations.has(key));
  const options = annotations.get('argocd.argoproj.io/sync-options')?.value ?? '';
  return (
    isHook ||
    /\bReplace=true\b/.test(options) ||
    nodeAt(node, 'spec', 'ttlSecondsAfterFinished') !== undefined
  );
}

/** `immutable: true` closes the content of a ConfigMap or Secret for good. */
export function sealed({ kind, node }: KubernetesObject): readonly ImmutableField[] {
  const isSealed = booleanAt(node, 'immutable')?.value === true;
  if (!isSealed || (kind.value !== 'ConfigMap' && kind.value !== 'Secret')) return [];
  return ['data', 'binaryData', 'stringData', 'immutable'].map((key) => ({ path: [key] }));
}

/** A claim grows, and never shrinks. */
export function* shrunk({ before, after }: Pair<KubernetesObject>) {
  if (after.kind.value !== 'PersistentVolumeClaim') return;
  const path = ['spec', 'resources', 'requests', 'storage'];
  const [was, is] = [before, after].map(({ node }) => bytesOf(nodeAt(node, ...path)));
  if (was === undefined || is === undefined || is >= was) return;
  const message = `${after.title} asks for less storage than before, and a claim cannot shrink`;
  yield { at: placeOf(after, path), object: after.title, message };
}

function bytesOf(node: YamlNode | undefined): number | undefined {
  const match = node?.kind === 'scalar' ? /^(\d+(?:\.\d+)?)([KMGTP]i?)?$/i.exec(node.text) : null;
  if (match === null) return undefined;
  const unit = (match[2] ?? '').toUpperCase();
  const power = unit === '' ? 0 : 'KMGTP'.indexOf(unit.charAt(0)) + 1;
  return Number(match[1]) * (unit.endsWith('I') ? 1024 : 1000) ** power;
}

export function wordOf(was: YamlNode | undefined, is: YamlNode | undefined): string {
  if (was === undefined) return 'sets';
  return is === undefined ? 'drops' : 'changes';
}

/** The field's key. */
export function placeOf({ node, nameSpan }: KubernetesObject, path: readonly string[]) {
  const parent = nodeAt(node, ...path.slice(0, -1)) ?? node;
  const entry =
    parent.kind === 'map' ? parent.entries.find(({ key }) => key.text === path.at(-1)) : undefined;
  return entry?.key.span ?? nameSpan;
}

/** Values without their order and style. */
export function plain(node: YamlNode | undefined, whenAbsent = ''): string {
  if (node === undefined) return whenAbsent;
  if (node.kind === 'scalar') return node.text;
  if (node.kind === 'list') return `[${node.items.map((item) => plain(item)).join('\n')}]`;
  const entries = node.entries.map(({ key, value }) => `${key.text}: ${plain(value)}`);
  return `{${entries.sort().join('\n')}}`;
}
