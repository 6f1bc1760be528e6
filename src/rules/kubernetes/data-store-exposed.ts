import type { Workload } from '../../model/kubernetes.ts';
import { textAt } from '../../syntax/yaml-path.ts';
import { bad, defineRule, good } from '../rule.ts';
import { type DataStore, dataStoreOf } from '../shared/data-stores.ts';
import { parseImage } from '../shared/image.ts';
import { written } from '../shared/kubernetes/edits.ts';
import { isLiteral, mainContainers } from '../shared/kubernetes/pods.ts';
import { isOpenBalancer, isService, servicePorts, workloadsBehind } from '../shared/kubernetes/services.ts';

export default defineRule({
  id: 'data-store-exposed',
  area: 'kubernetes',
  severity: 'high',
  aliases: [],
  title: 'A data store is reached from outside of the cluster',
  why: 'Whoever reaches a node, or the load balancer, may try passwords; many stores ask for none, or speak without TLS.',
  fix: 'Use ClusterIP, and `kubectl port-forward` for a look inside; else an internal load balancer with `loadBalancerSourceRanges`.',
  references: [
    'https://kubernetes.io/docs/concepts/services-networking/service/#publishing-services-service-types',
  ],
  on: 'kubernetes-object',
  only: ['Service'],
  *check(object, { set, project, production }) {
    const type = textAt(object.node, 'spec', 'type');
    if (!isService(object) || type === undefined) return;
    if (type.value !== 'NodePort' && !isOpenBalancer(object)) return;
    const ports = servicePorts(object).flatMap(({ port, target }) => [port?.value, target?.value]);
    for (const workload of workloadsBehind(set, object)) {
      const store = storeOf(workload);
      // Its page for people, or its metrics, may be meant.
      if (store === undefined || !store.ports.some((port) => ports.includes(String(port)))) continue;
      yield {
        at: type.span,
        message: `${object.title} opens ${store.name} of ${workload.title} ${type.value === 'NodePort' ? 'on every node' : 'by a load balancer'}`,
        severity: production ? 'high' : 'low',
        ...written(project, type.span, 'ClusterIP'),
      };
      return;
    }
  },
  examples: [
    bad(
      {
        'k8s/db.yaml': `
          apiVersion: v1
          kind: Service
          metadata: {name: db}
          spec:
            type: NodePort # for a look
            selector: {app: db}
            ports: [{port: 27017, targetPort: 27017}]
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: {name: db}
          spec:
            serviceName: db
            selector: {matchLabels: {app: db}}
            template:
              metadata: {labels: {app: db}}
              spec:
                containers: [{name: db, image: "mongo:7.0"}]
        `,
      },
      'k8s/db.yaml:5:9',
      {
        'k8s/db.yaml': `
          apiVersion: v1
          kind: Service
          metadata: {name: db}
          spec:
            type: ClusterIP # for a look
            selector: {app: db}
            ports: [{port: 27017, targetPort: 27017}]
          ---
          apiVersion: apps/v1
          kind: StatefulSet
          metadata: {name: db}
          spec:
            serviceName: db
            selector: {matchLabels: {app: db}}
            template:
              metadata: {labels: {app: db}}
              spec:
                containers: [{name: db, image: "mongo:7.0"}]
        `,
      },
    ),
    good({
      'k8s/db.yaml': `
        apiVersion: v1
        kind: Service
        metadata: {name: db}
        spec:
          selector: {app: db}
          ports: [{port: 5432}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: partners}
        spec:
          type: LoadBalancer
          loadBalancerSourceRanges: [192.0.2.0/24]
          selector: {app: db}
          ports: [{port: 5432}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: db, labels: {app: db}}
        spec:
          containers: [{name: db, image: "postgres:16.4"}]
      `,
    }),
  ],
});

function storeOf(workload: Workload): DataStore | undefined {
  const images = mainContainers(workload).flatMap(({ image }) =>
    isLiteral(image) ? parseImage(image.value) : [],
  );
  return images.flatMap((image) => dataStoreOf(image) ?? [])[0];
}
