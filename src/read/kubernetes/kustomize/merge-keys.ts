// By which keys the items of a list are merged; lists that are not here are replaced as a whole.
// Source: "patchMergeKey" and "listMapKey" of the API's types, https://github.com/kubernetes/api
import type { FieldType } from '../schema.ts';
import { kindOf } from '../schema.ts';

/** By the type of the item. */
const itemKeys: Readonly<Record<string, readonly string[]>> = {
  Container: ['name'],
  EphemeralContainer: ['name'],
  EnvVar: ['name'],
  Volume: ['name'],
  VolumeMount: ['mountPath'],
  VolumeDevice: ['devicePath'],
  ContainerPort: ['containerPort', 'protocol'],
  ServicePort: ['port', 'protocol'],
  HostAlias: ['ip'],
  TopologySpreadConstraint: ['topologyKey', 'whenUnsatisfiable'],
  OwnerReference: ['uid'],
};

/** By the type that holds the list, and its key. */
const fieldKeys: Readonly<Record<string, readonly string[]>> = {
  'PodSpec imagePullSecrets': ['name'],
  'ServiceAccount secrets': ['name'],
  'WebhookConfiguration webhooks': ['name'],
  // A list of plain values: both sides are kept.
  'ObjectMeta finalizers': [''],
};

/** A place in the types of the API; `object` holds fields, and undefined is where nothing is known. */
export type Place = FieldType | undefined;

const webhooks: FieldType = {
  kind: 'object',
  isBuiltIn: true,
  needed: [],
  oneOf: [],
  name: 'WebhookConfiguration',
  fields: new Map([['webhooks', { type: { kind: 'list', of: { kind: 'any' } }, required: false }]]),
};

export function placeOf(apiVersion: string, kind: string): Place {
  if (/^(?:Mutating|Validating)WebhookConfiguration$/.test(kind)) return webhooks;
  // Custom objects are merged without knowing their types: their lists are replaced.
  const known = kindOf(apiVersion, kind);
  return known?.isCustom === true ? undefined : known?.type;
}

export function placeBelow(place: Place, key: string): Place {
  if (place?.kind === 'object') return place.fields.get(key)?.type;
  return place?.kind === 'map' ? place.of : undefined;
}

export function placeOfItem(place: Place): Place {
  return place?.kind === 'list' ? place.of : undefined;
}

/** The keys that tell items of the list `key` of `holder` apart; none: the list is replaced. */
export function mergeKeysOf(holder: Place, key: string): readonly string[] {
  if (holder?.kind !== 'object') return [];
  const own = fieldKeys[`${holder.name} ${key}`];
  if (own !== undefined) return own;
  const item = placeOfItem(placeBelow(holder, key));
  return item?.kind === 'object' ? (itemKeys[item.name] ?? []) : [];
}
