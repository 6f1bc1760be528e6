// The fields of a kind, from the compact table, taken apart when first asked for.
import { once } from '../../base/once.ts';
import { customFieldsTable, customVersions } from './custom-fields-table.ts';
import { fieldsTable } from './fields-table.ts';

const plainKinds = [
  'string',
  'int',
  'bool',
  'quantity',
  'intOrString',
  /** The number of a port, or its name. */
  'port',
  /** A whole number, or a percentage. */
  'countOrPercent',
  /** A name as DNS takes it between two dots. */
  'label',
  /** A range of addresses: `10.0.0.0/8`, `fd00::/8`. */
  'cidr',
  /** A name as DNS takes it, of labels with dots between them. */
  'name',
  /** Such a name, or one with `*.` before it. */
  'host',
  /** A path from the root, or nothing. */
  'absolute',
  /** Five fields of cron, or one of its words such as `@daily`. */
  'schedule',
  /** An IP address, `None`, or nothing. */
  'clusterAddress',
  /** The name of a setting of the kernel, with dots or slashes. */
  'sysctl',
  'any',
] as const;
type PlainKind = (typeof plainKinds)[number];

export type FieldType =
  | { readonly kind: PlainKind }
  | { readonly kind: 'list' | 'map'; readonly of: FieldType }
  | {
      readonly kind: 'object';
      readonly name: string;
      /** Of Kubernetes itself, and not of an operator. */
      readonly isBuiltIn: boolean;
      readonly fields: ReadonlyMap<string, Field>;
      /** Those of them that must be there, always or beside another one. */
      readonly needed: readonly { readonly name: string; readonly required: true | string }[];
      /** Fields of which it needs one; empty where it needs none. */
      readonly oneOf: readonly string[];
    }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  /** A whole number, the bounds included. */
  | { readonly kind: 'range'; readonly low: number; readonly high: number };

interface Field {
  readonly type: FieldType;
  /** It must be there; with the name of another field, where that one is, and has the value behind `=`. */
  readonly required: boolean | string;
}

const plain = new Map<string, FieldType>(plainKinds.map((kind) => [kind, { kind }]));
const known = new Map<string, FieldType>();

function typeNamed(name: string): FieldType {
  if (name.startsWith('[')) return { kind: 'list', of: typeNamed(name.slice(1, -1)) };
  if (name.startsWith('{')) return { kind: 'map', of: typeNamed(name.slice(1, -1)) };
  return plain.get(name) ?? known.get(name) ?? madeType(name);
}

/** `0..`, `1..65535` */
function rangeNamed(name: string): FieldType | undefined {
  const [, low, high] = /^(\d+)\.\.(\d*)$/.exec(name) ?? [];
  if (low === undefined) return undefined;
  return { kind: 'range', low: Number(low), high: Number(high || Number.POSITIVE_INFINITY) };
}

function madeType(name: string): FieldType {
  const row = fieldsTable[name] ?? customFieldsTable[name] ?? '';
  const choice: FieldType | undefined = row.startsWith('=')
    ? { kind: 'choice', values: row.slice(1).split('|') }
    : undefined;
  const made = choice ?? rangeNamed(name) ?? objectType(name, row);
  known.set(name, made);
  return made;
}

function objectType(name: string, row: string): FieldType {
  const oneOf = /(?: |^)\+(\S+)/.exec(row);
  // Late, since types of the table name each other.
  const fields = once(
    () =>
      new Map(
        row
          .replace(oneOf?.[0] ?? '', '')
          .split(' ')
          .map(fieldOf),
      ),
  );
  const needed = once(() =>
    [...fields()].flatMap(([field, { required }]) => (required === false ? [] : [{ name: field, required }])),
  );
  return {
    kind: 'object',
    name,
    isBuiltIn: Object.hasOwn(fieldsTable, name),
    get fields() {
      return fields();
    },
    get needed() {
      return needed();
    },
    oneOf: oneOf?.[1]?.split('|') ?? [],
  };
}

function fieldOf(text: string): readonly [string, Field] {
  const [label = '', type = 'any'] = text.split(':');
  const [name = '', condition] = label.split('!');
  return [name, { type: typeNamed(type), required: condition === undefined ? false : condition || true }];
}

/** Kinds of the table by the versions whose fields are the same. */
const versions: Readonly<Record<string, string>> = {
  v1: 'Pod Service ConfigMap Secret ServiceAccount Namespace PersistentVolumeClaim PersistentVolume ResourceQuota LimitRange Endpoints ReplicationController',
  'apps/v1': 'Deployment StatefulSet DaemonSet ReplicaSet',
  'batch/v1': 'Job CronJob',
  'batch/v1beta1': 'CronJob',
  'networking.k8s.io/v1': 'Ingress NetworkPolicy IngressClass',
  'autoscaling/v2': 'HorizontalPodAutoscaler',
  'autoscaling/v2beta2': 'HorizontalPodAutoscaler',
  'policy/v1': 'PodDisruptionBudget',
  'policy/v1beta1': 'PodDisruptionBudget',
  'storage.k8s.io/v1': 'StorageClass',
  'scheduling.k8s.io/v1': 'PriorityClass',
  'rbac.authorization.k8s.io/v1': 'Role ClusterRole RoleBinding ClusterRoleBinding',
  'rbac.authorization.k8s.io/v1beta1': 'Role ClusterRole RoleBinding ClusterRoleBinding',
};

/** API version -> kinds of it whose fields the table holds; those of operators are not among them. */
export function builtInKinds(): readonly (readonly [apiVersion: string, kinds: readonly string[]])[] {
  return Object.entries(versions).map(([apiVersion, kinds]) => [apiVersion, kinds.split(' ')] as const);
}

export interface KnownKind {
  readonly type: FieldType;
  /** Of an operator, whose next version may know more fields than the table. */
  readonly isCustom: boolean;
}

/** What is known of a kind at a version; undefined for kinds that the tables do not hold. */
export function kindOf(apiVersion: string, kind: string): KnownKind | undefined {
  if (versions[apiVersion]?.split(' ').includes(kind) === true) {
    return { type: typeNamed(kind), isCustom: false };
  }
  for (const word of customVersions[apiVersion]?.split(' ') ?? []) {
    const [name, row = name] = word.split('=');
    if (name === kind && row !== undefined) return { type: typeNamed(row), isCustom: true };
  }
  return undefined;
}

/** Types in which a field of this name stands, for fields that were put in the wrong place. */
export function ownersOf(field: string): readonly string[] {
  const places = ['Container', 'PodSpec', 'PodTemplateSpec', 'DeploymentSpec', 'ObjectMeta', 'ServiceSpec'];
  return places.filter((name) => {
    const type = typeNamed(name);
    return type.kind === 'object' && type.fields.has(field);
  });
}
