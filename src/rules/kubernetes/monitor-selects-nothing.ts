import type { KubernetesObject } from '../../model/kubernetes.ts';
import { selectorOf } from '../../model/label-selector.ts';
import { itemsAt, nodeAt, textAt, textMapAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { setOnObject } from '../shared/kubernetes/edits.ts';
import { addedLabels, labelsText, selects } from '../shared/kubernetes/labels.ts';
import { ofKind } from '../shared/kubernetes/object-index.ts';
import { isService, servicePorts } from '../shared/kubernetes/services.ts';

export default defineRule({
  id: 'monitor-selects-nothing',
  area: 'kubernetes',
  severity: 'medium',
  aliases: ['kube-linter:dangling-servicemonitor'],
  title: 'A ServiceMonitor matches no Service',
  why: 'Nothing is measured, and alerts on it stay silent.',
  fix: 'Give the selector the labels of the Service itself, not those of its pods.',
  references: ['https://prometheus-operator.dev/docs/developer/getting-started/#using-servicemonitors'],
  on: 'kubernetes-object',
  only: ['ServiceMonitor'],
  *check(object, { set, project }) {
    if (object.kind.value !== 'ServiceMonitor' || set.open !== undefined) return;
    const selector = selectorOf(nodeAt(object.node, 'spec', 'selector'));
    if (selector === undefined || selector.matchLabels.size === 0) return;
    const services = ofKind(project, 'Service').filter(isService);
    if (services.length === 0 || services.some(({ labels }) => selects(selector, labels))) return;
    // Meant is a Service that selects its pods by these labels and does not carry them itself.
    const near = ofKind(set, 'Service')
      .filter(isService)
      .find(({ node }) => selects(selector, textMapAt(node, 'spec', 'selector')));
    if (near === undefined || addedLabels(set).size > 0) return;
    const [missing, ...others] = [...selector.matchLabels].filter(([key]) => !near.labels.has(key));
    yield {
      at: selector.span,
      message: `${object.title} selects ${labelsText(selector.matchLabels)}, which no Service has`,
      related: [{ at: near.nameSpan, message: `${near.title} selects its pods by them` }],
      ...(missing !== undefined && others.length === 0 && hasPorts(near, object)
        ? setOnObject(project, near, ['metadata', 'labels', missing[0]], missing[1].value)
        : {}),
    };
  },
  examples: [
    bad(
      {
        'k8s/api.yaml': `
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
          ---
          apiVersion: v1
          kind: Service
          metadata:
            name: api
          spec:
            selector:
              app: api
            ports:
              - name: metrics
                port: 9090
        `,
      },
      'k8s/api.yaml:7:5',
      {
        'k8s/api.yaml': `
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
          ---
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
                port: 9090
        `,
      },
    ),
    good({
      'k8s/api.yaml': `
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
        ---
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
            - port: 80
      `,
    }),
  ],
});

/** What is scraped is there, once the Service is selected. */
function hasPorts(service: KubernetesObject, monitor: KubernetesObject): boolean {
  const names = servicePorts(service).map(({ name }) => name?.value);
  const scraped = itemsAt(monitor.node, 'spec', 'endpoints').map((item) => textAt(item, 'port')?.value);
  return scraped.every((port) => port === undefined || names.includes(port));
}
