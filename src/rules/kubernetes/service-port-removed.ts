import type { YamlNode } from '../../syntax/yaml.ts';
import { itemsAt, nodeAt, textAt } from '../../syntax/yaml-path.ts';
import { badChange, defineRule, goodChange } from '../rule.ts';
import { objectPairs } from '../shared/change.ts';

export default defineRule({
  id: 'service-port-removed',
  area: 'kubernetes',
  severity: 'high',
  confidence: 'likely',
  aliases: [],
  title: 'A change takes a port of a Service away',
  why: 'Whoever calls it (other workloads, an Ingress, a monitor) is refused as soon as this is applied.',
  fix: 'Keep the port beside the new one until nobody calls it.',
  references: ['https://kubernetes.io/docs/concepts/services-networking/service/#multi-port-services'],
  on: 'change',
  *check(change) {
    for (const { before, after } of objectPairs(change)) {
      if (after.kind.value !== 'Service') continue;
      const open = new Set(portsOf(after.node));
      const gone = portsOf(before.node).filter((port) => !open.has(port));
      const ports = nodeAt(after.node, 'spec', 'ports');
      if (gone.length === 0) continue;
      const list = gone.map((port) => port.replace('/TCP', '')).join(', ');
      yield {
        at: ports === undefined ? after.nameSpan : firstOf(ports),
        object: after.title,
        message: `${after.title} no longer has port ${list}`,
      };
    }
  },
  examples: [
    badChange({ 'k8s/web.yaml': service(80, 9090) }, { 'k8s/web.yaml': service(80) }, 'k8s/web.yaml:7:7'),
    goodChange({ 'k8s/web.yaml': service(80) }, { 'k8s/web.yaml': service(80, 9090) }),
  ],
});

function portsOf(node: YamlNode): readonly string[] {
  return itemsAt(node, 'spec', 'ports').flatMap((port) => {
    const number = textAt(port, 'port')?.value;
    return number === undefined ? [] : [`${number}/${textAt(port, 'protocol')?.value ?? 'TCP'}`];
  });
}

function firstOf(ports: YamlNode) {
  return ports.kind === 'list' ? (ports.items[0]?.span ?? ports.span) : ports.span;
}

function service(...ports: readonly number[]): string {
  const lines = ports.map((port) => `        - { name: p${port}, port: ${port} }`);
  return `
    apiVersion: v1
    kind: Service
    metadata: { name: web }
    spec:
      selector: { app: web }
      ports:
${lines.join('\n')}
  `;
}
