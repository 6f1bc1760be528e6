// What NetworkPolicies let through between the pods of a set.
import type { KubernetesObject, KubernetesSet, Workload } from '../../../model/kubernetes.ts';
import { selectorOf } from '../../../model/label-selector.ts';
import type { YamlNode } from '../../../syntax/yaml.ts';
import { itemsAt, nodeAt, textAt, textsAt } from '../../../syntax/yaml-path.ts';
import { selects } from './labels.ts';
import { areApart } from './named-hosts.ts';
import { selectingPods } from './object-index.ts';
import { isNetworkPolicy } from './policies.ts';

export type Direction = 'ingress' | 'egress';

/** Policies that restrict the pods in one direction; what none restricts is open. */
export function policiesFor(
  set: KubernetesSet,
  workload: Workload,
  direction: Direction,
): readonly KubernetesObject[] {
  return selectingPods(set, 'NetworkPolicy', workload.pod.labels).filter(
    (policy) =>
      isNetworkPolicy(policy) && !areApart(set, policy, workload.object) && restricts(policy, direction),
  );
}

function restricts({ node }: KubernetesObject, direction: Direction): boolean {
  const types = textsAt(node, 'spec', 'policyTypes').map(({ value }) => value);
  if (types.length > 0) return types.includes(direction === 'ingress' ? 'Ingress' : 'Egress');
  return direction === 'ingress' || nodeAt(node, 'spec', 'egress') !== undefined;
}

export function rulesOf({ node }: KubernetesObject, direction: Direction): readonly YamlNode[] {
  return itemsAt(node, 'spec', direction);
}

/** True when a rule may let traffic between its pods and the other ones through, whatever the port. */
export function mayReach(rule: YamlNode, direction: Direction, other: Workload): boolean {
  const peers = itemsAt(rule, direction === 'ingress' ? 'from' : 'to');
  if (peers.length === 0) return true;
  return peers.some((peer) => {
    // Labels of namespaces, and which addresses pods get, are not known from files.
    if (nodeAt(peer, 'namespaceSelector') !== undefined || nodeAt(peer, 'ipBlock') !== undefined) return true;
    const pods = selectorOf(nodeAt(peer, 'podSelector'));
    return pods === undefined || selects(pods, other.pod.labels);
  });
}

/** True when a rule may let traffic to one of the ports through; which number a name stands for may differ by pod. */
export function mayUse(rule: YamlNode, ports: ReadonlySet<number>): boolean {
  const listed = itemsAt(rule, 'ports');
  return listed.length === 0 || listed.some((port) => [...ports].some((number) => holds(port, number)));
}

function holds(port: YamlNode, wanted: number): boolean {
  const number = textAt(port, 'port')?.value;
  if (number === undefined || !/^\d+$/.test(number)) return true;
  const last = textAt(port, 'endPort')?.value ?? number;
  return Number(number) <= wanted && wanted <= Number(last);
}

/** True when a policy says which namespaces, by their labels, may reach the pods: not all of them. */
export function letsNamespaceIn(set: KubernetesSet, workload: Workload): boolean {
  const rules = policiesFor(set, workload, 'ingress').flatMap((policy) => rulesOf(policy, 'ingress'));
  const peers = rules.flatMap((rule) => itemsAt(rule, 'from'));
  return peers.some((peer) => {
    const namespaces = nodeAt(peer, 'namespaceSelector');
    return namespaces?.kind === 'map' && namespaces.entries.length > 0;
  });
}

const dnsPort: ReadonlySet<number> = new Set([53]);

/** True when a rule may let lookups in DNS out. */
export function mayAskDns(rule: YamlNode): boolean {
  if (!mayUse(rule, dnsPort)) return false;
  const peers = itemsAt(rule, 'to');
  // The server of DNS is in a namespace of its own: a peer of pods alone never means it.
  return (
    peers.length === 0 ||
    peers.some(
      (peer) => nodeAt(peer, 'namespaceSelector') !== undefined || nodeAt(peer, 'ipBlock') !== undefined,
    )
  );
}

const others = new WeakMap<KubernetesSet, boolean>();

/** True when a policy of another kind, or of a tool, may say something else. */
export function hasOtherPolicies(set: KubernetesSet): boolean {
  const known = others.get(set) ?? set.objects.some(isOtherPolicy);
  others.set(set, known);
  return known;
}

function isOtherPolicy({ kind, apiVersion }: KubernetesObject): boolean {
  return /Policy$/.test(kind.value) && /cilium|calico|antrea|policy\.networking/.test(apiVersion.value);
}
