// Looking into what an API server answers, whose shape nobody promised us.

import { at, isObject, textAt } from '../../base/json.ts';

export type Json = Readonly<Record<string, unknown>>;

/** The mappings in the list there; none for anything else. */
export function objectsAt(value: unknown, ...path: readonly string[]): readonly Json[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? found.filter(isObject) : [];
}

/** An object of the API, with the keys that every one has. */
export interface ApiObject extends Json {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: Json & { readonly name: string };
}

export function isApiObject(value: unknown): value is ApiObject {
  return (
    textAt(value, 'apiVersion') !== undefined &&
    textAt(value, 'kind') !== undefined &&
    textAt(value, 'metadata', 'name') !== undefined
  );
}

/** `Deployment web in shop`, for messages. */
export function titleOf(object: ApiObject): string {
  const namespace = textAt(object, 'metadata', 'namespace');
  return `${object.kind} ${object.metadata.name}${namespace === undefined ? '' : ` in ${namespace}`}`;
}
