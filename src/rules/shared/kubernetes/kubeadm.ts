// Flags that kubeadm is told to give: its own documents, and those that Cluster API carries in its objects.
// https://kubernetes.io/docs/reference/config-api/kubeadm-config.v1beta4/
import type { Span } from '../../../base/span.ts';
import type { KubernetesObject } from '../../../model/kubernetes.ts';
import { entryOf, type YamlNode } from '../../../syntax/yaml.ts';
import { entriesAt, itemsAt, nodeAt, textAt } from '../../../syntax/yaml-path.ts';
import { type Flag, flagOf } from './program-flags.ts';

export interface ToldFlags {
  readonly program: 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler' | 'etcd' | 'kubelet';
  readonly flags: readonly Flag[];
  /** The key under which they stand. */
  readonly at: Span;
  readonly version: string | undefined;
}

const clusterPrograms = [
  ['kube-apiserver', 'apiServer'],
  ['kube-controller-manager', 'controllerManager'],
  ['kube-scheduler', 'scheduler'],
  ['etcd', 'etcd.local'],
] as const;

/** Flags on top of those that kubeadm gives by itself. */
export function kubeadmFlags({ apiVersion, kind, node }: KubernetesObject): readonly ToldFlags[] {
  if (apiVersion.value.startsWith('kubeadm.k8s.io/')) {
    return kind.value === 'ClusterConfiguration' ? ofCluster(node, undefined) : ofNode(node);
  }
  const spec = kubeadmSpec(node, apiVersion.value);
  if (spec === undefined) return [];
  const version = textAt(node, 'spec', 'version')?.value;
  return [
    ...ofCluster(nodeAt(spec, 'clusterConfiguration'), version),
    ...ofNode(nodeAt(spec, 'initConfiguration')),
    ...ofNode(nodeAt(spec, 'joinConfiguration')),
  ];
}

/** What a KubeadmControlPlane, a KubeadmConfig or a template of them says of the nodes that it makes. */
export function kubeadmSpec(node: YamlNode, apiVersion: string): YamlNode | undefined {
  if (!/^(?:controlplane|bootstrap)\.cluster\.x-k8s\.io\//.test(apiVersion)) return undefined;
  const spec = nodeAt(node, 'spec', 'template', 'spec') ?? nodeAt(node, 'spec');
  return nodeAt(spec, 'kubeadmConfigSpec') ?? spec;
}

function ofCluster(node: YamlNode | undefined, version: string | undefined): readonly ToldFlags[] {
  const own = textAt(node, 'kubernetesVersion')?.value ?? version;
  return clusterPrograms.flatMap(([program, path]) =>
    told(program, nodeAt(node, ...path.split('.')), 'extraArgs', own),
  );
}

function ofNode(node: YamlNode | undefined): readonly ToldFlags[] {
  return told('kubelet', nodeAt(node, 'nodeRegistration'), 'kubeletExtraArgs', undefined);
}

/** A map up to v1beta3, a list of names and values since. */
function told(
  program: ToldFlags['program'],
  parent: YamlNode | undefined,
  key: string,
  version: string | undefined,
): readonly ToldFlags[] {
  const entry = entryOf(parent, key);
  if (entry === undefined) return [];
  const map = entriesAt(parent, key).flatMap(({ key: { text: name }, value, span }) => {
    const text = textAt(value)?.value;
    return text === undefined ? [] : [flagOf(name, text, `${name}: ${text}`, span)];
  });
  const list = itemsAt(parent, key).flatMap((item) => {
    const [name, value] = [textAt(item, 'name'), textAt(item, 'value')];
    const at = value?.span ?? item.span;
    return name === undefined || value === undefined
      ? []
      : [flagOf(name.value, value.value, `${name.value}: ${value.value}`, at)];
  });
  return [{ program, flags: [...map, ...list], at: entry.key.span, version }];
}
