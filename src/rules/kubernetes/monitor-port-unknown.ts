import type { Located } from '../../base/span.ts';
import { nearest } from '../../base/text.ts';
import type { KubernetesObject } from '../../model/kubernetes.ts';
import { selectorOf } from '../../model/label-selector.ts';
import type { Project } from '../../model/project.ts';
import { itemsAt, nodeAt, textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { written } from '../shared/kubernetes/edits.ts';
import { selects } from '../shared/kubernetes/labels.ts';
import { ofKind, selectedBy } from '../shared/kubernetes/object-index.ts';
import { isLiteral } from '../shared/kubernetes/pods.ts';
import { isService, servicePorts } from '../shared/kubernetes/services.ts';

export default defineRule({
  id: 'monitor-port-unknown',
  area: 'kubernetes',
  severity: 'high',
  aliases: [],
  title: 'A monitor scrapes a port name that what it selects does not have',
  why: 'Nothing is measured, and alerts on it stay silent.',
  fix: 'Name the port of the Service (ServiceMonitor) or of the container (PodMonitor); numbers are no names.',
  references: ['https://prometheus-operator.dev/docs/developer/getting-started/#using-servicemonitors'],
  on: 'kubernetes-object',
  *check(object, { set, project }) {
    const endpoints = endpointsOf(object);
    if (endpoints.length === 0 || set.open !== undefined) return;
    const selected = portsSelected(object, project);
    // What is deployed by itself may only share a label.
    if (selected === undefined || !set.objects.includes(selected.owner)) return;
    for (const endpoint of endpoints) {
      const port = textAt(endpoint, 'port');
      if (port === undefined || !isLiteral(port) || selected.names.has(port.value)) continue;
      const names = [...selected.names].join(', ');
      const only = selected.names.size === 1 ? [...selected.names][0] : undefined;
      yield {
        at: port.span,
        message: `${object.title} scrapes port ${port.value}, which ${selected.owner.title} does not have`,
        ...written(project, port.span, nearest(port.value, selected.names) ?? only),
        related: [
          { at: selected.owner.nameSpan, message: names === '' ? 'names no port' : `names ${names}` },
        ],
      };
    }
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
          apiVersion: v1
          kind: Service
          metadata:
            name: api
            labels:
              app: api
          spec:
            selector:
              app: api
            ports:
              - name: http
                port: 80
        `,
        'k8s/monitor.yaml': `
          apiVersion: monitoring.coreos.com/v1
          kind: ServiceMonitor
          metadata:
            name: api
          spec:
            selector:
              matchLabels:
                app: api
            endpoints:
              - port: metrics
        `,
      },
      'k8s/monitor.yaml:10:13',
      {
        'k8s/monitor.yaml': `
          apiVersion: monitoring.coreos.com/v1
          kind: ServiceMonitor
          metadata:
            name: api
          spec:
            selector:
              matchLabels:
                app: api
            endpoints:
              - port: http
        `,
      },
    ),
    good({
      'k8s/api.yaml': `
        apiVersion: v1
        kind: Service
        metadata:
          name: api
          labels:
            app: api
        spec:
          selector:
            app: api
          ports:
            - name: metrics
              port: 9100
      `,
      'k8s/monitor.yaml': `
        apiVersion: monitoring.coreos.com/v1
        kind: ServiceMonitor
        metadata:
          name: api
        spec:
          selector:
            matchLabels:
              app: api
          endpoints:
            - port: metrics
      `,
    }),
  ],
});

function endpointsOf({ kind, node }: KubernetesObject) {
  if (kind.value === 'ServiceMonitor') return itemsAt(node, 'spec', 'endpoints');
  return kind.value === 'PodMonitor' ? itemsAt(node, 'spec', 'podMetricsEndpoints') : [];
}

interface Selected {
  readonly owner: KubernetesObject;
  readonly names: ReadonlySet<string>;
}

/** All names that any of them has: a monitor may select Services that differ. */
function portsSelected({ kind, node }: KubernetesObject, project: Project): Selected | undefined {
  const selector = selectorOf(nodeAt(node, 'spec', 'selector'));
  if (selector === undefined || selector.matchLabels.size === 0) return undefined;
  if (kind.value === 'PodMonitor') {
    const workloads = selectedBy(project, selector);
    const ports = workloads.flatMap(({ pod }) => pod.containers.flatMap((one) => one.ports));
    return selectedOf(
      workloads[0]?.object,
      ports.map(({ name }) => name),
    );
  }
  const services = ofKind(project, 'Service').filter(
    (one) => isService(one) && selects(selector, one.labels),
  );
  return selectedOf(
    services[0],
    services.flatMap(servicePorts).map(({ name }) => name),
  );
}

function selectedOf(
  owner: KubernetesObject | undefined,
  names: readonly (Located<string> | undefined)[],
): Selected | undefined {
  if (owner === undefined) return undefined;
  return { owner, names: new Set(names.flatMap((name) => name?.value ?? [])) };
}
