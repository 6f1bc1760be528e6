// Services and the ports behind them.
import type { Located } from '../../../base/span.ts';
import type { KubernetesObject, KubernetesSet, Workload } from '../../../model/kubernetes.ts';
import { itemsAt, textAt, textMapAt, textsAt } from '../../../syntax/yaml-path.ts';
import { byLabels } from './labels.ts';
import { selectedBy } from './object-index.ts';

export function isService({ kind, apiVersion }: KubernetesObject): boolean {
  return kind.value === 'Service' && apiVersion.value === 'v1';
}

export interface ServicePort {
  readonly name: Located<string> | undefined;
  readonly port: Located<string> | undefined;
  /** Where pods are asked: a number, or the name of a container port; the port itself when it is not written. */
  readonly target: Located<string> | undefined;
}

export function servicePorts({ node }: KubernetesObject): readonly ServicePort[] {
  return itemsAt(node, 'spec', 'ports').map((item) => ({
    name: textAt(item, 'name'),
    port: textAt(item, 'port'),
    target: textAt(item, 'targetPort') ?? textAt(item, 'port'),
  }));
}

/** Workloads of the set whose pods the Service selects. */
export function workloadsBehind(set: KubernetesSet, service: KubernetesObject): readonly Workload[] {
  const selector = textMapAt(service.node, 'spec', 'selector');
  return selector.size === 0 ? [] : selectedBy(set, byLabels(selector));
}

/**
 * Ports by which a caller may be told of at the pods behind a Service: theirs, and those of the Service itself, since
 * policies are sometimes enforced before the one becomes the other. Undefined when one of them is not known.
 */
export function portsBehind(
  service: KubernetesObject,
  { pod }: Workload,
  asked: number | undefined,
): ReadonlySet<number> | undefined {
  const used = servicePorts(service).filter(
    ({ port }) => asked === undefined || port?.value === String(asked),
  );
  const declared = pod.containers.flatMap(({ ports }) => ports);
  const numbers = used.flatMap(({ port, target }) => {
    const named = declared.filter(({ name }) => name !== undefined && name.value === target?.value);
    return [
      Number(port?.value),
      ...(named.length > 0 ? named.map((one) => one.port?.value) : [Number(target?.value)]),
    ];
  });
  const known = numbers.flatMap((one) => (one === undefined || Number.isNaN(one) ? [] : one));
  return known.length === 0 || known.length < numbers.length ? undefined : new Set(known);
}

/** True when the Service has the port, by its number or name, or when none is asked for. */
export function hasPort(service: KubernetesObject, port: Located<string> | undefined): boolean {
  const known = servicePorts(service).flatMap((one) => [one.port?.value, one.name?.value]);
  return port === undefined || known.includes(port.value);
}

/** True for a load balancer that nothing keeps to an inner network, or to some addresses. */
export function isOpenBalancer(service: KubernetesObject): boolean {
  if (textAt(service.node, 'spec', 'type')?.value !== 'LoadBalancer') return false;
  const isInternal = [...service.annotations].some(
    ([key, { value }]) =>
      /internal|scheme|load-balancer-type/i.test(key) && /true|internal|private|0\.0\.0\.0/i.test(value),
  );
  return !isInternal && !isNarrowed(service);
}

/** Only some addresses are let in: by the field, or by the annotation that clouds took before there was one. */
function isNarrowed({ node, annotations }: KubernetesObject): boolean {
  const old = annotations.get('service.beta.kubernetes.io/load-balancer-source-ranges')?.value ?? '';
  const written = textsAt(node, 'spec', 'loadBalancerSourceRanges').map(({ value }) => value);
  const ranges = written.length > 0 ? written : old.split(',').filter((range) => range.trim() !== '');
  return ranges.length > 0 && !ranges.some((range) => /^(?:0\.0\.0\.0|::)\/0$/.test(range.trim()));
}
