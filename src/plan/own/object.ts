// One of the team's own objects, beside what the plan asks of it.

import type { KubernetesObject } from '../../model/kubernetes.ts';
import type { KubernetesObject as SpecObject } from '../../model/kubernetes-spec.ts';
import { plainOf } from '../../syntax/yaml-plain.ts';
import { isMapping } from '../plain.ts';

export interface OwnObject {
  readonly object: KubernetesObject;
  readonly json: SpecObject;
}

/** Undefined for one without a name, which cannot be applied. */
export function ownObject(object: KubernetesObject): OwnObject | undefined {
  const plain = plainOf(object.node);
  if (!isMapping(plain) || object.name === undefined) return undefined;
  const { metadata, status: _, ...rest } = plain;
  if (metadata === undefined || !isMapping(metadata)) return undefined;
  const { apiVersion, kind, name } = object;
  const { creationTimestamp: _made, ...meta } = metadata;
  return {
    object,
    json: {
      ...rest,
      apiVersion: apiVersion.value,
      kind: kind.value,
      metadata: { ...meta, name: name.value },
    },
  };
}

/** `ConfigMap/settings`, as references name it. */
export function titleOf({ json }: OwnObject): string {
  return `${json.kind}/${json.metadata.name}`;
}

/** `apps` of `apps/v1`; empty for the core. */
export function groupOf({ apiVersion }: { readonly apiVersion: string }): string {
  return apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '';
}

export function labelsAt(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([, one]) => typeof one === 'string'));
}
