// Services and the ports behind them.
import type { Located } from '../../../base/span.ts';
import type { KubernetesObject, KubernetesSet, Workload } from '../../../model/kubernetes.ts';
import { itemsAt, textAt, textMapAt } from '../../../syntax/yaml-path.ts';
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

/** True when the Service has the port, by its number or name, or when none is asked for. */
export function hasPort(service: KubernetesObject, port: Located<string> | undefined): boolean {
  const known = servicePorts(service).flatMap((one) => [one.port?.value, one.name?.value]);
  return port === undefined || known.includes(port.value);
}
