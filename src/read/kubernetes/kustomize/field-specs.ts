// Where kustomize puts labels, annotations, namespaces and names by default, and what `configurations` add to it.
// Source: the defaults shown in https://kubectl.docs.kubernetes.io/references/kustomize/builtins/
import { isMap, keysOf, type YamlNode } from '../../../syntax/yaml.ts';
import { booleanAt, itemsAt, textAt } from '../../../syntax/yaml-path.ts';

export interface FieldSpec {
  readonly path: readonly string[];
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
  /** True when the field is made where it is missing. */
  readonly create?: boolean;
}

export interface NameReference {
  /** What is named. */
  readonly kind: string;
  readonly group?: string;
  readonly version?: string;
  /** Where it is named. */
  readonly specs: readonly FieldSpec[];
}

export type SpecList =
  | 'commonLabels'
  | 'labels'
  | 'templateLabels'
  | 'commonAnnotations'
  | 'namespace'
  | 'images'
  | 'replicas'
  | 'varReference';

export interface FieldConfig {
  readonly lists: Readonly<Record<SpecList, readonly FieldSpec[]>>;
  readonly references: readonly NameReference[];
}

/** `apps/Deployment spec/template` or `Deployment spec/template`, `+` in front of what is made. */
export function specs(text: string): readonly FieldSpec[] {
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [words = '', path = ''] = line.trim().split(' ');
      const create = words.startsWith('+');
      const owner = create ? words.slice(1) : words;
      const slash = owner.lastIndexOf('/');
      const kind = owner.slice(slash + 1);
      return {
        path: pathOf(path),
        create,
        ...(kind === '*' ? {} : { kind }),
        ...(slash === -1 ? {} : { group: owner.slice(0, slash) }),
      };
    });
}

/** Slashes part the keys; `\/` is one within a key. */
export function pathOf(path: string): readonly string[] {
  return path.split(/(?<!\\)\//).map((part) => part.replaceAll('\\/', '/'));
}

const podTemplates: Readonly<Record<string, string>> = {
  ReplicationController: 'spec/template',
  Deployment: 'spec/template',
  ReplicaSet: 'spec/template',
  DaemonSet: 'spec/template',
  'apps/StatefulSet': 'spec/template',
  'batch/Job': 'spec/template',
  'batch/CronJob': 'spec/jobTemplate/spec/template',
};

function onTemplates(field: string): string {
  const rows = Object.entries(podTemplates).map(([owner, path]) => `+${owner} ${path}/metadata/${field}`);
  return [`+* metadata/${field}`, ...rows, `+batch/CronJob spec/jobTemplate/metadata/${field}`].join('\n');
}

const metadataLabels = `${onTemplates('labels')}\n+apps/StatefulSet spec/volumeClaimTemplates[]/metadata/labels`;

/** Selectors of terms in the pods of a kind of workload. */
function terms(owner: string): string {
  const affinities = ['podAffinity', 'podAntiAffinity'].flatMap((kind) => [
    `affinity/${kind}/preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector`,
    `affinity/${kind}/requiredDuringSchedulingIgnoredDuringExecution/labelSelector`,
  ]);
  return [...affinities, 'topologySpreadConstraints/labelSelector']
    .map((path) => `${owner} spec/template/spec/${path}/matchLabels`)
    .join('\n');
}

const selectors = `
  +Service spec/selector
  +ReplicationController spec/selector
  +Deployment spec/selector/matchLabels
  +ReplicaSet spec/selector/matchLabels
  +DaemonSet spec/selector/matchLabels
  +apps/StatefulSet spec/selector/matchLabels
  batch/Job spec/selector/matchLabels
  batch/CronJob spec/jobTemplate/spec/selector/matchLabels
  policy/PodDisruptionBudget spec/selector/matchLabels
  networking.k8s.io/NetworkPolicy spec/podSelector/matchLabels
  networking.k8s.io/NetworkPolicy spec/ingress/from/podSelector/matchLabels
  networking.k8s.io/NetworkPolicy spec/egress/to/podSelector/matchLabels
  ${terms('apps/Deployment')}
  ${terms('apps/StatefulSet')}
`;

/** The core group has no name; `Service` and others of that name in other groups are not meant. */
function ofCore(list: readonly FieldSpec[]): readonly FieldSpec[] {
  return list.map((spec) =>
    spec.kind === 'Service' || spec.kind === 'ReplicationController' || spec.kind === 'Namespace'
      ? { ...spec, version: 'v1' }
      : spec,
  );
}

export function defaultLists(): FieldConfig['lists'] {
  return {
    varReference: [],
    commonLabels: ofCore([...specs(selectors), ...specs(metadataLabels)]),
    labels: [],
    templateLabels: ofCore(specs(metadataLabels)),
    commonAnnotations: ofCore(specs(onTemplates('annotations'))),
    namespace: ofCore(
      specs(`
        +Namespace metadata/name
        +apiregistration.k8s.io/APIService spec/service/namespace
        apiextensions.k8s.io/CustomResourceDefinition spec/conversion/webhook/clientConfig/service/namespace
      `),
    ),
    images: specs(`
      * spec/containers[]/image
      * spec/initContainers[]/image
      * spec/template/spec/containers[]/image
      * spec/template/spec/initContainers[]/image
    `),
    replicas: specs(`
      +Deployment spec/replicas
      +ReplicationController spec/replicas
      +ReplicaSet spec/replicas
      +StatefulSet spec/replicas
    `),
  };
}

/** The specs of a file that `configurations` names, behind those that are there. */
export function withConfiguration(config: FieldConfig, root: YamlNode | undefined): FieldConfig {
  if (!isMap(root)) return config;
  const lists = { ...config.lists };
  for (const key of keysOf(root)) {
    if (isSpecList(key)) lists[key] = [...lists[key], ...itemsAt(root, key).map(specOf)];
  }
  const references = itemsAt(root, 'nameReference').map((item) => ({
    ...ownerOf(item),
    kind: textAt(item, 'kind')?.value ?? '',
    specs: itemsAt(item, 'fieldSpecs').map(specOf),
  }));
  return { lists, references: [...config.references, ...references] };
}

function isSpecList(key: string): key is SpecList {
  return /^(?:commonLabels|labels|templateLabels|commonAnnotations|namespace|images|replicas|varReference)$/.test(
    key,
  );
}

export function specOf(item: YamlNode): FieldSpec {
  const kind = textAt(item, 'kind')?.value;
  return {
    path: pathOf(textAt(item, 'path')?.value ?? ''),
    create: booleanAt(item, 'create')?.value === true,
    ...ownerOf(item),
    ...(kind === undefined ? {} : { kind }),
  };
}

function ownerOf(item: YamlNode): { readonly group?: string; readonly version?: string } {
  const [group, version] = [textAt(item, 'group')?.value, textAt(item, 'version')?.value];
  return { ...(group === undefined ? {} : { group }), ...(version === undefined ? {} : { version }) };
}
