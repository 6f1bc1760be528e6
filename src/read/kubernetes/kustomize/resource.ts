// An object on its way through kustomizations: what it is now, and under which names it was known before.
import type { YamlMap } from '../../../syntax/yaml.ts';
import { textAt } from '../../../syntax/yaml-path.ts';

export interface Identity {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
}

export interface Resource {
  /** The file that the object stands in; a generated one: the kustomization. */
  readonly file: string;
  node: YamlMap;
  /** Earlier names, the first one first; without any it was never renamed. */
  readonly earlier: Identity[];
  /** Non-empty ones, innermost first. */
  readonly prefixes: string[];
  readonly suffixes: string[];
  /** True for what a generator made and whose name shall end in a hash of the content. */
  needsHash: boolean;
  /** True when something was patched in or out, so that the object is not one piece of text any more. */
  patched: boolean;
}

export function newResource(file: string, node: YamlMap, needsHash = false): Resource {
  return { file, node, earlier: [], prefixes: [], suffixes: [], needsHash, patched: false };
}

/** A copy that can be changed without the original. */
export function copyOf(resource: Resource): Resource {
  const { earlier, prefixes, suffixes } = resource;
  return { ...resource, earlier: [...earlier], prefixes: [...prefixes], suffixes: [...suffixes] };
}

export function identityOf(node: YamlMap): Identity {
  const apiVersion = textAt(node, 'apiVersion')?.value ?? '';
  const slash = apiVersion.lastIndexOf('/');
  return {
    group: slash === -1 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    kind: textAt(node, 'kind')?.value ?? '',
    name: textAt(node, 'metadata', 'name')?.value ?? '',
    namespace: textAt(node, 'metadata', 'namespace')?.value ?? '',
  };
}

/** Under which name it came into the first kustomization. */
export function originalOf(resource: Resource): Identity {
  return resource.earlier[0] ?? identityOf(resource.node);
}

/** Every name it has or had. */
export function identitiesOf(resource: Resource): readonly Identity[] {
  return [...resource.earlier, identityOf(resource.node)];
}

/** To be called before a name, namespace or kind changes. */
export function remember(resource: Resource): void {
  resource.earlier.push(identityOf(resource.node));
}

export function effectiveNamespace({ namespace }: Identity): string {
  return namespace === '' ? 'default' : namespace;
}

export function isSameIdentity(a: Identity, b: Identity): boolean {
  return (
    a.group === b.group &&
    a.version === b.version &&
    a.kind === b.kind &&
    a.name === b.name &&
    (isClusterScoped(a) || effectiveNamespace(a) === effectiveNamespace(b))
  );
}

/** Group, version and kind, as far as the wanted ones say anything. */
export function isOfKind(
  { group, version, kind }: Identity,
  wanted: { readonly group?: string; readonly version?: string; readonly kind?: string },
): boolean {
  return (
    (!wanted.group || wanted.group === group) &&
    (!wanted.version || wanted.version === version) &&
    (!wanted.kind || wanted.kind === kind)
  );
}

// Kinds without a namespace: https://kubernetes.io/docs/reference/kubernetes-api/
const clusterKinds: Readonly<Record<string, string>> = {
  '': 'Namespace Node PersistentVolume ComponentStatus',
  'rbac.authorization.k8s.io': 'ClusterRole ClusterRoleBinding',
  'apiextensions.k8s.io': 'CustomResourceDefinition',
  'apiregistration.k8s.io': 'APIService',
  'storage.k8s.io': 'StorageClass VolumeAttachment CSIDriver CSINode VolumeAttributesClass',
  'scheduling.k8s.io': 'PriorityClass',
  'node.k8s.io': 'RuntimeClass',
  'networking.k8s.io': 'IngressClass',
  'admissionregistration.k8s.io':
    'MutatingWebhookConfiguration ValidatingWebhookConfiguration ValidatingAdmissionPolicy ValidatingAdmissionPolicyBinding',
  'certificates.k8s.io': 'CertificateSigningRequest ClusterTrustBundle',
  'flowcontrol.apiserver.k8s.io': 'FlowSchema PriorityLevelConfiguration',
  policy: 'PodSecurityPolicy',
  extensions: 'PodSecurityPolicy',
  'authentication.k8s.io': 'TokenReview SelfSubjectReview',
  'authorization.k8s.io': 'SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview',
  'internal.apiserver.k8s.io': 'StorageVersion',
};

export function isClusterScoped({ group, kind }: Pick<Identity, 'group' | 'kind'>): boolean {
  return Object.hasOwn(clusterKinds, group) && clusterKinds[group]?.split(' ').includes(kind) === true;
}
