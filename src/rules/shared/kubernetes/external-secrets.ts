// Secrets that operators make: under which name, and with which keys.
import type { KubernetesObject } from '../../../model/kubernetes.ts';
import { itemsAt, nodeAt, textAt } from '../../../syntax/yaml-path.ts';

/** Operators that make one Secret per object, and the path to its name; without it the object's own name. */
const makers: Readonly<Record<string, readonly string[]>> = {
  ExternalSecret: ['spec', 'target', 'name'],
  Certificate: ['spec', 'secretName'],
  SealedSecret: ['spec', 'template', 'metadata', 'name'],
  KafkaUser: ['spec', 'template', 'secret', 'metadata', 'name'],
};

export const secretMakers: readonly string[] = Object.keys(makers);

export function secretMadeBy({ kind, node, name }: KubernetesObject): string | undefined {
  const path = makers[kind.value];
  return path === undefined ? undefined : (textAt(node, ...path)?.value ?? name?.value);
}

/** Keys of the Secret that an ExternalSecret makes; undefined: not all of them stand in the file. */
export function externalKeys({ node }: KubernetesObject): readonly string[] | undefined {
  const spec = nodeAt(node, 'spec');
  const target = nodeAt(spec, 'target');
  const isWhole =
    nodeAt(spec, 'dataFrom') === undefined &&
    nodeAt(target, 'template') === undefined &&
    // `Merge` and `Orphan` write into a Secret that has other keys.
    (textAt(target, 'creationPolicy')?.value ?? 'Owner') === 'Owner';
  if (!isWhole) return undefined;
  const keys = itemsAt(spec, 'data').map((item) => textAt(item, 'secretKey')?.value);
  return keys.every((key): key is string => key !== undefined && !/[${<]/.test(key)) ? keys : undefined;
}
