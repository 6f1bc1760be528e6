// Hosts of the cluster that the environment of containers and the waiting of init containers name.
import type { Located } from '../../../base/span.ts';
import type { Container, KubernetesObject, KubernetesSet, Workload } from '../../../model/kubernetes.ts';
import type { Project } from '../../../model/project.ts';
import { textAt } from '../../../syntax/yaml-path.ts';
import { addressesIn, isLoopback } from '../env-address.ts';
import { environmentOf } from './container-env.ts';
import { findAll, makesOthers, ofKind } from './object-index.ts';
import { servicePorts } from './services.ts';

export interface NamedHost {
  readonly name: string;
  readonly at: Located<string>;
  /** As written, in lower case. */
  readonly host: string;
  readonly port: number | undefined;
}

const addressKey = /(?:ADDR|ADDRESS|ENDPOINTS?|URLS?|URI|HOST|SERVERS?|BROKERS?|SERVICE|BACKEND|UPSTREAM)$/i;

const hosts = new WeakMap<Container, readonly NamedHost[]>();

export function namedHosts(set: KubernetesSet, container: Container): readonly NamedHost[] {
  const known = hosts.get(container) ?? readHosts(set, container);
  hosts.set(container, known);
  return known;
}

function readHosts(set: KubernetesSet, container: Container): readonly NamedHost[] {
  return [...environmentOf(set, container).values].flatMap(([name, at]) => {
    if (/[${<]/.test(at.value) || at.value.length > 2000) return [];
    const entry = { name, nameSpan: at.span, value: at, from: 'environment' as const };
    const urls = addressesIn(entry).map(({ host, port }) => ({ name, at, host, port }));
    return urls.length > 0 || !addressKey.test(name) ? urls : pairs(name, at);
  });
}

/** `cart:7070`, `kafka-0.kafka:9092,kafka-1.kafka:9092`. */
function pairs(name: string, at: Located<string>): readonly NamedHost[] {
  return at.value.split(',').flatMap((part) => {
    const match = /^\s*([a-z][a-z0-9-]*(?:\.[a-z][a-z0-9-]*)*):(\d{2,5})\s*$/.exec(part);
    return match?.[1] === undefined ? [] : [{ name, at, host: match[1], port: Number(match[2]) }];
  });
}

export interface ServiceHost {
  readonly service: string;
  /** Undefined: that of the caller. */
  readonly namespace: string | undefined;
}

/** `db`, `db.shop`, `db.shop.svc.cluster.local`, `db-0.db`: the Service that a name can only mean; undefined for others. */
export function serviceHost(host: string): ServiceHost | undefined {
  if (isLoopback(host)) return undefined;
  const labels = host.replace(/\.svc(?:\.cluster\.local)?\.?$/, '').split('.');
  const isFull = /\.svc(?:\.|$)/.test(host);
  const [first = '', second, third] = labels;
  if (third !== undefined) return isFull ? { service: second ?? '', namespace: third } : undefined;
  return { service: first, namespace: second };
}

/** Services of that name anywhere in the repository, ports and all; a StatefulSet's pod is found by its Service. */
export function servicesNamed(owner: Project | KubernetesSet, host: string): readonly KubernetesObject[] {
  const [first = '', second = ''] = host.split('.');
  const found = [first, second].flatMap((label) => (label === '' ? [] : findAll(owner, 'Service', label)));
  return found.filter(({ apiVersion }) => apiVersion.value === 'v1');
}

/** True when the set holds what it calls, so that a name that is not found is a mistake and no other team's. */
export function isSelfContained(project: Project, set: KubernetesSet): boolean {
  if (set.open !== undefined || makesOthers(set) || ofKind(set, 'Service').length < 2) return false;
  if (set.kustomizations.some(({ namePrefix, nameSuffix }) => namePrefix !== '' || nameSuffix !== ''))
    return false;
  // Templates may define the rest.
  return ![...project.kubernetes.partly.keys()].some(
    (file) => file.startsWith(`${set.folder}/`) || set.folder === '',
  );
}

/** Ports that a Service offers; undefined when it stands for a name outside, or for pods directly. */
export function offeredPorts(service: KubernetesObject): ReadonlySet<number> | undefined {
  const type = textAt(service.node, 'spec', 'type')?.value;
  if (type === 'ExternalName' || textAt(service.node, 'spec', 'clusterIP')?.value === 'None')
    return undefined;
  const ports = servicePorts(service).flatMap(({ port }) =>
    /^\d+$/.test(port?.value ?? '') ? [Number(port?.value)] : [],
  );
  return ports.length === 0 ? undefined : new Set(ports);
}

/** The namespace that a manifest writes, where nothing else decides it. */
export function namespaceOf(set: KubernetesSet, { namespace }: KubernetesObject): string | undefined {
  const isMoved = moved.get(set) ?? set.kustomizations.some((one) => one.namespace !== undefined);
  moved.set(set, isMoved);
  return isMoved ? undefined : namespace?.value;
}

/** True for objects of two namespaces: the one does not concern the other. */
export function areApart(set: KubernetesSet, a: KubernetesObject, b: KubernetesObject): boolean {
  const [one, other] = [namespaceOf(set, a), namespaceOf(set, b)];
  return one !== undefined && other !== undefined && one !== other;
}

/** Sets whose kustomizations decide the namespace. */
const moved = new WeakMap<KubernetesSet, boolean>();

/** Containers that run as long as the pod does, and their workload. */
export function callers(
  set: KubernetesSet,
): readonly { readonly workload: Workload; readonly container: Container }[] {
  return set.objects.flatMap(({ workload }) =>
    workload === undefined
      ? []
      : workload.pod.containers
          .filter(({ role }) => role === 'container')
          .map((container) => ({ workload, container })),
  );
}
