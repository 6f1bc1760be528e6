// Network policies and their peers.
import type { KubernetesObject, LabelSelector } from '../../../model/kubernetes.ts';
import { selectorOf } from '../../../model/label-selector.ts';
import type { YamlNode } from '../../../syntax/yaml.ts';
import { itemsAt, nodeAt, textAt } from '../../../syntax/yaml-path.ts';

export function isNetworkPolicy({ kind, apiVersion }: KubernetesObject): boolean {
  return kind.value === 'NetworkPolicy' && apiVersion.value.startsWith('networking.k8s.io/');
}

export interface Peer {
  readonly direction: 'ingress' | 'egress';
  readonly node: YamlNode;
  /** Undefined where the peer names no pods. */
  readonly pods: LabelSelector | undefined;
  readonly hasNamespaces: boolean;
  readonly block: ReturnType<typeof textAt>;
}

export function peersOf({ node }: KubernetesObject): readonly Peer[] {
  const of = (direction: Peer['direction'], key: string) =>
    itemsAt(node, 'spec', direction).flatMap((rule) =>
      itemsAt(rule, key).map((peer) => ({
        direction,
        node: peer,
        pods: selectorOf(nodeAt(peer, 'podSelector')),
        hasNamespaces: nodeAt(peer, 'namespaceSelector') !== undefined,
        block: textAt(peer, 'ipBlock', 'cidr'),
      })),
    );
  return [...of('ingress', 'from'), ...of('egress', 'to')];
}
